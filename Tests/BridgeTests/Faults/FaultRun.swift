import Bridge
import Notation
import Reconciliation
import Rehearsal
import Testing

/// Carries out one case: a whole bridge, and a CXone that misbehaves, in time that runs faster.
struct FaultRun: Sendable, CustomStringConvertible {
    let story: FaultStory
    let complaints: [String]
    /// How long it lasted, in the run's time.
    let seconds: Double

    var description: String {
        let done = story.changes.count(where: \.isDone)
        let faults = story.calls.count { $0.fault != nil }
        let throttled = story.calls.count { $0.answer == 429 }
        return "\(done) of \(story.changes.count) done, \(faults) faults and \(throttled) answers 429 in \(story.calls.count) calls,"
            + " \(Int(seconds)) s, \(complaints.count) complaints"
    }

    /// - Parameter meddle: done at the end, before the agents are looked at: for the tests of the judge.
    static func of(
        _ wanted: FaultCase,
        meddle: @Sendable @escaping (Rig) async throws -> Void = { _ in }
    ) async throws -> FaultRun {
        let deadline = wanted.deadline
        let options = Rig.Options(
            clock: .accelerated(by: wanted.speed),
            agents: 80,
            adjust: {
                $0.speak(wanted.dialect, deadline: deadline, logsOut: true)
                var policy = Policy()
                policy.onContact = wanted.onContact
                $0.tenants[.standard]?.policies = PolicyBook(standard: policy)
            }
        )
        return try await Rig.with(options) { rig in
            let start = rig.clock.now()
            try await rig.control("chaos", chaos(wanted))
            if let limit = wanted.limit { try await rig.control("limits", ["perSecond": .number(JSONNumber(limit))]) }
            var changes: [FaultStory.Change] = []
            for change in wanted.changes { changes.append(try await rig.push(change, of: wanted, from: start)) }
            let ids = Set(changes.map(\.id))
            // The longest that a change can take: its grace, and the quarter hour in which an unknown outcome is looked up.
            let longest = (60 + FaultCase.grace + 1_200) / wanted.speed + 20
            let events = try await rig.standIn.waitFor(count: ids.count, within: .seconds(longest)) {
                $0.json?["changeId"]?.string.map(ids.contains) ?? false
            }
            try await rig.control("chaos", nil)
            try await meddle(rig)
            for event in events {
                guard let place = changes.firstIndex(where: { $0.id == event.json?["changeId"]?.string }) else { continue }
                changes[place].outcome = event.json?["outcome"]?.string
                changes[place].code = event.json?["code"]?.string
                changes[place].toldAt = event.at
            }
            let story = FaultStory(changes: changes, calls: try await rig.log(), agents: try await rig.agents())
            return FaultRun(
                story: story,
                complaints: FaultJudge(wanted).complaints(about: story),
                seconds: Double(rig.clock.now() - start) / 1_000_000
            )
        }
    }

    private static func chaos(_ wanted: FaultCase) -> JSONValue {
        [
            "seed": .int(wanted.seed), "rate": .number(JSONNumber(wanted.rate)), "kinds": .array(wanted.kinds.map { .string($0) }),
        ]
    }
}

extension Rig {
    fileprivate func control(_ what: String, _ body: JSONValue) async throws {
        let answer = try await simulator("PUT", "/simulator/\(what)", body)
        guard answer.status == 200 else { throw RigTrouble("\(what): \(answer.text)") }
    }

    fileprivate func push(
        _ change: FaultCase.PlannedChange,
        of wanted: FaultCase,
        from start: UnixMicroseconds
    ) async throws -> FaultStory.Change {
        let due = start + Int64(change.dueAfter * 1_000) * 1_000
        let id = try await self.change([
            "userId": .string(roster.userID(change.agent, in: wanted.dialect)), "status": .string(change.status),
            "pauseReason": .string(orNull: change.pauseReason), "forceAvailability": .bool(change.forcesAvailability),
            "respectWrapUp": .bool(change.respectsWrapUp), "effectiveAt": .string(RFC3339.format(due)),
            "expiresAt": .string(RFC3339.format(due + Int64(FaultCase.grace * 1_000_000))),
        ])
        return FaultStory.Change(id: id, user: roster.ids[change.agent], status: change.status, dueAt: due)
    }

    func log() async throws -> [FaultStory.Call] {
        let entries = try #require(try await simulator("GET", "/simulator/calls").json?.array)
        let calls = entries.compactMap(FaultStory.Call.init)
        try #require(calls.count == entries.count)
        return calls
    }

    fileprivate func agents() async throws -> [String: (status: String, by: String)] {
        let list = try #require(try await simulator("GET", "/simulator/agents").json?.array)
        return list.reduce(into: [:]) { known, agent in
            known[agent["id"]?.string ?? ""] = (agent["status"]?.string ?? "", agent["by"]?.string ?? "")
        }
    }
}
