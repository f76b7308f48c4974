import CXone
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(1))) struct ThrottlingTests {
    @Test("a 429 is waited out inside the patience, and its time is the floor") func waitedOut() async throws {
        let user = try Fixture.body("user")
        try await Tenant.visit(script: { $0.number == 2 ? .answer(429, headers: ["Retry-After": "3"]) : .answer(200, body: user) }) {
            tenant in
            _ = try await tenant.client.user(Tenant.userID)
            #expect(tenant.clock.sleeps == [3])
        }
    }

    @Test("a 429 beyond the patience stops other calls of its kind before they are made, and no others") func lanes() async throws {
        let bodies = (try Fixture.body("user"), try Fixture.body("status-break"), try Fixture.body("history-empty"))
        try await Tenant.visit(script: { request in
            if request.method == "PUT" { return .answer(200, body: bodies.1) }
            if request.path.hasPrefix("/reporting") { return .answer(200, body: bodies.2) }
            return request.number == 2 ? .answer(429, headers: ["Retry-After": "60"]) : .answer(200, body: bodies.0)
        }) { tenant in
            let until = tenant.clock.now + .seconds(60)
            await #expect(throws: CXoneFault.throttled(until: until, call: .user)) { try await tenant.client.user(Tenant.userID) }
            await #expect(throws: CXoneFault.throttled(until: until, call: .status)) { try await tenant.client.liveStatus(Tenant.userID) }
            #expect(tenant.server.calls.count == 1)
            let answer = await tenant.client.setStatus(Tenant.userID, to: Wanted(status: .onBreak, pauseReason: "Queue Full"))
            #expect(answer.label == "accepted")
            _ = try await tenant.client.history(of: Tenant.userID, from: tenant.clock.now - .hours(1), to: tenant.clock.now)
            tenant.clock.advance(by: .seconds(60))
            _ = try await tenant.client.user(Tenant.userID)
        }
    }

    @Test("a throttled write says until when, and the next is not made before") func writes() async throws {
        try await Tenant.visit(script: { _ in .answer(429, headers: ["Retry-After": "5"]) }) { tenant in
            let wanted = Wanted(status: .available)
            let until = tenant.clock.now + .seconds(5)
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted) == .throttled(until: until))
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted) == .throttled(until: until))
            #expect(tenant.server.calls.count == 1)
            tenant.clock.advance(by: .seconds(5))
            _ = await tenant.client.setStatus(Tenant.userID, to: wanted)
            #expect(tenant.server.calls.count == 2)
        }
    }

    @Test("a 429 that names no time closes its lane for a second, which the next write waits out") func unnamed() async throws {
        let body = try Fixture.body("status-break")
        try await Tenant.visit(script: { $0.number == 2 ? .answer(429) : .answer(200, body: body) }) { tenant in
            let wanted = Wanted(status: .onBreak, pauseReason: "Queue Full")
            let until = tenant.clock.now + .seconds(1)
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted) == .throttled(until: until))
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted).label == "accepted")
            #expect(tenant.clock.now == until)
        }
    }

    @Test("a wait until next century is ten minutes") func absurd() async throws {
        try await Tenant.visit(script: { _ in .answer(429, headers: ["Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"]) }) { tenant in
            let until = tenant.clock.now + .minutes(10)
            #expect(await tenant.client.setStatus(Tenant.userID, to: Wanted(status: .available)) == .throttled(until: until))
        }
    }

    @Test("a throttled token endpoint stops writes without a call") func tokens() async throws {
        try await Tenant.visit(tokens: { _ in .answer(429, headers: ["Retry-After": "20"]) }, script: { _ in .hang }) { tenant in
            let until = tenant.clock.now + .seconds(20)
            for _ in 0..<3 {
                #expect(await tenant.client.setStatus(Tenant.userID, to: Wanted(status: .available)) == .throttled(until: until))
            }
            #expect(tenant.server.requests.count == 1)
        }
    }
}
