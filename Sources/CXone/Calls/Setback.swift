package import Reconciliation

/// A call that brought no usable answer, and whether another try may bring one.
package struct Setback: Error, Sendable, Equatable {
    let fault: CXoneFault
    let isPassing: Bool
    /// The wait that CXone asked for.
    var floor: Duration?

    package init(fault: CXoneFault, isPassing: Bool, floor: Duration? = nil) {
        self.fault = fault
        self.isPassing = isPassing
        self.floor = floor
    }
}

extension Setback {
    /// Judges what came of a read.
    package static func judge(_ result: Result<Answer, ExchangeFault>, of call: CXoneCall, now: Instant) -> Result<Answer, Setback> {
        switch result {
        case .failure(let failure):
            switch failure.kind {
            case .cancelled: .failure(Setback(fault: .cancelled, isPassing: false))
            case .disconnected, .timedOut:
                .failure(Setback(fault: .unavailable(detail: failure.detail, status: nil), isPassing: true))
            }
        case .success(let answer):
            judge(answer, of: call, now: now)
        }
    }

    private static func judge(_ answer: Answer, of call: CXoneCall, now: Instant) -> Result<Answer, Setback> {
        let floor = RetryAfter.wait(status: answer.status, headers: answer.headers, now: now)
        switch answer.status {
        case 200..<300:
            switch answer.body {
            case .whole:
                return .success(answer)
            case .cut(let detail, _):
                return .failure(Setback(fault: .unavailable(detail: "the answer broke off: \(detail)", status: nil), isPassing: true))
            case .oversized(let limit):
                return .failure(Setback(fault: .unreadable(detail: "it has more than \(limit) bytes", call: call), isPassing: false))
            }
        case 401:
            return .failure(Setback(fault: .unauthorized(detail: "a token that it had just granted got 401"), isPassing: false))
        case 403:
            return .failure(Setback(fault: .forbidden(call.right, call: call), isPassing: false))
        case 404:
            return .failure(Setback(fault: .notFound(call: call), isPassing: false))
        case 429:
            return .failure(
                Setback(fault: .throttled(until: now + (floor ?? RetryAfter.shortestAfter429), call: call), isPassing: true, floor: floor)
            )
        case 408, 500...:
            let words = PlainText.message(of: answer, to: call).map { ": \($0)" } ?? ""
            return .failure(
                Setback(
                    fault: .unavailable(detail: "\(call.words) was answered with \(answer.status)\(words)", status: answer.status),
                    isPassing: true,
                    floor: floor
                )
            )
        default:
            let words = PlainText.message(of: answer, to: call) ?? "no reason given"
            return .failure(
                Setback(fault: .badRequest(status: answer.status, message: words, call: call), isPassing: false)
            )
        }
    }

    /// A call that was not made because there is no token for it.
    static func withoutToken(_ fault: CXoneFault, now: Instant) -> Setback {
        switch fault {
        case .unavailable: Setback(fault: fault, isPassing: true)
        case .throttled(let until, _): Setback(fault: fault, isPassing: true, floor: max(.zero, until - now))
        case .forbidden, .notFound, .badRequest, .unauthorized, .unreadable, .historyIncomplete, .cancelled:
            Setback(fault: fault, isPassing: false)
        }
    }
}

extension CXoneCall {
    /// The right whose absence a 403 can mean, as `platform` calls it; `acd` puts its own in its place.
    var right: MissingRight {
        switch self {
        case .token, .user, .status, .states, .codes, .schedule, .discovery, .probe: .readStatus
        case .putStatus, .logout: .writeStatus
        case .history: .readReporting
        }
    }
}
