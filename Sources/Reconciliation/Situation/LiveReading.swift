/// One observation of what an agent is doing.
package struct LiveReading: Sendable, Hashable {
    package var status: LiveStatus
    package var pauseReason: String?
    package var wrapUpCode: String?
    /// Since when, by CXone's clock, if it said so.
    package var since: Instant?
    package var onContact: Tristate
    package var inWrapUp: Tristate
    package var origin: Origin
    /// The id in the dialect's table of states, where the observation carries one.
    package var stateID: Int?

    package enum Origin: String, Sendable, Hashable {
        /// The answer to the bridge's own write.
        case response
        /// A read of the live status.
        case read
        /// The open record of the state history.
        case history
    }

    package init(
        status: LiveStatus,
        pauseReason: String? = nil,
        wrapUpCode: String? = nil,
        since: Instant? = nil,
        onContact: Tristate = .unknown,
        inWrapUp: Tristate = .unknown,
        origin: Origin = .read,
        stateID: Int? = nil
    ) {
        self.status = status
        self.pauseReason = pauseReason
        self.wrapUpCode = wrapUpCode
        self.since = since
        self.onContact = onContact
        self.inWrapUp = inWrapUp
        self.origin = origin
        self.stateID = stateID
    }

    package func match(_ wanted: Wanted) -> Match {
        Match(live: status, pauseReason: pauseReason, wanted: wanted)
    }
}

/// What makes an outcome believable: which observation showed it.
package struct Evidence: Sendable, Hashable {
    package var grade: LiveReading.Origin
    package var stateID: Int?
    package var startTime: Instant?
    /// When the bridge made the observation.
    package var observedAt: Instant

    package init(grade: LiveReading.Origin, stateID: Int? = nil, startTime: Instant? = nil, observedAt: Instant) {
        self.grade = grade
        self.stateID = stateID
        self.startTime = startTime
        self.observedAt = observedAt
    }

    package init(_ reading: LiveReading, observedAt: Instant) {
        self.init(grade: reading.origin, stateID: reading.stateID, startTime: reading.since, observedAt: observedAt)
    }
}
