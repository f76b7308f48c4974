import NIOHTTP1
import Reconciliation
import Testing

@testable import CXone

/// What a call is made a second time for: a token that CXone no longer takes.
@Suite(.timeLimit(.minutes(1))) struct RepeatTests {
    private static let wanted = Wanted(status: .available)

    @Test("a write that got 401 is not repeated into a wait that CXone asked for meanwhile, and was not made") func closedLane()
        async throws
    {
        let (signal, arrived) = (Signal(), AsyncStream<Void>.makeStream())
        try await Tenant.visit(script: { request in
            guard request.path.contains("first") else { return .answer(429, headers: ["Retry-After": "60"]) }
            arrived.continuation.yield()
            return .later(signal, 401, body: "")
        }) { tenant in
            let client = tenant.client
            async let first = client.setStatus("first", to: Self.wanted)
            for await _ in arrived.stream { break }
            #expect(await client.setStatus("second", to: Self.wanted).label == "throttled")
            signal.give()
            #expect(await first == .throttled(until: tenant.clock.now + .seconds(60)))
            #expect(tenant.server.calls.count { $0.path.contains("first") } == 1)
        }
    }

    @Test("a call that is repeated takes a turn of its own") func turn() async throws {
        let user = try Fixture.body("user")
        try await Tenant.visit(
            change: { configuration, _ in configuration.rate = RateSettings(initial: 1, maximum: 1) },
            script: { $0.number == 2 ? .answer(401) : .answer(200, body: user) }
        ) { tenant in
            let start = tenant.clock.now
            _ = try await tenant.client.user(Tenant.userID)
            #expect(tenant.server.calls.count == 2)
            #expect(tenant.clock.now - start >= .milliseconds(900))
        }
    }

    @Test("where the turn would come too late the write was not made, and says when to come again") func tooLate() async throws {
        try await Tenant.visit(
            change: { configuration, _ in configuration.rate = RateSettings(initial: 0.1, maximum: 0.1) },
            script: { _ in .answer(401) }
        ) { tenant in
            #expect(await tenant.client.setStatus(Tenant.userID, to: Self.wanted).label == "throttled")
            #expect(tenant.server.calls.count == 1)
        }
    }

    @Test("a call that waited for its token while CXone asked for a wait does not leave") func tokenThenWait() async throws {
        let (signal, arrived) = (Signal(), AsyncStream<Void>.makeStream())
        let token = try Fixture.body("token")
        try await Tenant.visit(
            change: { configuration, _ in configuration.readPatience = .zero },
            tokens: { _ in
                arrived.continuation.yield()
                return .later(signal, 200, body: token)
            },
            script: { _ in .hang }
        ) { tenant in
            let client = tenant.client
            let call = Task { try await client.user(Tenant.userID) }
            for await _ in arrived.stream { break }
            let refusal = Answer(status: 429, headers: ["Retry-After": "60"])
            client.manners.heard(.success(refusal), of: .user, turn: nil, permit: nil)
            signal.give()
            let fault = await #expect(throws: CXoneFault.self) { try await call.value }
            #expect(fault == .throttled(until: tenant.clock.now + .seconds(60), call: .user))
            #expect(tenant.server.calls.isEmpty)
        }
    }
}
