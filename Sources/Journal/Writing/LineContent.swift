import Notation

extension PendingRecord {
    /// The content as it goes into the file, and whether it is the one that was stored.
    ///
    /// Whatever the store holds, the file keeps its form: a content that would break a line is replaced by a record that says so
    /// and holds its digest. The replacement depends on the row alone, so that writing it again gives the same bytes.
    var lineContent: (bytes: [UInt8], isStored: Bool) {
        if isSound { return (content, true) }
        let replacement = JournalRecord(
            recordID: recordID,
            timestamp: storedAt,
            boot: "",
            type: .recovered,
            action: "content_replaced",
            payload: JournalRecord.omission(of: content),
            success: false
        )
        return (replacement.encoded(), false)
    }

    private var isSound: Bool {
        guard content.count <= JournalLine.longestContent, content.first == UInt8(ascii: "{"), content.last == UInt8(ascii: "}") else {
            return false
        }
        return content.withUnsafeBytes { LineText.isWellFormed($0) && LineOpening($0).recordID == recordID }
    }
}
