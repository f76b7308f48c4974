import Notation

/// The page for people: plain, without scripts, and nothing from elsewhere.
struct SimulatorPage: Sendable {
    let now: UnixMicroseconds
    /// Newest first.
    let calls: [CallLog.Entry]
    let agents: [JSONValue]
    let total: Int
    let limit: RateLimit.Rule?
    let chaos: Chaos.Order?

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>CXone simulator</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5">
        <style>\(Self.style)</style></head><body>
        <header><h1>CXone simulator</h1><p>\(Self.escape(summary))</p></header>
        <main><section><h2>Calls, newest first</h2>\(callTable)</section>
        <section><h2>Agents</h2>\(agentTable)</section></main></body></html>
        """
    }

    private var summary: String {
        let pace = limit.map { "limit \(JSONNumber($0.perSecond).text) a second (\($0.window.rawValue))" } ?? "no limit"
        let weather = chaos.map { "chaos from seed \($0.seed) at rate \(JSONNumber($0.rate).text)" } ?? "no chaos"
        return "\(RFC3339.format(now)) · \(total) agents · \(pace) · \(weather)"
    }

    private var callTable: String {
        let rows = calls.map { call in
            let answer = call.answer.map { String($0) } ?? "none"
            let tone = call.answer.map { $0 < 400 ? "good" : $0 < 500 ? "poor" : "bad" } ?? "bad"
            let effect =
                switch call.effect {
                case .applied: "applied"
                case .queued: "queued"
                case .none: ""
                }
            let target = call.path + (call.query.map { "?\($0)" } ?? "")
            return Self.row([
                (String(call.number), "number"), (Self.time(call.at), "time"), (call.call.dialect.rawValue, ""),
                ("\(call.method) \(target)", "target"), (answer, tone), (effect, ""), (call.fault?.rawValue ?? "", "fault"),
                (String(decoding: call.body.prefix(200), as: UTF8.self), "target"),
            ])
        }
        return Self.table(["#", "At", "Dialect", "Call", "Answer", "Effect", "Fault", "Body"], rows, whenEmpty: "Nobody has called yet.")
    }

    private var agentTable: String {
        let rows = agents.map { agent in
            let text = { (name: String) in agent[name]?.string ?? agent[name]?.int.map { String($0) } ?? "" }
            let since = (try? RFC3339.parse(text("since"))).map(Self.time) ?? ""
            let marks = [
                agent["isACW"] == true ? "after call" : "", agent["contactId"]?.int != nil ? "on a contact" : "",
                text("queued").isEmpty ? "" : "\(text("queued")) queued", agent["suspended"] == true ? "suspended" : "",
            ]
            return Self.row([
                (text("id"), "target"), (text("agentId"), "number"), (text("name"), ""), (text("team"), ""),
                ([text("status"), text("pauseReason")].filter { !$0.isEmpty }.joined(separator: ": "), ""),
                ([text("agentStateName"), text("outStateName")].filter { !$0.isEmpty }.joined(separator: ": "), ""),
                (since, "time"), (text("by"), ""), (marks.filter { !$0.isEmpty }.joined(separator: ", "), "fault"),
            ])
        }
        let heads = ["User id", "Agent id", "Name", "Team", "Status (platform)", "State (acd)", "Since", "By", ""]
        let more = total > agents.count ? "<p>\(total - agents.count) more are not shown.</p>" : ""
        return Self.table(heads, rows, whenEmpty: "There are no agents.") + more
    }

    private static func table(_ heads: [String], _ rows: [String], whenEmpty: String) -> String {
        guard !rows.isEmpty else { return "<p>\(whenEmpty)</p>" }
        let head = heads.map { "<th scope=\"col\">\(escape($0))</th>" }.joined()
        return "<table><thead><tr>\(head)</tr></thead><tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
    }

    private static func row(_ cells: [(text: String, kind: String)]) -> String {
        "<tr>" + cells.map { "<td class=\"\($0.kind)\">\(escape($0.text))</td>" }.joined() + "</tr>"
    }

    /// The time of day alone, to the millisecond.
    private static func time(_ time: UnixMicroseconds) -> String {
        String(RFC3339.format(time, fractionDigits: 3).dropFirst(11).prefix(12))
    }

    /// What clients sent is shown as text, never as markup.
    static func escape(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
    }

    private static let style = """
        :root{color-scheme:light dark}body{font:14px/1.4 system-ui,sans-serif;margin:0;padding:1rem 1.5rem}
        h1{font-size:1.3rem;margin:0}h2{font-size:1rem;margin:1.5rem 0 .5rem}header p{margin:.2rem 0 0;opacity:.75}
        section{overflow-x:auto}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #8884}th{white-space:nowrap;opacity:.75}
        .number,.time{font-variant-numeric:tabular-nums;white-space:nowrap}.number{text-align:right}
        .target{font-family:ui-monospace,monospace;font-size:12px;overflow-wrap:anywhere}
        .good{color:#17803d}.poor{color:#a15c00}.bad{color:#c0262d}.fault{color:#a15c00}
        @media(prefers-color-scheme:dark){.good{color:#5fd38a}.poor,.fault{color:#f0b050}.bad{color:#ff7a80}}
        """
}
