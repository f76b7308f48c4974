import Reconciliation

/// What came of one attempt at a call that needs a token.
enum CallAttempt: Sendable {
    case exchanged(Result<Answer, ExchangeFault>, with: AccessToken)
    /// The call was not made: there is no token, or CXone wants no calls for a while.
    case withoutToken(CXoneFault)

    func judge(of call: CXoneCall, now: Instant) -> Result<Answer, Setback> {
        switch self {
        case .exchanged(let result, _): Setback.judge(result, of: call, now: now)
        case .withoutToken(let fault): .failure(.withoutToken(fault, now: now))
        }
    }
}
