/// The first members of a record, read without parsing the rest of the line: they are always written first and in this order.
struct LineOpening: Equatable {
    /// Empty where a line does not begin like a record of ours.
    private(set) var recordID = ""
    private(set) var timestamp = ""
    private(set) var type: JournalRecordType?

    /// Reads a content (`{"recordId":…`) or a line from the end of its head on (`"recordId":…`).
    init(_ bytes: UnsafeRawBufferPointer) {
        var cursor = bytes.first == UInt8(ascii: "{") ? 1 : 0
        guard let recordID = LineOpening.text("recordId", in: bytes, at: &cursor) else { return }
        self.recordID = recordID
        guard let timestamp = LineOpening.text("timestamp", in: bytes, at: &cursor) else { return }
        self.timestamp = timestamp
        guard LineOpening.text("boot", in: bytes, at: &cursor) != nil else { return }
        guard let type = LineOpening.text("type", in: bytes, at: &cursor) else { return }
        self.type = JournalRecordType(rawValue: type)
    }

    init(content: [UInt8]) {
        self = content.withUnsafeBytes { LineOpening($0) }
    }

    /// The text of the member `name` if it stands at the cursor and needs no unescaping; moves past it and its comma.
    private static func text(_ name: StaticString, in bytes: UnsafeRawBufferPointer, at cursor: inout Int) -> String? {
        let count = name.utf8CodeUnitCount
        let start = cursor + count + 4
        guard bytes.count > start, bytes[cursor] == quote, bytes[cursor + count + 1] == quote,
            bytes[cursor + count + 2] == UInt8(ascii: ":"), bytes[start - 1] == quote
        else { return nil }
        for index in 0..<count where bytes[cursor + 1 + index] != name.utf8Start[index] { return nil }
        var end = start
        while end < bytes.count, bytes[end] != quote {
            guard bytes[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        guard end < bytes.count else { return nil }
        cursor = end + 2
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static let quote = UInt8(ascii: "\"")
}
