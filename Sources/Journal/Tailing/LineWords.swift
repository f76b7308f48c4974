import Notation

/// A line of the journal as one readable line.
package enum LineWords {
    /// `timestamp #seq type action user source change ok latency detail`; a line that cannot be read is shown as it is, escaped.
    package static func text(of line: [UInt8]) -> String {
        guard let value = try? JSONValue(parsing: line), value.object != nil else {
            return "?? " + shown(String(decoding: line, as: UTF8.self))
        }
        var words: [String] = [
            shown(value["timestamp"]?.string ?? "-"),
            "#" + (value["seq"]?.int.map { String($0) } ?? "-"),
            padded(shown(value["type"]?.string ?? "-"), to: 9),
        ]
        if let action = value["action"]?.string { words.append(shown(action)) }
        for (name, label) in [("userId", "user"), ("source", "source"), ("requestId", "request"), ("changeId", "change")] {
            if let text = value[name]?.string { words.append("\(label)=\(shown(text))") }
        }
        if let success = value["success"]?.bool { words.append(success ? "ok" : "FAILED") }
        if case .number(let latency)? = value["latencyMs"] { words.append("\(latency.text)ms") }
        for name in ["decision", "payload"] {
            guard let member = value[name], !member.isNull else { continue }
            words.append("\(name)=\(shortened(shown(member.string ?? member.encodedText())))")
        }
        return words.joined(separator: " ")
    }

    /// Nothing that a terminal would obey: every control and format character is escaped.
    static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    private static func shortened(_ text: String) -> String {
        text.count <= 200 ? text : text.prefix(199) + "…"
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
    }
}
