import Notation
import Reconciliation
import Synchronization

/// The token for one host and scope set, shared by all calls: carries out what `TokenState` says.
final class TokenCache: Sendable {
    private struct Desk {
        var state = TokenState()
        var lastWaiter: TokenState.Waiter = 0
        var continuations: [TokenState.Waiter: CheckedContinuation<Result<AccessToken, CXoneFault>, Never>] = [:]
    }

    private let desk = Mutex(Desk())
    private let clock: WallClock
    private let fetch: @Sendable () async -> Result<TokenGrant, CXoneFault>

    /// - Parameter fetch: asks the token endpoint once, within the deadline of a call.
    init(clock: WallClock, fetch: @escaping @Sendable () async -> Result<TokenGrant, CXoneFault>) {
        self.clock = clock
        self.fetch = fetch
    }

    /// A token that can be used now.
    func token() async throws(CXoneFault) -> AccessToken {
        let waiter = desk.withLock { desk in
            desk.lastWaiter += 1
            return desk.lastWaiter
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                ask(waiter, continuation)
            }
        } onCancel: {
            giveUp(waiter)
        }
        return try result.get()
    }

    /// A call with this token got 401.
    func refused(_ token: AccessToken) {
        desk.withLock { $0.state.refused(token) }
    }

    private func ask(_ waiter: TokenState.Waiter, _ continuation: CheckedContinuation<Result<AccessToken, CXoneFault>, Never>) {
        let now = Instant(microseconds: clock.now())
        let (answer, fetches): (Result<AccessToken, CXoneFault>?, Bool) = desk.withLock { desk in
            // The handler of a cancellation that came before this had nothing to resume; it is seen here.
            if Task.isCancelled { return (.failure(.cancelled), false) }
            switch desk.state.ask(waiter, now: now) {
            case .use(let token, let fetches):
                return (.success(token), fetches)
            case .wait(let fetches):
                desk.continuations[waiter] = continuation
                return (nil, fetches)
            case .fail(let fault):
                return (.failure(fault), false)
            }
        }
        if let answer { continuation.resume(returning: answer) }
        if fetches { takeOff() }
    }

    private func takeOff() {
        // Nobody's child: the flight belongs to all who wait, and the one who started it may give up before the others.
        // It ends by the deadline of its call.
        Task {
            let result = await fetch()
            let now = Instant(microseconds: clock.now())
            let (waiting, outcome) = desk.withLock { desk in
                let (waiters, outcome) = desk.state.landed(result, now: now)
                return (waiters.compactMap { desk.continuations.removeValue(forKey: $0) }, outcome)
            }
            for continuation in waiting {
                continuation.resume(returning: outcome)
            }
        }
    }

    private func giveUp(_ waiter: TokenState.Waiter) {
        let continuation = desk.withLock { desk in
            desk.state.leave(waiter)
            return desk.continuations.removeValue(forKey: waiter)
        }
        continuation?.resume(returning: .failure(.cancelled))
    }
}
