package import Notation

/// What a verification found.
package struct JournalVerdict: Sendable, Hashable {
    /// How it ends; the raw value is the exit code of `wfm-bridge journal verify`.
    package enum Outcome: Int32, Sendable, Hashable {
        case sound = 0
        case altered = 1
        case tornTail = 2
        /// Truncated or forked against an anchor.
        case forked = 3
        /// A key does not fit, or what was asked for cannot be checked.
        case policy = 4
        case unreadable = 5

        package var label: String {
            switch self {
            case .sound: "sound"
            case .altered: "altered"
            case .tornTail: "torn_tail"
            case .forked: "forked"
            case .policy: "policy"
            case .unreadable: "unreadable"
            }
        }
    }

    package internal(set) var outcome = Outcome.sound
    /// Files looked at, sound lines, and their bytes.
    package internal(set) var files = 0
    package internal(set) var lines: Int64 = 0
    package internal(set) var bytes: Int64 = 0
    package internal(set) var firstSeq: Int64?
    package internal(set) var lastSeq: Int64?
    package internal(set) var firstTime: String?
    package internal(set) var lastTime: String?
    /// The first line that is not what was written, or the torn tail.
    package internal(set) var firstBad: JournalDamage?
    /// Bytes of the torn tail.
    package internal(set) var tornBytes: Int64 = 0
    /// What could not be read, or why nothing was checked.
    package internal(set) var obstacle: String?

    package var exitCode: Int32 { outcome.rawValue }
}

extension JournalVerdict {
    /// What a person reads, a line each.
    package var words: [String] {
        var words: [String]
        switch outcome {
        case .sound: words = ["sound: \(extent)"]
        case .altered: words = ["ALTERED: \(bad)", "sound before that: \(extent)"]
        case .tornTail: words = ["torn tail only: \(bad), \(tornBytes) bytes", "sound before that: \(extent)"]
        case .forked, .policy, .unreadable: words = ["\(outcome.label): \(obstacle ?? "")"]
        }
        if outcome == .sound || outcome == .tornTail {
            words.append("checked: the chain alone (no key was given, so signatures of checkpoints were not)")
            if let lastSeq {
                words.append(
                    "the last line, seq \(lastSeq), is vouched for by its form only until a line follows it; "
                        + "lines cut off behind it leave no trace in the chain"
                )
            }
        }
        return words
    }

    private var bad: String { firstBad.map(\.description) ?? "" }

    private var extent: String {
        guard let firstSeq, let lastSeq else { return "no lines in \(files) \(files == 1 ? "file" : "files")" }
        let times = firstTime.flatMap { first in lastTime.map { ", \(first) to \($0)" } } ?? ""
        return
            "\(lines) \(lines == 1 ? "line" : "lines") in \(files) \(files == 1 ? "file" : "files"), seq \(firstSeq) to \(lastSeq)\(times)"
    }

    /// What `--json` prints.
    package var json: JSONValue {
        let number: (Int64?) -> JSONValue = { $0.map { .int($0) } ?? .null }
        var object: JSONObject = [
            "result": .string(outcome.label),
            "exitCode": .int(exitCode),
            "checked": ["chain"],
            "files": .int(files),
            "lines": .int(lines),
            "bytes": .int(bytes),
            "firstSeq": number(firstSeq),
            "lastSeq": number(lastSeq),
            "firstTime": .string(orNull: firstTime),
            "lastTime": .string(orNull: lastTime),
        ]
        if let firstBad {
            object["firstBad"] = [
                "file": .string(firstBad.file), "seq": .int(firstBad.seq), "offset": .int(firstBad.offset),
                "reason": .string(firstBad.flaw.label), "detail": .string(firstBad.description),
            ]
        } else {
            object["firstBad"] = .null
        }
        object["tornBytes"] = .int(tornBytes)
        object["unvouchedSeq"] = number(lastSeq)
        object["words"] = .array(words.map(JSONValue.string))
        return .object(object)
    }
}
