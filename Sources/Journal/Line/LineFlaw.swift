/// What is wrong with a line.
package enum LineFlaw: String, Sendable, Hashable, CaseIterable {
    /// It does not begin with a number and a link, or does not end like an object.
    case malformed
    /// A control character, or bytes that are not UTF-8.
    case notText = "not_text"
    /// It is longer than a line may be.
    case tooLong = "too_long"
    /// Its number is not the one that comes next: lines are missing, repeated or out of order.
    case wrongSeq = "wrong_seq"
    /// Its bytes are not those whose hash the next line holds, or the next line's link was changed.
    case brokenLink = "broken_link"
    /// It is no JSON object.
    case notJSON = "not_json"
    /// Its record still waits in the store, but not with these bytes or not in this place.
    case disagreesWithStore = "disagrees_with_store"
    /// It does not end with a line feed.
    case unfinished

    package var label: String { rawValue }

    var words: String {
        switch self {
        case .malformed: "the line does not have the form of a journal line"
        case .notText: "the line holds control characters or bytes that are not UTF-8"
        case .tooLong: "the line is longer than \(JournalLine.longest) bytes"
        case .wrongSeq: "the line's number does not follow: lines are missing, repeated or out of order"
        case .brokenLink: "the line's bytes do not have the hash that the next line gives for them"
        case .notJSON: "the line is no JSON object"
        case .disagreesWithStore: "the line is not what the store holds for it"
        case .unfinished: "the file ends in the middle of a line"
        }
    }
}
