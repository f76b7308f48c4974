import AsyncHTTPClient
import Notation
import Reconciliation

/// Calls that need no token: for tokens themselves, and for finding out where a tenant's interfaces are.
struct PlainCalls: Sendable {
    let exchange: Exchange
    let manners: Manners

    var now: Instant { manners.now }
    var clock: WallClock { manners.clock }

    /// One try within the deadline of a call; fails at once while CXone wants no calls of its lane.
    func send(_ call: OutgoingCall) async -> Result<Answer, CXoneFault> {
        switch await attempt(call) {
        case .failure(let fault): .failure(fault)
        case .success(let result): Setback.judge(result, of: call.call, now: now).mapError { $0.fault }
        }
    }

    /// The same, for those who judge the answer themselves.
    ///
    /// No turn is waited for, and none is counted: there are one or two such calls an hour, mostly to hosts with limits of
    /// their own, and behind a token all other calls wait.
    func attempt(_ call: OutgoingCall) async -> Result<Result<Answer, ExchangeFault>, CXoneFault> {
        if let until = manners.closedUntil(call.call.lane) { return .failure(.throttled(until: until, call: call.call)) }
        let result = await Deadline.run(within: exchange.callDeadline, on: exchange.http.eventLoopGroup) { deadline in
            await exchange.send(call, deadline: deadline)
        }
        manners.heard(result, of: call.call, turn: nil, permit: nil)
        return .success(result)
    }
}
