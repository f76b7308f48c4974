import CXone
import Notation
import Reconciliation
import Rehearsal

/// Whether a run ended as it must: every agent where it should be or a named outcome, no blind second write.
struct FaultJudge: Sendable {
    /// Whether somebody other than the bridge moved agents.
    let hasLife: Bool
    let dialect: SimulatedDialect
    /// Whether writes may meet agents who are known to be on a contact; Offline never may.
    var sparesContacts = true
    /// Whether readings can show what was, not what is.
    var seesThePast = false
    /// So much later than the client itself the simulator may see that it went away, in microseconds of the run's time.
    let slack: Int64

    /// Everything that is wrong; empty where nothing is.
    func complaints(about story: FaultStory) -> [String] {
        unfinished(story) + misplaced(story) + unfounded(story) + blindWrites(story) + wasteful(story)
            + disturbing(story) + importunate(story)
    }

    /// So long after a contact began its agent may still be written to: the reading that the write rests on may be 10 s old, and it
    /// may have waited 4 s for its turn (descriptions of reconciliation and of CXone's wire).
    private static let oldestView: Int64 = 14_000_000

    /// A live contact is left alone, and Offline is never written on one.
    private func disturbing(_ story: FaultStory) -> [String] {
        guard !seesThePast else { return [] }
        return story.calls.compactMap { call in
            guard call.kind.isWrite, let since = call.contactSince, call.at - since > Self.oldestView + slack,
                sparesContacts || call.status == "Offline"
            else { return nil }
            return
                "\(call.user ?? "?"): \(call.status ?? "a write") \(call.number) met a contact that had begun \((call.at - since) / 1_000_000) s before"
        }
    }

    /// No wait is longer, whatever is asked for.
    private static let longestWait = 600.0

    /// Who is asked to be left alone for a while is: no call that waits for the same limits leaves before.
    private func importunate(_ story: FaultStory) -> [String] {
        story.calls.flatMap { refusal -> [String] in
            guard let lane = refusal.kind.lane, [429, 503].contains(refusal.answer), let wait = refusal.retryAfter else { return [] }
            // What was on its way when the answer came is no fault; on a busy machine that is a quarter of a second of real time.
            let heard = (refusal.endedAt ?? refusal.at) + 5 * slack
            let open = (refusal.endedAt ?? refusal.at) + Int64(min(wait, Self.longestWait) * 1_000_000) - slack
            return story.calls.filter { $0.kind.lane == lane && $0.at > heard && $0.at < open }.map {
                "call \($0.number) (\($0.kind.rawValue)) left \(Double($0.at - (refusal.endedAt ?? refusal.at)) / 1_000_000) s after the answer to \(refusal.number), which asked for \(wait) s"
            }
        }
    }

    /// So many calls for each change are too many, whatever goes wrong: looks back off, and a run of an agent ends.
    private static let mostCalls = 30

    private func wasteful(_ story: FaultStory) -> [String] {
        let most = Self.mostCalls * max(1, story.changes.count)
        return story.calls.count > most ? ["\(story.calls.count) calls for \(story.changes.count) changes"] : []
    }

    /// Outcomes that end a change (description of reconciliation, vocabulary).
    private static let ends: Set = ["applied", "already", "satisfied", "refused", "expired", "superseded", "cancelled", "failed"]
    /// Those that say no need a code that says why.
    private static let unexplained: Set = ["applied", "already", "satisfied"]

    private func unfinished(_ story: FaultStory) -> [String] {
        story.changes.compactMap { change in
            let name = "\(change.id) of \(change.user)"
            guard let outcome = change.outcome, Self.ends.contains(outcome) else { return "\(name) has no outcome" }
            guard Self.unexplained.contains(outcome) || change.code?.isEmpty == false else { return "\(name) is \(outcome) without a code" }
            return nil
        }
    }

    /// The newest change of each agent decides where the agent should be.
    private func misplaced(_ story: FaultStory) -> [String] {
        let newest = Dictionary(grouping: story.changes, by: \.user).compactMapValues { $0.max { $0.dueAt < $1.dueAt } }
        return newest.values.compactMap { change in
            guard change.isDone, let now = story.agents[change.user] else { return nil }
            // Where others move agents too, only who was last moved by the bridge is the bridge's to answer for.
            if hasLife, now.by != "client" { return nil }
            return now.status == change.status
                ? nil : "\(change.user) is \(now.status) (by \(now.by)), and \(change.status) was \(change.outcome ?? "")"
        }
    }

    /// What was told as applied was applied: some write of it took effect.
    ///
    /// Where others move agents, they may have done just then what was written: that cannot be told apart. None of them but a contact
    /// makes an agent busy, and a contact's Busy is nobody's write; `platform` cannot tell that apart either.
    private func unfounded(_ story: FaultStory) -> [String] {
        story.changes.compactMap { change in
            guard change.outcome == "applied", !hasLife || (change.status == "Busy" && dialect == .acd) else { return nil }
            let isFounded = story.calls.contains {
                $0.kind.isWrite && $0.user == change.user && $0.tookEffect && $0.status == change.status
            }
            return isFounded ? nil : "\(change.id): \(change.status) of \(change.user) was told as applied, and no write of it took effect"
        }
    }

    /// After a write in doubt no other one leaves for the agent before a read of the agent that was begun when the write was over,
    /// unless its change has been given up by name.
    private func blindWrites(_ story: FaultStory) -> [String] {
        let users = Set(story.calls.filter(\.kind.isWrite).compactMap(\.user))
        return users.sorted().flatMap { user -> [String] in
            var found: [String] = []
            var doubtful: FaultStory.Call?
            for call in story.calls where call.user == user || call.kind == .agentStates {
                if call.kind.isWrite {
                    if let first = doubtful, !wasGivenUp(between: first, and: call, user, story) {
                        found.append("\(user): write \(call.number) followed write \(first.number) blindly")
                    }
                    doubtful = call.isInDoubt ? call : nil
                } else if let first = doubtful, call.isGoodRead, shows(call), call.at >= end(of: first) {
                    doubtful = nil
                }
            }
            return found
        }
    }

    private func shows(_ call: FaultStory.Call) -> Bool { call.kind.isLiveRead || call.kind.isHistory }

    /// When a client can have known at the earliest that no answer comes.
    private func end(of write: FaultStory.Call) -> UnixMicroseconds {
        switch write.fault {
        case .hang, .appliedThenTimeout: max(write.at, (write.endedAt ?? write.at) - slack)
        default: write.at
        }
    }

    private func wasGivenUp(between first: FaultStory.Call, and second: FaultStory.Call, _ user: String, _ story: FaultStory) -> Bool {
        story.changes.contains { change in
            change.user == user && change.outcome == "failed" && change.status == first.status
                && change.toldAt.map { first.at...second.at ~= $0 } ?? false
        }
    }
}

extension FaultJudge {
    init(_ wanted: FaultCase) {
        self.init(
            hasLife: wanted.hasLife,
            dialect: wanted.dialect,
            sparesContacts: wanted.onContact == .defer,
            seesThePast: wanted.kinds.contains(SimulatedFault.Kind.stale.rawValue),
            slack: wanted.slack
        )
    }
}

extension SimulatedCall {
    /// The calls whose limits it shares; nil: none.
    fileprivate var lane: CallLane? {
        switch self {
        case .token, .acdToken, .discovery: nil
        case .user, .status, .agentStates, .agentState, .unavailableCodes, .teams, .agents, .agent, .scheduleExport: .reads
        case .putStatus, .setState, .logout: .writes
        case .history, .stateHistory: .history
        }
    }
}
