import Reconciliation

/// Whether the tenant has the call GET status. Not every tenant has it, and a 404 can as well mean the user.
struct StatusInterface: Sendable, Equatable {
    /// For how long a missing call is taken for missing before it is asked again.
    let memory: Duration
    private var missingSince: Instant?
    private var answeredAt: Instant?

    init(memory: Duration) {
        self.memory = memory
    }

    /// Whether the call need not be tried at present.
    func isMissing(now: Instant) -> Bool {
        missingSince.map { isRecent($0, now: now) } ?? false
    }

    /// The call answered for some user: the tenant has it.
    mutating func answered(now: Instant) {
        answeredAt = now
        missingSince = nil
    }

    /// The call got 404 or 405 for a user whom GET user knows.
    ///
    /// - Returns: whether it is now taken for missing. It is not where it has lately answered for somebody else: then this
    ///   user has no live status, and only this read falls back.
    mutating func gaveNothingForKnownUser(now: Instant) -> Bool {
        if let answeredAt, isRecent(answeredAt, now: now) { return false }
        missingSince = now
        return true
    }

    private func isRecent(_ time: Instant, now: Instant) -> Bool {
        // A time in the future is one from before the clock was set back.
        now >= time && now - time < memory
    }
}
