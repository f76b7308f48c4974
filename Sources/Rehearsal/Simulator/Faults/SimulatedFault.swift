import Notation

/// Something that goes wrong with a call on purpose.
package struct SimulatedFault: Sendable, Hashable {
    /// When to come again, as a refusal says it.
    package enum Wait: Sendable, Hashable {
        /// Seconds or an HTTP date; anything may be written here, for clients that must survive it.
        case text(String)
        /// The HTTP date so many seconds from now.
        case date(seconds: Double)

        func text(now: UnixMicroseconds) -> String {
            switch self {
            case .text(let text): text
            case .date(let seconds): HTTPDate.format(now + Int64(seconds * 1_000_000))
            }
        }
    }

    /// nil: any call that it makes sense for.
    package let call: SimulatedCall?
    package let kind: Kind
    package let code: Int
    package let retryAfter: Wait?
    package let seconds: Double
    /// How many more calls it meets; nil: for ever.
    package var times: Int?
    /// Only calls about this user; nil: all.
    package let userID: String?

    package static let defaultSeconds = 5.0

    package init(
        _ call: SimulatedCall?,
        _ kind: Kind,
        code: Int? = nil,
        retryAfter: Wait? = nil,
        seconds: Double = defaultSeconds,
        times: Int? = nil,
        userID: String? = nil
    ) {
        self.call = call
        self.kind = kind
        self.code = code ?? Self.code(of: kind)
        self.retryAfter = retryAfter
        self.seconds = seconds
        self.times = times
        self.userID = userID
    }

    static func code(of kind: Kind) -> Int {
        switch kind {
        case .conflict: 409
        case .storm: 429
        default: 503
        }
    }

    func meets(_ call: SimulatedCall, userID: String?) -> Bool {
        (self.call.map { $0 == call } ?? true) && kind.fits(call) && (self.userID == nil || self.userID == userID)
    }

    /// What a fault that refuses says to a call.
    func refusal(of call: SimulatedCall, now: UnixMicroseconds) -> Refusal {
        var refusal: Refusal
        if call.isToken {
            let error = code == 400 ? "invalid_request" : code == 401 ? "invalid_client" : "temporarily_unavailable"
            refusal = Refusal(oauth: error, "Simulated fault.", status: code)
        } else {
            refusal = Refusal(code, "Simulated fault.")
        }
        refusal.retryAfter = retryAfter?.text(now: now)
        if code == 401 {
            refusal.challenge = call.isToken ? #"Basic realm="cxone""# : #"Bearer realm="cxone", error="invalid_token""#
        }
        return refusal
    }
}
