/// The name of one file of the journal: the number of its first line in 20 digits, `.jsonl`.
struct SegmentName: Sendable, Hashable, Comparable, CustomStringConvertible {
    let firstSeq: Int64

    init(firstSeq: Int64) {
        self.firstSeq = firstSeq
    }

    /// Reads a file name; nil for other files.
    init?(_ name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "jsonl", parts[0].utf8.count == 20,
            parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let firstSeq = Int64(parts[0]), firstSeq >= JournalLine.firstSeq
        else { return nil }
        self.firstSeq = firstSeq
    }

    var description: String {
        let digits = String(firstSeq)
        return String(repeating: "0", count: 20 - digits.count) + digits + ".jsonl"
    }

    static func < (left: Self, right: Self) -> Bool { left.firstSeq < right.firstSeq }
}
