import Foundation
import Notation
import Reconciliation

/// An agent's states, ready to be printed.
struct Timeline {
    let user: String
    let segments: [HistorySegment]
    let zone: TimeZoneRules
    let now: Instant
    /// As the user gave it.
    let span: String

    func text(_ format: HistoryFormat) -> String {
        switch format {
        case .table: table
        case .json: json.encodedText(pretty: true)
        case .csv: csv
        }
    }

    private struct Row {
        var start: String
        /// Nil for the current state.
        var end: String?
        var state: String
        var stateID: Int
        /// Of the current state: until now.
        var seconds: Int

        var duration: String { DurationText.format(seconds: seconds) }
    }

    private var rows: [Row] {
        segments.sorted { $0.start < $1.start }.map { segment in
            let span = (segment.end ?? now) - segment.start
            return Row(
                start: time(segment.start),
                end: segment.end.map { time($0) },
                state: segment.label,
                stateID: segment.stateID,
                seconds: max(0, Int(span.components.seconds))
            )
        }
    }

    private func time(_ instant: Instant) -> String {
        RFC3339.format(instant.microseconds, in: zone, fractionDigits: 0)
    }

    /// What there is to say where there is no record.
    var wordsOfNone: String? {
        guard segments.isEmpty else { return nil }
        return """
            No state records for \(user) in the last \(span).
            Likely causes: the agent did not log in during that time, or has been in one state since before it (try --last 7d);
            or the id is of another tenant.
            """
    }

    private var table: String {
        let rows = rows
        if let wordsOfNone { return wordsOfNone }
        let width = max(5, rows.map(\.state.count).max() ?? 0)
        var lines = ["\(pad("START (\(zone.identifier))", 27))\(pad("STATE", width + 2))DURATION"]
        for row in rows {
            let open = row.end == nil ? "  (open, until now)" : ""
            lines.append("\(pad(row.start, 27))\(pad(row.state, width + 2))\(row.duration)\(open)")
        }
        return lines.joined(separator: "\n")
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text.count >= width ? text + "  " : text + String(repeating: " ", count: width - text.count)
    }

    private var json: JSONValue {
        .array(
            rows.map { row in
                [
                    "start_time": .string(row.start),
                    "end_time": .string(orNull: row.end),
                    "state": .string(row.state),
                    "state_id": .int(row.stateID),
                    "duration_seconds": .int(row.seconds),
                    "duration_formatted": .string(row.duration),
                ]
            }
        )
    }

    /// RFC 4180, with line feeds.
    private var csv: String {
        let head = "start_time,end_time,state,state_id,duration_seconds,duration_formatted"
        let lines = rows.map { row in
            [row.start, row.end ?? "", row.state, String(row.stateID), String(row.seconds), row.duration]
                .map(quoted).joined(separator: ",")
        }
        return ([head] + lines).joined(separator: "\n")
    }

    private func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
