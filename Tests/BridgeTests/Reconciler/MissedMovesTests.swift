import Bridge
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

@Suite("Moves of agents that the history shows late")
struct MissedMovesTests {
    /// All agents are looked at every simulated minute. The five minutes within which the history is waited for must be long beside
    /// what a busy machine takes for a call.
    private static var options: Rig.Options {
        Rig.Options(clock: .accelerated(by: 20), adjust: { $0.sweepEvery = .seconds(60) })
    }

    /// What was told of an agent, in the order of its sequence.
    private static func told(_ rig: Rig, _ agent: String, atLeast count: Int) async throws -> [String] {
        let events = try await rig.standIn.waitFor(count: count, within: .seconds(30)) { $0.json?["userId"]?.string == agent }
        return events.compactMap(\.json).sorted { $0["sequence"]?.int ?? 0 < $1["sequence"]?.int ?? 0 }
            .map { "\($0["outcome"]?.string ?? "") \($0["status"]?.string ?? "")" }
    }

    private static func historyFails(_ rig: Rig, for agent: String) async throws {
        try await rig.faults(["call": "history", "kind": "answer", "code": 503, "userId": .string(agent)])
    }

    private static func historyCalls(_ rig: Rig, of agent: String) async throws -> Int {
        try await rig.calls(of: agent).filter { $0["call"]?.string == "history" }.count
    }

    private static func person(_ rig: Rig, moves agent: String, to status: String) async throws {
        let reason: JSONValue = status == "Break" ? "IT Issue" : .null
        try await rig.steer(agent, ["status": .string(status), "pauseReason": reason, "by": "person"])
    }

    @Test("What happened while the history could not be read is told once it can be, once each and in order")
    func waited() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.ids[0]
            _ = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Training"]))
            try await Self.historyFails(rig, for: agent)
            try await Self.person(rig, moves: agent, to: "Break")
            try await Observation.that("a history that is asked for in vain") { try await Self.historyCalls(rig, of: agent) > 0 }
            try await Self.person(rig, moves: agent, to: "Available")
            try await Self.person(rig, moves: agent, to: "Training")
            try await rig.faults()
            // A look that saw him on his break may get his history at last by one more try.
            let told = try await Self.told(rig, agent, atLeast: 4)
            #expect(["observed Break", "backfilled Break"].contains(told.dropFirst().first), "\(told)")
            #expect(told.prefix(1) + told.dropFirst(2) == ["applied Training", "backfilled Available", "observed Training"], "\(told)")
            let next = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Available"]))
            #expect(next["sequence"]?.int == 5, "\(next)")
        }
    }

    @Test("After some minutes the live status is told by itself, and what came before and after it when the history is there again")
    func bounded() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.ids[0]
            _ = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Training"]))
            try await Self.historyFails(rig, for: agent)
            try await Self.person(rig, moves: agent, to: "Available")
            try await Self.person(rig, moves: agent, to: "Break")
            #expect(try await Self.told(rig, agent, atLeast: 2) == ["applied Training", "observed Break"])
            try await rig.faults()
            #expect(try await Self.told(rig, agent, atLeast: 3).last == "backfilled Available")
            try await Self.person(rig, moves: agent, to: "Training")
            #expect(try await Self.told(rig, agent, atLeast: 4).last == "observed Training")
            let next = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Available"]))
            #expect(next["sequence"]?.int == 5, "\(next)")
        }
    }

    @Test("What a person did just before a change is told before it, though the history cannot be read, and not again afterwards")
    func beforeChange() async throws {
        try await Rig.with(Self.options) { rig in
            let agent = rig.roster.ids[0]
            _ = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Training"]))
            try await Self.historyFails(rig, for: agent)
            try await Self.person(rig, moves: agent, to: "Break")
            let next = try await rig.end(of: try await rig.change(["userId": .string(agent), "status": "Available"]))
            #expect(next["outcome"]?.string == "applied" && next["previousStatus"]?.string == "Break", "\(next)")
            try await rig.faults()
            let before = try await Self.historyCalls(rig, of: agent)
            try await Observation.that("a history that is read again") { try await Self.historyCalls(rig, of: agent) > before }
            try await Self.person(rig, moves: agent, to: "Training")
            #expect(
                try await Self.told(rig, agent, atLeast: 4) == [
                    "applied Training", "observed Break", "applied Available", "observed Training",
                ]
            )
        }
    }
}
