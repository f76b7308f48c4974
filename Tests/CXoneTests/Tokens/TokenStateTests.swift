import Notation
import Reconciliation
import Testing

@testable import CXone

@Suite struct TokenStateTests {
    let start = Instant(seconds: 1_000_000)

    private func grant(_ text: String = "token", life: String = "3600") throws(CXoneFault) -> TokenGrant {
        try TokenGrant(Array(#"{"access_token": "\#(text)", "expires_in": \#(life)}"#.utf8))
    }

    /// A state with a token that was asked for at `start`.
    private func granted(life: String = "3600") throws -> (TokenState, AccessToken) {
        var state = TokenState()
        #expect(state.ask(1, now: start) == .wait(fetch: true))
        let landing = state.landed(.success(try grant(life: life)), now: start)
        #expect(landing.waiters == [1])
        return (state, try landing.result.get())
    }

    @Test("however many ask, one flight starts, and all of them hear of its end") func singleFlight() throws {
        var state = TokenState()
        #expect(state.ask(1, now: start) == .wait(fetch: true))
        for waiter in 2...100 { #expect(state.ask(UInt64(waiter), now: start) == .wait(fetch: false)) }
        let landing = state.landed(.success(try grant()), now: start)
        #expect(landing.waiters == Array(1...100))
        let token = try landing.result.get()
        #expect(state.ask(101, now: start) == .use(token, fetch: false))
    }

    @Test("a failed flight fails its waiters, and the next caller starts another") func failedFlight() {
        var state = TokenState()
        _ = state.ask(1, now: start)
        _ = state.ask(2, now: start)
        let fault = CXoneFault.unavailable(detail: "down", status: 500)
        let landing = state.landed(.failure(fault), now: start)
        #expect(landing.waiters == [1, 2])
        #expect(throws: fault) { try landing.result.get() }
        #expect(state.ask(3, now: start) == .wait(fetch: true))
    }

    @Test("a waiter who leaves takes nobody along") func leaving() throws {
        var state = TokenState()
        _ = state.ask(1, now: start)
        _ = state.ask(2, now: start)
        state.leave(1)
        #expect(state.ask(3, now: start) == .wait(fetch: false))
        #expect(state.landed(.success(try grant()), now: start).waiters == [2, 3])
    }

    @Test("a token is replaced 60 seconds early, while it still serves") func early() throws {
        var (state, token) = try granted()
        #expect(state.ask(2, now: start + .seconds(3_539)) == .use(token, fetch: false))
        #expect(state.ask(3, now: start + .seconds(3_540)) == .use(token, fetch: true))
        #expect(state.ask(4, now: start + .seconds(3_541)) == .use(token, fetch: false))
        let landing = state.landed(.success(try grant("next")), now: start + .seconds(3_541))
        #expect(landing.waiters.isEmpty)
        let next = try landing.result.get()
        #expect(next.expiresAt == start + .seconds(3_540 + 3_600))
        #expect(state.ask(5, now: start + .seconds(3_542)) == .use(next, fetch: false))
    }

    @Test("when the early refresh fails the old token serves on, and the refresh comes again after a while") func earlyFailure() throws {
        var (state, token) = try granted()
        let late = start + .seconds(3_550)
        #expect(state.ask(2, now: late) == .use(token, fetch: true))
        _ = state.landed(.failure(.unavailable(detail: "down", status: 503)), now: late)
        #expect(state.ask(3, now: late + .seconds(4)) == .use(token, fetch: false))
        #expect(state.ask(4, now: late + .seconds(5)) == .use(token, fetch: true))
    }

    @Test("an expired token is never handed out") func expired() throws {
        var (state, _) = try granted()
        #expect(state.ask(2, now: start + .seconds(3_600)) == .wait(fetch: true))
    }

    @Test("a token with a short life is used for half of it") func shortLife() throws {
        var (state, token) = try granted(life: "30")
        #expect(state.ask(2, now: start + .seconds(14)) == .use(token, fetch: false))
        #expect(state.ask(3, now: start + .seconds(15)) == .use(token, fetch: true))
        #expect(state.ask(4, now: start + .seconds(30)) == .wait(fetch: false))
    }

    @Test("a refused token is dropped, but not the one that replaced it") func refused() throws {
        var (state, token) = try granted()
        state.refused(token)
        #expect(state.ask(2, now: start) == .wait(fetch: true))
        let next = try state.landed(.success(try grant("next")), now: start).result.get()
        state.refused(token)
        #expect(state.ask(3, now: start) == .use(next, fetch: false))
    }

    @Test("refused credentials are not shown again for five seconds") func refusedCredentials() {
        var state = TokenState()
        _ = state.ask(1, now: start)
        let fault = CXoneFault.unauthorized(detail: "no")
        _ = state.landed(.failure(fault), now: start)
        #expect(state.ask(2, now: start + .seconds(4)) == .fail(fault))
        #expect(state.ask(3, now: start + .seconds(5)) == .wait(fetch: true))
    }
}
