import Reconciliation

/// What CXone's answer to a write means.
enum WriteVerdict {
    /// Of PUT status: its 200 shows the new status.
    static func judge(_ attempt: CallAttempt, userID: String, states: StateTable, now: Instant) -> WriteAnswer {
        judge(attempt, right: .writeStatus, now: now) { answer in
            let reading = try? StatusBody.decode(answer.bytes, of: userID, states: states, origin: .response, call: .putStatus)
            return .accepted(reading)
        }
    }

    /// Of any write.
    ///
    /// - Parameters:
    ///   - right: whose absence a 403 means.
    ///   - success: what a 2xx means.
    static func judge(_ attempt: CallAttempt, right: MissingRight, now: Instant, success: (Answer) -> WriteAnswer) -> WriteAnswer {
        switch attempt {
        case .withoutToken(let fault): withoutToken(fault)
        case .exchanged(.failure(let fault), _):
            fault.hasLeft ? .lost(detail: fault.detail) : .notSent(detail: fault.detail)
        case .exchanged(.success(let answer), _): judge(answer, right: right, now: now, success: success)
        }
    }

    private static func withoutToken(_ fault: CXoneFault) -> WriteAnswer {
        switch fault {
        case .throttled(let until, _): .throttled(until: until)
        case .forbidden(let right, _): .forbidden(right)
        case .unavailable, .notFound, .badRequest, .unauthorized, .unreadable, .historyIncomplete, .cancelled:
            .notSent(detail: fault.description)
        }
    }

    /// The head of an answer decides; its body only adds the new status or the reason.
    private static func judge(_ answer: Answer, right: MissingRight, now: Instant, success: (Answer) -> WriteAnswer) -> WriteAnswer {
        let words = PlainText.message(of: answer, to: .putStatus) ?? "no reason given"
        switch answer.status {
        case 200..<300:
            return success(answer)
        case 401:
            // A token that was granted a moment ago is refused: nothing was changed, and nothing about this change will mend it.
            return .notSent(detail: CXoneFault.unauthorized(detail: "a token that it had just granted got 401").description)
        case 403:
            return .forbidden(right)
        case 404:
            return .notFound
        case 409:
            return .conflict(detail: words)
        case 429:
            let wait = RetryAfter.wait(status: 429, headers: answer.headers, now: now) ?? RetryAfter.shortestAfter429
            return .throttled(until: now + wait)
        case 408:
            // By RFC 9110 (section 15.5.9) the request did not come whole; but gateways say it for a slow back end as well,
            // and then the write may have been taken in. A read tells.
            return .lost(detail: "CXone answered 408: \(words)")
        case 400..<500:
            return .rejected(http: answer.status, detail: words)
        default:
            // 5xx; and 3xx, which is not followed: it can come from a gateway before the write or from CXone after it.
            return .lost(detail: "CXone answered \(answer.status): \(words)")
        }
    }
}
