/// What an answer to a write means for the intent and the change.
package enum WriteVerdict: Sendable, Hashable {
    /// The answer itself shows the new status.
    case confirmed(LiveReading)
    /// CXone said yes without showing it: read until it shows.
    case readBack
    /// Nobody knows: the intent stays open for rule 0.
    case unknown
    /// It did not happen; the change waits, is refused, or fails.
    case closed(Next, code: String)

    package enum Next: Sendable, Hashable {
        case wait(WaitReason, until: Instant?)
        case refuse(RefusalCode)
        case fail(FailureCode)
    }

    package init(_ answer: WriteAnswer, to wanted: Wanted, capabilities: Capabilities) {
        switch answer {
        case .accepted(let reading):
            if capabilities.answersWithStatus, let reading, reading.match(wanted).fits {
                self = .confirmed(reading)
            } else {
                self = .readBack
            }
        case .lost:
            self = .unknown
        case .conflict:
            self = .closed(.wait(.wrapUp, until: nil), code: answer.label)
        case .throttled(let until):
            self = .closed(.wait(.budget, until: until), code: answer.label)
        case .forbidden:
            self = .closed(.wait(.notPermitted, until: nil), code: answer.label)
        case .notFound:
            // Rule 4 has just read the user, so this says nothing about the user; as little as any answer no retry can mend.
            self = .closed(.fail(.cxone(http: 404)), code: answer.label)
        case .rejected(http: 408, _):
            self = .closed(.wait(.cxoneUnavailable, until: nil), code: answer.label)
        case .rejected(let http, _):
            self = .closed(.fail(.cxone(http: http)), code: answer.label)
        case .notSent:
            self = .closed(.wait(.cxoneUnavailable, until: nil), code: answer.label)
        }
    }
}

/// When to look at a waiting agent again: after 5 s, doubling to 30 s, spread a little, and never after expiresAt.
///
/// - Parameters:
///   - looks: looks taken so far for the same reason.
///   - until: a floor that CXone or a rule named.
///   - expiresAt: the last look is just after it, to settle the change as expired.
///   - jitter: a random number in 0..<1, drawn by the caller.
package func nextLook(
    after looks: Int,
    until: Instant?,
    expiresAt: Instant,
    policy: Policy,
    jitter: Double,
    now: Instant
) -> Instant {
    var delay = policy.firstLook
    for _ in 0..<min(max(looks, 0), 10) where delay < policy.slowestLook {
        delay = min(delay * 2, policy.slowestLook)
    }
    let spread = Double(delay.inMicroseconds) * (0.9 + 0.2 * min(max(jitter, 0), 1))
    var at = now + .microseconds(Int64(spread))
    if let until {
        // A named moment is exact, unless it is over.
        at = until > now ? until : at
    }
    let end = expiresAt + .milliseconds(1)
    return end > now ? min(at, end) : at
}
