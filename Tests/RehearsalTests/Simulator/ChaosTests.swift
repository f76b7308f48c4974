import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ChaosTests {
    /// Without those that leave a call waiting for a clock that stands still.
    private static let kinds: [JSONValue] = [
        "answer", "reset", "half_answer", "malformed", "acknowledged_only", "conflict", "stale", "clock_skew", "half_page",
        "repeated_token", "revoked_token", "storm",
    ]

    /// What a fixed sequence of calls met under a seed: the fault of each, its answer, and whether it took effect.
    private func story(_ seed: Int, calls count: Int = 150) async throws -> [String] {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            try await simulated.setChaos(["seed": .int(seed), "rate": 0.4, "kinds": .array(Self.kinds)])
            for place in 0..<count {
                let index = place % 5
                simulated.clock.advance(by: .milliseconds(700))
                // What a call comes to is in the log; a reset is an error here.
                switch place % 4 {
                case 0: _ = try? await acd.unavailable(try simulated.number(index), simulated.code(index, 2))
                case 1: _ = try? await acd.get("/agents/states")
                case 2: _ = try? await platform.get("/api/v2/users/\(try simulated.id(index))/status")
                default: _ = try? await platform.put("/api/v2/users/\(try simulated.id(index))/status", ["status": "Training"])
                }
            }
            return try await simulated.calls().dropFirst(2).map { call in
                "\(call["call"]?.string ?? "") \(call["fault"]?.string ?? "-") \(call["answer"]?.int ?? 0) \(call["applied"]?.bool ?? false)"
            }
        }
    }

    @Test("the same seed and the same calls meet the same faults; another seed others", arguments: [1, 7, 4_711])
    func isReproducible(seed: Int) async throws {
        let first = try await story(seed)
        #expect(first.count == 150)
        #expect(try await story(seed) == first, "seed \(seed)")
        #expect(try await story(seed + 1) != first)
        let met = first.count { !$0.contains(" - ") }
        #expect((30...90).contains(met), "seed \(seed): \(met) of 150 at a rate of 0.4")
    }

    @Test("a scripted fault goes before the chaos, and does not shift what the chaos draws")
    func scriptGoesFirst() async throws {
        let faults = { (script: JSONValue) async throws -> [String] in
            try await withSimulator { simulated in
                let acd = try await simulated.acd()
                try await simulated.setChaos(["seed": 5, "rate": 0.5, "kinds": ["answer"]])
                try await simulated.setFaults(script)
                for _ in 0..<40 { _ = try await acd.get("/teams") }
                return try await simulated.calls().dropFirst().map { "\($0["fault"]?.string ?? "-") \($0["answer"]?.int ?? 0)" }
            }
        }
        let alone = try await faults([])
        let scripted = try await faults([["call": "teams", "kind": "malformed", "times": 3]])
        #expect(scripted.prefix(3) == ["malformed 200", "malformed 200", "malformed 200"])
        #expect(scripted.dropFirst(3) == alone.dropFirst(3))
        #expect(Set(alone).count > 2)
    }

    @Test("each kind alone can be drawn", arguments: kinds.compactMap(\.string) + ["hang", "applied_then_timeout", "slow_first_byte"])
    func eachKind(kind: String) async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            try await simulated.setChaos(["seed": 3, "rate": 1, "kinds": [.string(kind)]])
            let number = try simulated.number(0)
            let isHistory = ["half_page", "repeated_token"].contains(kind)
            let history = "/agents/\(number)/state-history?startDate=2026-11-20T00:00:00Z&endDate=2026-11-20T15:00:00Z"
            let path = isHistory ? history : "/agents/states"
            let isWrite = ["acknowledged_only", "conflict"].contains(kind)
            let call = Task { isWrite ? try await acd.available(number) : try await acd.get(path) }
            try await simulated.callInHand { $0["fault"]?.string == kind }
            call.cancel()
            _ = await call.result
        }
    }

    @Test("people, supervisors and contacts move agents by themselves, at times that the seed chooses")
    func life() async throws {
        let story = { (seed: Int, steps: Int) async throws -> [JSONValue] in
            try await withSimulator { simulated in
                let kinds: JSONValue = ["person", "supervisor", "contact", "code_timeout"]
                try await simulated.setChaos(["seed": .int(seed), "rate": 0.2, "kinds": kinds])
                for _ in 0..<steps {
                    simulated.clock.advance(by: .seconds(3_600 / steps))
                    _ = try await simulated.anonymous.get("/simulator/agents")
                }
                return try #require(try await simulated.anonymous.get("/simulator/agents").json.array)
            }
        }
        let agents = try await story(11, 60)
        #expect(try await story(11, 60) == agents, "seed 11")
        #expect(try await story(11, 1) == agents, "however often somebody looks")
        #expect(try await story(12, 60) != agents)
        let movers = Set(agents.compactMap { $0["by"]?.string })
        #expect(movers.isSuperset(of: ["person", "supervisor", "contact"]))
        #expect(!movers.contains("client"))
        #expect(agents.contains { $0["contactId"]?.int != nil })
        #expect(agents.filter { $0["by"] != "session" }.count > 150, "12 times an hour each")
    }

    @Test("time-outs by chaos log out agents who are unavailable by a code, and nobody else")
    func codeTimeouts() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            for index in [0, 1, 2] { expect(202, of: try await acd.unavailable(try simulated.number(index), simulated.code(index, 1))) }
            try await simulated.setChaos(["seed": 2, "rate": 1, "kinds": ["code_timeout"]])
            simulated.clock.advance(by: .seconds(1_800))
            let agents = try #require(try await simulated.anonymous.get("/simulator/agents").json.array)
            #expect(agents.prefix(3).allSatisfy { $0["agentStateId"]?.int == 0 && $0["by"] == "session" })
            #expect(agents.dropFirst(3).filter { $0["agentStateId"]?.int == 0 }.count == 6, "those who began so")
        }
    }

    @Test("a rate next to nothing, and a clock far ahead, move nobody and break nothing", arguments: [1e-300, 1e-15, 1e-9])
    func tinyRate(rate: Double) async throws {
        try await withSimulator { simulated in
            try await simulated.setChaos(["seed": 1, "rate": .number(JSONNumber(rate))])
            simulated.clock.advance(by: .seconds(3_600))
            let agents = try #require(try await simulated.anonymous.get("/simulator/agents").json.array)
            #expect(agents.allSatisfy { $0["by"] == "session" })
        }
    }

    @Test("chaos can be there from the start, ended, and be asked about; what is no order is refused")
    func control() async throws {
        try await withSimulator(.with { $0.chaos = (seed: 9, rate: 1) }) { simulated in
            #expect(try await simulated.anonymous.get("/simulator/chaos").json == ["seed": 9, "rate": 1, "kinds": nil])
            let bad: [JSONValue] = [
                [], ["seed": 1], ["rate": 0.5], ["seed": -1, "rate": 0.5], ["seed": 1, "rate": 1.5],
                ["seed": 1, "rate": 0.1, "kinds": ["x"]], ["seed": 1, "rate": 0.1, "kind": []],
            ]
            for order in bad { expect(400, of: try await simulated.anonymous.put("/simulator/chaos", order)) }
            #expect(try await simulated.anonymous.put("/simulator/chaos", nil).json == .null)
            for _ in 0..<20 { expect(200, of: try await simulated.keyToken()) }
        }
    }
}
