import Notation

/// The last line of a journal: as no line after it holds its hash, its form is all that can be checked.
struct LastLine {
    /// What a strict reader says against it; nil if nothing.
    let fault: String?
    let timestamp: String?

    /// Reads the line that lies between two offsets, line feed included.
    init(in file: OpenFile, from start: Int64, to end: Int64) throws(JournalFault) {
        let bytes = try JournalFault.wrapping { () throws(SystemFailure) in
            try file.read(at: start, count: Int(end - start))
        }
        timestamp = bytes.withUnsafeBytes { LastLine.timestamp(of: $0) }
        do throws(JSONFault) {
            _ = try JSONValue(parsing: bytes)
            fault = nil
        } catch {
            fault = error.description
        }
    }

    /// The timestamp that a line says.
    static func timestamp(of line: UnsafeRawBufferPointer) -> String? {
        guard let head = LineHead(line) else { return nil }
        let timestamp = LineOpening(UnsafeRawBufferPointer(rebasing: line[head.end...])).timestamp
        return timestamp.isEmpty ? nil : timestamp
    }
}
