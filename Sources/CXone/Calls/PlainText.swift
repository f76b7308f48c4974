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

    /// What the body of an error says, in the words of whoever wrote it, and without secrets.
    ///
    /// CXone's errors are `{message}`. The ACD interface may leave the body empty and say it in a header. A token endpoint was
    /// sent the credentials themselves: of its words only those of an error that the standard knows are repeated.
    static func message(of answer: Answer, to call: CXoneCall) -> String? {
        let body = try? JSONValue(parsing: answer.bytes)
        if call == .token {
            guard let code = body?["error"]?.string, oauthErrors.contains(code) else { return nil }
            return answer.line([code, body?["error_description"]?.string ?? ""].filter { !$0.isEmpty }.joined(separator: ": "))
        }
        for name in ["message", "error_description", "error", "detail", "title"] {
            if let text = body?[name]?.string, !text.isEmpty { return answer.line(text) }
        }
        return answer.headers.first(name: "icStatusDescription").flatMap { $0.isEmpty ? nil : answer.line($0) }
    }

    /// RFC 6749, section 5.2.
    private static let oauthErrors: Set = [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
    ]
}
