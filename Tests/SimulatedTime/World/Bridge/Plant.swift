import CXone
import Notation
import Reconciliation
import Store

/// A bug that is planted to see whether the invariants catch it: in what the bridge is shown, told or given, never in its code.
package enum Plant: String, Sendable, Hashable, CaseIterable {
    case overrideIgnored = "override-ignored"
    case expiryOffByOne = "expiry-off-by-one"
    case blindRetry = "blind-retry"
    case lostWakeUp = "lost-wake-up"
    case callTakenForOverride = "call-taken-for-override"
    case intentForgotten = "intent-forgotten"
    case limitIgnored = "limit-ignored"
    case gapPassedOver = "gap-passed-over"

    /// What its budget is told of an answer.
    func answer(_ result: Result<Answer, ExchangeFault>) -> Result<Answer, ExchangeFault> {
        guard self == .limitIgnored, case .success(let answer) = result, answer.status == 429 else { return result }
        return .success(Answer(status: 200))
    }

    /// What the bridge is shown of a history.
    func history(_ segments: [HistorySegment]) -> [HistorySegment] {
        guard self == .callTakenForOverride else { return segments }
        return segments.map { segment in
            guard segment.stateID == 6 else { return segment }
            var copy = segment
            copy.status = .status(.training)
            copy.onContact = .no
            return copy
        }
    }

    /// The policies that it is given.
    func book(_ book: PolicyBook) -> PolicyBook {
        guard self == .overrideIgnored else { return book }
        var book = book
        book.standard.override = .wfmWins
        return book
    }

    /// A clock that forgets every third appointment.
    func clock(_ clock: WallClock, _ draws: SharedDraws) -> WallClock {
        guard self == .lostWakeUp else { return clock }
        return WallClock(
            now: clock.now,
            sleepUntil: { time in
                try await clock.sleepUntil(draws.int(1...3) == 1 ? time + Duration.hours(2).inMicroseconds : time)
            },
            executor: clock.executor
        )
    }

    /// A write whose answer was lost counts as one that was refused; or of what an agent did since the last look only the last is told.
    func settlement(_ settlement: Settlement) -> Settlement {
        if self == .gapPassedOver {
            var copy = settlement
            copy.events = settlement.events.suffix(1)
            return copy
        }
        guard self == .intentForgotten, case .ended(acknowledged: false)? = settlement.intent?.ending else { return settlement }
        var copy = settlement
        copy.intent?.ending = .closed(code: "forgotten")
        return copy
    }

    /// One second too many.
    func submission(_ submission: Submission) -> Submission {
        guard self == .expiryOffByOne else { return submission }
        var copy = submission
        copy.items = submission.items.map { item in
            guard case .change(let change) = item else { return item }
            return .change(
                Change(
                    id: change.id,
                    agent: change.agent,
                    source: change.source,
                    requestID: change.requestID,
                    reference: change.reference,
                    version: change.version,
                    wanted: change.wanted,
                    effectiveAt: change.effectiveAt,
                    expiresAt: change.expiresAt + .seconds(1),
                    endsAt: change.endsAt,
                    acceptedAt: change.acceptedAt,
                    state: change.state
                )
            )
        }
        return copy
    }
}
