/// Reads the parts of a date-time from its bytes (RFC 3339, section 5.6).
struct DateTimeReader {
    /// The fields as written; only the second may be 60, which needs a look at the offset.
    struct Parts {
        let year: Int
        let month: Int
        let day: Int
        let hour: Int
        let minute: Int
        let second: Int
        let microsecond: Int

        /// The fields with a leap second refused.
        var strict: Result<LocalDateTime, TimeFault> {
            do throws(TimeFault) {
                return .success(
                    try LocalDateTime(
                        year: year,
                        month: month,
                        day: day,
                        hour: hour,
                        minute: minute,
                        second: second,
                        microsecond: microsecond,
                    )
                )
            } catch {
                return .failure(error)
            }
        }
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Hands the bytes of a text to a reader.
    static func read<Value>(
        _ text: some StringProtocol,
        _ body: (inout DateTimeReader) -> Result<Value, TimeFault>,
    ) -> Result<Value, TimeFault> {
        let read = text.utf8.withContiguousStorageIfAvailable { bytes in
            var reader = DateTimeReader(bytes)
            return body(&reader)
        }
        if let read { return read }
        return Array(text.utf8).withUnsafeBufferPointer { bytes in
            var reader = DateTimeReader(bytes)
            return body(&reader)
        }
    }

    var isAtEnd: Bool {
        at == bytes.count
    }

    /// `2026-11-20T15:00:00` and a fraction of one to nine digits, of which six are kept.
    mutating func local() -> Result<Parts, TimeFault> {
        guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2), take(UInt8(ascii: "-")), let day = digits(2) else {
            return .failure(.malformed("a date is written as YYYY-MM-DD"))
        }
        guard take(UInt8(ascii: "T")) || take(UInt8(ascii: "t")) else {
            return .failure(.malformed("date and time are joined by a T"))
        }
        guard let hour = digits(2), take(UInt8(ascii: ":")), let minute = digits(2), take(UInt8(ascii: ":")), let second = digits(2) else {
            return .failure(.malformed("a time is written as hh:mm:ss"))
        }
        guard let microsecond = fraction() else {
            return .failure(.malformed("a fraction of a second has one to nine digits"))
        }
        return .success(
            Parts(year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond)
        )
    }

    /// `Z` or `±hh:mm`, in seconds east of UTC.
    mutating func offset() -> Result<Int, TimeFault> {
        if isAtEnd { return .failure(.naive) }
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return .success(0) }
        let east = take(UInt8(ascii: "+"))
        guard east || take(UInt8(ascii: "-")), let hours = digits(2), take(UInt8(ascii: ":")), let minutes = digits(2) else {
            return .failure(.malformed("the offset is written as Z, +hh:mm or -hh:mm"))
        }
        guard hours <= 23, minutes <= 59 else { return .failure(.malformed("the offset is not between -23:59 and +23:59")) }
        return .success((hours * 3600 + minutes * 60) * (east ? 1 : -1))
    }

    private mutating func fraction() -> Int? {
        guard take(UInt8(ascii: ".")) else { return 0 }
        var value = 0
        var count = 0
        while let digit = digits(1) {
            if count < 6 { value = value * 10 + digit }
            count += 1
            if count > 9 { return nil }
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard at + count <= bytes.count else { return nil }
        var value = 0
        for place in at..<(at + count) {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        at += count
        return value
    }
}
