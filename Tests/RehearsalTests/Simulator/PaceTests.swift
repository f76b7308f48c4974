import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct PaceTests {
    @Test("beyond the limit calls answer 429 with Retry-After, until the clock has filled it up again")
    func limit() async throws {
        try await withSimulator(.with { $0.limit = 5 }) { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)"
            var statuses: [Int] = []
            for _ in 0..<6 { statuses.append(try await caller.get(path).status) }
            #expect(statuses == [200, 200, 200, 200, 429, 429], "the token was the first of the five")
            let refused = try await caller.put(path + "/status", ["status": "Training"])
            #expect(refused.status == 429)
            #expect(refused.header("retry-after") == "1")
            #expect(refused.json["message"]?.string?.isEmpty == false)
            #expect(try await simulated.anonymous.get("/simulator/agents").status == 200, "control is not counted")
            simulated.clock.advance(by: .milliseconds(400))
            expect(200, of: try await caller.get(path))
            expect(200, of: try await caller.get(path))
            expect(429, of: try await caller.get(path))
            #expect(try await simulated.calls().filter { $0["answer"]?.int == 429 }.count == 4)
        }
    }

    @Test("a limit below one a second says how long to wait")
    func slowLimit() async throws {
        try await withSimulator(.with { $0.limit = 0.25 }) { simulated in
            _ = try await simulated.token()
            let refused = try await simulated.anonymous.postForm("/oauth/token", "")
            #expect(refused.status == 429)
            #expect(refused.header("retry-after") == "4")
        }
    }

    @Test("every call takes the latency, by the simulator's clock; a write takes effect at its end")
    func latency() async throws {
        try await withSimulator(.with { $0.latency = .milliseconds(250) }) { simulated in
            let clock = simulated.clock
            async let token = simulated.token()
            try await clock.waitForSleepers()
            clock.advance(by: .milliseconds(250))
            let caller = Caller(base: simulated.base, headers: [("authorization", "Bearer \(try await token)")])
            let id = try simulated.ordinary
            async let written = caller.put("/api/v2/users/\(id)/status", ["status": "Training"])
            try await clock.waitForSleepers()
            clock.advance(by: .milliseconds(249))
            #expect(try await simulated.anonymous.get("/simulator/agents/\(id)").json["status"] == "Available")
            #expect(try await simulated.calls().last?["answer"] == .null, "still in hand")
            clock.advance(by: .milliseconds(1))
            #expect(try await written.json["timestamp"]?.string == RFC3339.format(clock.now))
        }
    }

    @Test("a second write while one is in hand is a concurrent change")
    func concurrentChange() async throws {
        try await withSimulator(.with { $0.latency = .milliseconds(100) }) { simulated in
            let clock = simulated.clock
            async let token = simulated.token()
            try await clock.waitForSleepers()
            clock.advance(by: .milliseconds(100))
            let caller = Caller(base: simulated.base, headers: [("authorization", "Bearer \(try await token)")])
            let (one, two) = (try simulated.id(0), try simulated.id(1))
            async let first = caller.put("/api/v2/users/\(one)/status", ["status": "Training"])
            try await clock.waitForSleepers(1)
            async let second = caller.put("/api/v2/users/\(one)/status", ["status": "Offline"])
            async let other = caller.put("/api/v2/users/\(two)/status", ["status": "Offline"])
            try await clock.waitForSleepers(3)
            clock.advance(by: .milliseconds(100))
            #expect(try await [first.status, second.status, other.status] == [200, 409, 200])
            async let again = caller.put("/api/v2/users/\(one)/status", ["status": "Offline"])
            try await clock.waitForSleepers()
            clock.advance(by: .milliseconds(100))
            expect(200, of: try await again)
        }
    }
}
