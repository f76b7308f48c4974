import Notation

/// An explanation as a supervisor reads it.
enum WhyWords {
    static func text(_ why: JSONValue) -> String {
        func text(_ value: JSONValue?, _ name: String) -> String { value?[name]?.string ?? "" }
        let change = why["change"]
        let wanted = change?["wanted"]
        let reason = text(wanted, "pauseReason").isEmpty ? "" : " (\(text(wanted, "pauseReason")))"
        var lines = [
            "\(text(why, "userId")): \(text(why, "words"))",
            "",
            "Decided \(text(why, "decidedAt")) about \(text(change, "changeId")), "
                + "in which \(text(change, "source")) asks for \(text(wanted, "status"))\(reason) from \(text(wanted, "effectiveAt")).",
            "Outcome: \(text(why, "code"))",
            "",
            "The rules, in the order they were asked:",
        ]
        for finding in why["chain"]?.array ?? [] {
            let mark = finding["decided"]?.bool == true ? "▶" : " "
            let number = "\(finding["rule"]?.int ?? 0)"
            lines.append("\(mark) \(number.count == 1 ? " " : "")\(number)  \(text(finding, "words"))")
        }
        let records = why["history"]?.array ?? []
        if !records.isEmpty {
            lines += ["", "The history it leaned on:"]
            lines += records.map { record in
                let end = record["end"]?.string ?? "now"
                return "   \(text(record, "start")) – \(end)  \(text(record, "state"))  (moved by: \(text(record, "movedBy")))"
            }
        }
        let unseen = why["notSeen"]?.array ?? []
        if !unseen.isEmpty {
            lines += ["", "What could not be seen:"]
            lines += unseen.compactMap(\.string).map { "   \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}
