import Notation
import Rehearsal

/// What came of one run: as the WFM was told it, and as CXone saw it.
struct FaultStory: Sendable {
    struct Change: Sendable {
        let id: String
        /// The user as CXone's log names it, whatever the dialect.
        let user: String
        let status: String
        let dueAt: UnixMicroseconds
        /// The last word about it: `outcome`, and `code` where it has one.
        var outcome: String?
        var code: String?
        var toldAt: UnixMicroseconds?

        var isDone: Bool { outcome == "applied" || outcome == "already" }
    }

    /// A call as the simulator's log has it.
    struct Call: Sendable, CustomStringConvertible {
        let number: Int
        let at: UnixMicroseconds
        /// When it was answered, or the client was seen to go away.
        var endedAt: UnixMicroseconds?
        let kind: SimulatedCall
        let user: String?
        /// nil: none.
        var answer: Int?
        /// Seconds that its answer asked to be left alone for; nil where it named none.
        var retryAfter: Double?
        /// Since when the agent whom a write met was on a contact.
        var contactSince: UnixMicroseconds?
        /// Whether it took effect, then or later.
        var tookEffect: Bool
        /// What was asked for, in the words of `platform`; nil where it is no write, or a code that stands for none of them.
        var status: String?
        var fault: SimulatedFault.Kind?

        var description: String {
            let told = answer.map { "\($0)" } ?? "nothing"
            let rest = [status, fault?.rawValue, tookEffect ? "took effect" : nil].compactMap { $0 }.joined(separator: ", ")
            return "\(number) \(kind.rawValue) \(told) at \(RFC3339.format(at))\(rest.isEmpty ? "" : " (\(rest))")"
        }

        var isGoodRead: Bool {
            guard [200, 204].contains(answer) else { return false }
            return !Self.spoils.contains(fault)
        }

        /// What leaves a reader without an answer that can be used, though the log shows a status.
        private static let spoils: Set<SimulatedFault.Kind?> = [.halfAnswer, .malformed, .repeatedToken]

        /// Nobody who waited for the answer can know what came of the write.
        var isInDoubt: Bool {
            guard let answer else { return true }
            if answer >= 500 || answer == 408 { return true }
            // Its head may have come too late; a yes needs its body in `platform`, and says nothing in `acd`.
            return fault == .slowFirstByte || (answer < 300 && (kind == .setState || fault == .halfAnswer || fault == .malformed))
        }
    }

    var changes: [Change]
    var calls: [Call]
    /// By user: the status that CXone shows, and who moved the agent there.
    var agents: [String: (status: String, by: String)]

    /// Everything about the agents whom a text names, for people.
    func tale(of text: String) -> String {
        agents.keys.sorted().filter(text.contains).map { user in
            let told = changes.filter { $0.user == user }.sorted { $0.dueAt < $1.dueAt }.map { change in
                "\(change.status) due \(RFC3339.format(change.dueAt)): \(change.outcome ?? "-") \(change.code ?? "")"
                    + " told \(change.toldAt.map { RFC3339.format($0) } ?? "never")"
            }
            let asked = calls.filter { $0.user == user || $0.kind == .agentStates }.map(\.description)
            return (["\(user)"] + told + asked).joined(separator: "\n  ")
        }
        .joined(separator: "\n")
    }
}

extension FaultStory.Call {
    private static let codes = [1: "Break", 2: "Training", 3: "Busy"]

    /// One entry of `GET /simulator/calls`.
    init?(_ entry: JSONValue) {
        guard let number = entry["seq"]?.int, let text = entry["at"]?.string, let at = try? RFC3339.parse(text),
            let name = entry["call"]?.string, let kind = SimulatedCall(rawValue: name)
        else { return nil }
        self.init(
            number: Int(number),
            at: at,
            endedAt: entry["ended"]?.string.flatMap { try? RFC3339.parse($0) },
            kind: kind,
            user: entry["userId"]?.string,
            answer: entry["answer"]?.int.map { Int($0) },
            retryAfter: entry["retryAfter"]?.string.flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil },
            contactSince: entry["contactSince"]?.string.flatMap { try? RFC3339.parse($0) },
            tookEffect: entry["applied"]?.bool == true || entry["queued"]?.bool == true,
            status: kind == .logout ? "Offline" : entry["body"]?["status"]?.string ?? entry["query"]?.string.flatMap(Self.status),
            fault: entry["fault"]?.string.flatMap(SimulatedFault.Kind.init(rawValue:))
        )
    }

    /// What `state=…&outStateId=…` asks for. The thousands of a code are its team's; from 11 on they are reasons for a
    /// break.
    private static func status(_ query: String) -> String? {
        if query == "state=Available" { return "Available" }
        guard let code = query.split(separator: "outStateId=").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        return codes[code % 1_000] ?? ((11..<21).contains(code % 1_000) ? "Break" : nil)
    }
}
