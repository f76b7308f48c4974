/// What came of asking CXone about something.
package enum Reading<Value: Sendable & Hashable>: Sendable, Hashable {
    case notTaken
    case taken(Value, at: Instant)
    case failed(ReadFault, at: Instant)

    package var value: Value? {
        if case .taken(let value, _) = self { value } else { nil }
    }

    package var at: Instant? {
        switch self {
        case .notTaken: nil
        case .taken(_, let at), .failed(_, let at): at
        }
    }
}

/// Why CXone could not be read.
package enum ReadFault: Sendable, Hashable {
    /// No connection, no answer in time, a 5xx, or an answer that makes no sense.
    case unavailable(detail: String)
    /// A 429, or a wait that CXone asked for is still running.
    case throttled(until: Instant?)
    /// A 403: a missing right, or the user is suspended or deleted.
    case forbidden(MissingRight)
    /// A 404.
    case notFound

    package var label: String {
        switch self {
        case .unavailable: "unavailable"
        case .throttled: "throttled"
        case .forbidden: "forbidden"
        case .notFound: "not_found"
        }
    }
}

/// A right that a call needs, and where CXone's administration grants it.
package struct MissingRight: Sendable, Hashable {
    /// Such as `user:status:read`.
    package let right: String
    /// Such as `Applications > API Access`.
    package let grantedUnder: String

    package init(right: String, grantedUnder: String) {
        self.right = right
        self.grantedUnder = grantedUnder
    }
}
