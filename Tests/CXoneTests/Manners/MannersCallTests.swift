import NIOHTTP1
import Notation
import Reconciliation
import Synchronization
import Testing

@testable import CXone

/// Budget, breaker and retries, as a server sees them.
@Suite(.timeLimit(.minutes(1))) struct MannersCallTests {
    private static func impatient(_ configuration: inout PlatformConfiguration, _ port: Int) {
        configuration.readPatience = .zero
    }

    @Test("after five answers of 5xx nobody calls; then one call finds out, and its answer lets the others go on")
    func breaker() async throws {
        let user = try Fixture.body("user")
        let isDown = Mutex(true)
        try await Tenant.visit(
            change: Self.impatient,
            script: { _ in isDown.withLock { $0 } ? .answer(503) : .answer(200, body: user) }
        ) { tenant in
            let backs = Mutex(0)
            tenant.client.manners.whenBack { backs.withLock { $0 += 1 } }
            for _ in 0..<9 { _ = try? await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.calls.count == 5)
            let now = tenant.clock.now
            #expect(tenant.client.manners.reachability(now: now) == .away(until: now + .seconds(5)))
            #expect(await tenant.client.setStatus(Tenant.userID, to: Wanted(status: .available)).label == "not_sent")
            await #expect(throws: CXoneFault.self) { try await tenant.client.manners.reserveWrite(until: now + .seconds(60)) }

            tenant.clock.advance(by: .seconds(5))
            _ = try? await tenant.client.user(Tenant.userID)
            _ = try? await tenant.client.user(Tenant.userID)
            #expect(tenant.server.calls.count == 6, "one probe")
            #expect(tenant.client.manners.reachability(now: tenant.clock.now) == .away(until: tenant.clock.now + .seconds(10)))

            isDown.withLock { $0 = false }
            tenant.clock.advance(by: .seconds(10))
            _ = try await tenant.client.user(Tenant.userID)
            _ = try await tenant.client.user(Tenant.userID)
            #expect(tenant.server.calls.count == 8)
            #expect(backs.withLock { $0 } == 1)
        }
    }

    @Test("refusals are answers: 4xx never opens the breaker") func refusals() async throws {
        try await Tenant.visit(change: Self.impatient, script: { _ in .answer(404) }) { tenant in
            for _ in 0..<20 { _ = try? await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.calls.count == 20)
        }
    }

    @Test("connections that break open it as well") func broken() async throws {
        try await Tenant.visit(change: Self.impatient, script: { _ in .reset }) { tenant in
            for _ in 0..<9 { _ = try? await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.calls.count == 5)
        }
    }

    @Test("answers whose bodies do not come whole open it as well, however good their heads", arguments: [200, 404])
    func halfAnswers(status: Int) async throws {
        let play = ScriptedServer.Play.raw("HTTP/1.1 \(status) Played\r\nContent-Length: 500\r\n\r\n{")
        try await Tenant.visit(change: Self.impatient, script: { _ in play }) { tenant in
            for _ in 0..<9 { _ = try? await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.calls.count == 5)
        }
    }

    @Test("callers who give up while the body comes say nothing of CXone") func givenUp() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        try await Tenant.visit(
            change: Self.impatient,
            script: { _ in
                arrived.continuation.yield()
                return .drip(200, bytes: 100_000)
            }
        ) { tenant in
            var arrivals = arrived.stream.makeAsyncIterator()
            for _ in 0..<7 {
                let call = Task { try await tenant.client.user(Tenant.userID) }
                _ = await arrivals.next()
                call.cancel()
                _ = await call.result
            }
            #expect(tenant.client.manners.standing.breaker == .closed)
        }
    }

    @Test("tokens that are granted do not say that calls are answered") func tokens() async throws {
        let token = #"{"access_token": "short", "expires_in": 0}"#
        let granted = Mutex(0)
        let isDown = Mutex(true)
        let user = try Fixture.body("user")
        try await Tenant.visit(
            change: Self.impatient,
            tokens: { _ in
                granted.withLock { $0 += 1 }
                return .answer(200, body: token)
            },
            script: { _ in isDown.withLock { $0 } ? .answer(503) : .answer(200, body: user) }
        ) { tenant in
            for _ in 0..<9 { _ = try? await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.calls.count == 5)
            #expect(granted.withLock { $0 } == 5)
            isDown.withLock { $0 = false }
            tenant.clock.advance(by: .seconds(5))
            _ = try await tenant.client.user(Tenant.userID)
            #expect(tenant.client.manners.standing.breaker == .closed)
        }
    }

    @Test("a call of before that is given up does not let a second one find out") func oneProbe() async throws {
        try await Tenant.visit(script: { _ in .hang }) { tenant in
            let manners = tenant.client.manners
            let early = try manners.leave(for: .user)
            let fault = ExchangeFault(kind: .timedOut, hasLeft: true, detail: "no answer")
            for _ in 0..<5 { manners.heard(.failure(fault), of: .user, turn: nil, permit: nil) }
            tenant.clock.advance(by: .seconds(5))
            let probe = try manners.leave(for: .status)
            manners.notMade(early)
            let given = ExchangeFault(kind: .cancelled, hasLeft: true, detail: "given up")
            manners.heard(.failure(given), of: .user, turn: nil, permit: early)
            #expect(throws: CXoneFault.self) { try manners.leave(for: .user) }
            manners.notMade(probe)
            #expect(try manners.leave(for: .user).probe == tenant.clock.now)
        }
    }

    @Test("retries beyond a tenth of the calls and the reserve are not made") func retries() async throws {
        let user = try Fixture.body("user")
        // Every first try of a call gets 503, so that the breaker stays closed and each call wants one retry.
        try await Tenant.visit(script: { $0.number % 2 == 0 ? .answer(503) : .answer(200, body: user) }) { tenant in
            var failures = 0
            for _ in 0..<40 {
                do { _ = try await tenant.client.user(Tenant.userID) } catch { failures += 1 }
            }
            #expect(failures > 0)
            #expect(tenant.server.calls.count < 60, "\(tenant.server.calls.count)")
        }
    }

    @Test("a grant that is dropped is somebody else's; one that was used is not") func grants() async throws {
        let body = try Fixture.body("status-break")
        try await Tenant.visit(
            change: { configuration, _ in configuration.rate = RateSettings(initial: 1, maximum: 1) },
            script: { _ in .answer(200, body: body) }
        ) { tenant in
            let manners = tenant.client.manners
            let wanted = Wanted(status: .onBreak, pauseReason: "Queue Full")
            do { _ = try await manners.reserveWrite(until: tenant.clock.now) }
            let grant = try await manners.reserveWrite(until: tenant.clock.now)
            _ = await tenant.client.setStatus(Tenant.userID, to: wanted, grant: grant)
            await #expect(throws: CXoneFault.self) { try await manners.reserveWrite(until: tenant.clock.now) }
            #expect(tenant.clock.sleeps.isEmpty, "nothing of this waited")
        }
    }

    @Test("a write without a grant waits for its turn a short while, and then says when to come again") func turns() async throws {
        let body = try Fixture.body("status-break")
        try await Tenant.visit(
            change: { configuration, _ in configuration.rate = RateSettings(initial: 0.1, maximum: 0.1) },
            script: { _ in .answer(200, body: body) }
        ) { tenant in
            let wanted = Wanted(status: .onBreak, pauseReason: "Queue Full")
            #expect(await tenant.client.setStatus(Tenant.userID, to: wanted).label == "accepted")
            let answer = await tenant.client.setStatus(Tenant.userID, to: wanted)
            guard case .throttled(let until?) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(until > tenant.clock.now + .seconds(4) && until <= tenant.clock.now + .seconds(20))
            #expect(tenant.server.calls.count == 1)
        }
    }

    @Test("a caller who gives up while waiting for a turn is let go") func cancelled() async throws {
        let budget = SharedBudget(RateSettings(initial: 0.1, maximum: 0.1), clock: .system)
        let latest = Instant(microseconds: .max / 2)
        guard case .go = await budget.turn(.reads, until: latest) else {
            Issue.record("the first turn is free")
            return
        }
        let waiting = Task { await budget.turn(.reads, until: latest) }
        waiting.cancel()
        #expect(await waiting.value == nil)
    }

    @Test("calls that wait leave in their order as the clock goes on") func order() async throws {
        let user = try Fixture.body("user")
        try await Tenant.visit(
            change: { configuration, _ in configuration.rate = RateSettings(initial: 10, maximum: 10) },
            script: { _ in .answer(200, body: user) }
        ) { tenant in
            let start = tenant.clock.now
            for _ in 0..<21 { _ = try await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.calls.count == 21)
            // A tenth of a second's worth may leave at once, the others a tenth of a second apart.
            let span = tenant.clock.now - start
            #expect(span >= .milliseconds(1_890) && span <= .milliseconds(2_110), "\(span)")
        }
    }

    @Test("one connection serves calls that follow one another") func reuse() async throws {
        let user = try Fixture.body("user")
        try await Tenant.visit(script: { _ in .answer(200, body: user) }) { tenant in
            for _ in 0..<20 { _ = try await tenant.client.user(Tenant.userID) }
            #expect(tenant.server.connections == 1)
        }
    }
}
