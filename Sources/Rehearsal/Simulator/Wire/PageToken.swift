import Foundation
import Notation

/// The opaque text that continues a history: where the page before ended, and a digest of the question it belongs to.
///
/// Plain base64, so that it holds characters that a query must encode.
struct PageToken: Sendable, Hashable {
    /// The start of the last record that was answered.
    let after: UnixMicroseconds

    init(after: UnixMicroseconds) {
        self.after = after
    }

    /// Reads a token back; nil if it is none of this simulator's, or one for another question.
    init?(text: String, question: HistoryQuery, seed: UInt64) {
        guard let bytes = Data(base64Encoded: text), bytes.count == 16 else { return nil }
        let words = [bytes.prefix(8), bytes.suffix(8)].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self.init(after: UnixMicroseconds(bitPattern: words[0]))
        guard after >= question.from - 1, after < question.until, Self.digest(after: after, question: question, seed: seed) == words[1]
        else { return nil }
    }

    func text(question: HistoryQuery, seed: UInt64) -> String {
        let words = [UInt64(bitPattern: after), Self.digest(after: after, question: question, seed: seed)]
        return Data(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }).base64EncodedString()
    }

    /// FNV-1a: enough to notice a mixed-up token, which is all it is for.
    private static func digest(after: UnixMicroseconds, question: HistoryQuery, seed: UInt64) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
        for byte in "\(question.userID) \(question.from) \(question.until) \(after)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }
}
