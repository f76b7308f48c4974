import NIOHTTP1
import Notation

/// Texts of others, made fit for a message: one line, bounded, no control characters.
enum PlainText {
    static let limit = 300

    static func line(_ text: String, limit: Int = PlainText.limit) -> String {
        var line = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return line + "…" }
            line.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
            count += 1
        }
        return line
    }

    /// What the body of an error says, in the words of whoever wrote it.
    ///
    /// CXone's errors are `{message}`; those of its token endpoint are `{error, error_description}` (RFC 6749, section 5.2).
    /// The ACD interface may leave the body empty and say it in a header.
    static func message(of answer: Answer) -> String? {
        if let body = try? JSONValue(parsing: answer.bytes) {
            for name in ["message", "error_description", "error", "detail", "title"] {
                if let text = body[name]?.string, !text.isEmpty { return line(text) }
            }
        }
        return answer.headers.first(name: "icStatusDescription").flatMap { $0.isEmpty ? nil : line($0) }
    }
}
