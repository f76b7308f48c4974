/// Instants written as RFC 3339 date-times.
package enum RFC3339 {
    /// Reads a date-time with `Z` or an offset.
    ///
    /// Fractions have up to nine digits, of which six are kept. A leap second is taken where one can be, at the end of a month in UTC,
    /// as the second that follows it.
    package static func parse(_ text: some StringProtocol) throws(TimeFault) -> UnixMicroseconds {
        try DateTimeReader.read(text) { reader in
            reader.local().flatMap { parts in
                reader.offset().flatMap { offset in
                    guard reader.isAtEnd else { return .failure(.malformed("something follows the offset")) }
                    return instant(parts, offset: offset)
                }
            }
        }.get()
    }

    private static func instant(_ parts: DateTimeReader.Parts, offset: Int) -> Result<UnixMicroseconds, TimeFault> {
        let isLeap = parts.second == 60
        let second = isLeap ? 59 : parts.second
        let written = DateTimeReader.Parts(
            year: parts.year,
            month: parts.month,
            day: parts.day,
            hour: parts.hour,
            minute: parts.minute,
            second: second,
            microsecond: parts.microsecond,
        )
        return written.strict.flatMap { local in
            // No overflow: years have four digits.
            var time = local.asUTC - Int64(offset) * 1_000_000
            if isLeap { time += 1_000_000 }
            guard time >= WritableTime.first, time <= WritableTime.last else { return .failure(.outOfRange) }
            if isLeap {
                // RFC 3339, section 5.7: a leap second stands before midnight UTC at the end of a month.
                let next = LocalDateTime(asUTC: time)
                guard next.day == 1, next.hour == 0, next.minute == 0, next.second == 0 else {
                    return .failure(.malformed("the second is not between 00 and 59"))
                }
            }
            return .success(time)
        }
    }

    /// `2026-11-20T15:00:00.123Z`: UTC with three decimals, finer ones cut off.
    package static func format(_ time: UnixMicroseconds) -> String {
        format(time, fractionDigits: 3)
    }

    /// UTC with 0 to 6 decimals, finer ones cut off; instants beyond the years 0000 to 9999 are written as the nearest within.
    package static func format(_ time: UnixMicroseconds, fractionDigits: Int) -> String {
        write(LocalDateTime(asUTC: time), fractionDigits: fractionDigits, offsetMinutes: nil)
    }

    /// Local time with its offset: `2026-11-20T10:00:00-05:00`.
    ///
    /// Before standard time offsets had seconds, which RFC 3339 cannot write: the offset is then cut to minutes, and the instant stays exact.
    package static func format(_ time: UnixMicroseconds, in zone: TimeZoneRules, fractionDigits: Int = 0) -> String {
        let time = WritableTime.clamp(time)
        let minutes = zone.offsetSeconds(at: time) / 60
        let local = time + Int64(minutes) * 60_000_000
        guard local >= WritableTime.first, local <= WritableTime.last else { return format(time, fractionDigits: fractionDigits) }
        return write(LocalDateTime(asUTC: local), fractionDigits: fractionDigits, offsetMinutes: minutes)
    }

    private static func write(_ local: LocalDateTime, fractionDigits: Int, offsetMinutes: Int?) -> String {
        // 19 of date and time, 7 of fraction, 6 of offset.
        String(unsafeUninitializedCapacity: 32) { buffer in
            var writer = DateTimeWriter(buffer)
            writer.digits(local.year, 4)
            writer.byte("-")
            writer.digits(local.month, 2)
            writer.byte("-")
            writer.digits(local.day, 2)
            writer.byte("T")
            writer.digits(local.hour, 2)
            writer.byte(":")
            writer.digits(local.minute, 2)
            writer.byte(":")
            writer.digits(local.second, 2)
            writer.fraction(local.microsecond, digits: min(max(fractionDigits, 0), 6))
            if let offsetMinutes {
                writer.byte(offsetMinutes < 0 ? "-" : "+")
                writer.digits(abs(offsetMinutes) / 60, 2)
                writer.byte(":")
                writer.digits(abs(offsetMinutes) % 60, 2)
            } else {
                writer.byte("Z")
            }
            return writer.count
        }
    }
}
