import Bridge
import CXone
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

/// How the whole bridge treats a CXone that is limited or away, over sockets.
@Suite("Good manners", .timeLimit(.minutes(3)))
struct MannersTests {
    @Test("Under a limit of 50 calls a second 200 agents due at once are all moved, in the time that the limit allows")
    func limited() async throws {
        let agents = 200
        var options = Rig.Options(agents: 240, limit: 50)
        options.adjust = { setup in
            // So many at once would be held.
            var policy = Policy()
            policy.stampedeCount = 1_000
            setup.tenants[.standard]?.policies = PolicyBook(standard: policy)
        }
        try await Rig.with(options) { rig in
            let ids = Self.ordinary(rig).prefix(agents)
            let started = rig.clock.now()
            for id in ids { _ = try await rig.change(["userId": .string(id), "status": "Training"]) }
            let ended = try await rig.standIn.waitFor(count: agents, within: .seconds(120)) { $0.type != "agent_status_decision" }
            let seconds = Double(rig.clock.now() - started) / 1_000_000
            let outcomes = ended.reduce(into: [String: Int]()) { $0[$1.json?["outcome"]?.string ?? "?", default: 0] += 1 }
            let calls = try await rig.simulator("GET", "/simulator/calls").json?.array ?? []
            let refused = calls.count { $0["answer"]?.int == 429 }
            let share = Double(refused) / Double(calls.count)
            print("limit 50/s: \(calls.count) calls in \(seconds) s, \(refused) of them 429 (\(share)); \(outcomes)")
            #expect(outcomes["expired"] == nil && outcomes["failed"] == nil, "\(outcomes)")
            // One second's worth is in the simulator's bucket at the start; a learned rate needs its first 429s.
            #expect(Double(calls.count - refused) <= 50 * (seconds + 2))
            #expect(seconds <= Double(calls.count) / 50 * 1.35 + 3, "\(calls.count) calls took \(seconds) s")
            #expect(share < 0.06, "\(refused) of \(calls.count)")
            print("calls by second: \(Self.bySecond(calls, from: started))")
            let late = calls.dropFirst(calls.count / 3)
            let lateRefused = late.count { $0["answer"]?.int == 429 }
            print("after the first third: \(lateRefused) of \(late.count)")
            #expect(Double(lateRefused) < 0.03 * Double(late.count))
        }
    }

    @Test("In steady state an applied change takes one read and one write")
    func thrift() async throws {
        let agents = 50
        try await Rig.with(Rig.Options(agents: 80)) { rig in
            let ids = Array(Self.ordinary(rig).prefix(agents))
            var counts: [Int] = []
            for status in ["Training", "Available", "Training"] {
                let before = try await rig.simulator("GET", "/simulator/calls").json?.array?.count ?? 0
                for id in ids { _ = try await rig.change(["userId": .string(id), "status": .string(status)]) }
                let wanted = counts.count + 1
                _ = try await rig.standIn.waitFor(count: agents * wanted, within: .seconds(60)) { $0.json?["outcome"]?.string == "applied" }
                let after = try await rig.simulator("GET", "/simulator/calls").json?.array?.count ?? 0
                counts.append(after - before)
            }
            print("calls for \(agents) changes each: \(counts)")
            // The first round reads every user once.
            #expect(Double(counts[0]) <= 3.1 * Double(agents) + 2)
            for count in counts.dropFirst() { #expect(Double(count) <= 2.1 * Double(agents), "\(counts)") }
        }
    }

    @Test("A change that is so already costs no write")
    func noWrite() async throws {
        try await Rig.with(Rig.Options()) { rig in
            let agent = Self.ordinary(rig)[0]
            let first = try await rig.change(["userId": .string(agent), "status": "Training"])
            #expect(try await rig.end(of: first)["outcome"]?.string == "applied")
            let second = try await rig.change(["userId": .string(agent), "status": "Training"])
            #expect(try await rig.end(of: second)["outcome"]?.string == "already")
            #expect(try await rig.puts(to: agent).count == 1)
        }
    }

    @Test("While CXone is down it is hardly called, readiness says so, and when it is back all goes on soon")
    func breaker() async throws {
        try await Rig.with(WaitingTests.options()) { rig in
            try await rig.simulatorServer.goDown()
            var changes: [String] = []
            for agent in Self.ordinary(rig).prefix(12) {
                changes.append(try await rig.change(["userId": .string(agent), "status": "Training"]))
            }
            for change in changes { try await rig.waiting(change, for: "cxone_unavailable") }
            let health = try await rig.send("GET", rig.operatorURL + "/readyz").json?["cxone"]?["default"]
            #expect(["open", "half_open"].contains(health?["breaker"]?.string), "\(String(describing: health))")
            let metrics = try await rig.operators("GET", "/metrics").text
            #expect(metrics.contains("wfm_bridge_cxone_reachable{tenant=\"default\"} 0"))
            try await rig.simulatorServer.comeUp()
            for change in changes { #expect(try await rig.end(of: change)["outcome"]?.string == "applied") }
            let after = try await rig.send("GET", rig.operatorURL + "/readyz").json?["cxone"]?["default"]
            #expect(after?["breaker"]?.string == "closed")
        }
    }

    @Test("A change that waits for its turn is not being applied: a newer one takes its place")
    func replaceable() async throws {
        try await Rig.with(WaitingTests.options()) { rig in
            let agent = Self.ordinary(rig)[0]
            try await rig.faults(["call": "put_status", "kind": "answer", "code": 429, "retryAfter": 40, "times": 1])
            let first = try await rig.change(["userId": .string(agent), "status": "Training"])
            try await rig.waiting(first, for: "budget")
            let second = try await rig.change(["userId": .string(agent), "status": "Busy"])
            #expect(try await rig.end(of: first)["outcome"]?.string == "superseded")
            #expect(try await rig.end(of: second)["outcome"]?.string == "applied")
            #expect(try await rig.writes(to: agent).count == 1)
        }
    }

    /// How many calls came in each second, and how many of them got 429.
    private static func bySecond(_ calls: [JSONValue], from start: UnixMicroseconds) -> String {
        var counts: [Int64: (all: Int, refused: Int)] = [:]
        for call in calls {
            let second = ((call.time("at") ?? start) - start) / 1_000_000
            counts[second, default: (0, 0)].all += 1
            if call["answer"]?.int == 429 { counts[second, default: (0, 0)].refused += 1 }
        }
        return counts.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value.all)" + ($0.value.refused > 0 ? " (\($0.value.refused) refused)" : "") }
            .joined(separator: ", ")
    }

    /// Agents in shift, with a role, and not suspended.
    private static func ordinary(_ rig: Rig) -> [String] {
        rig.roster.agents(with: .ordinary).map(\.id)
    }
}
