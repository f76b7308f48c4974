import Notation

/// How a read sees the tenant: late, and by a clock that is off.
struct Lens: Sendable, Hashable {
    /// The time by the true clock.
    let now: UnixMicroseconds
    /// Microseconds.
    let staleness: Int64
    /// Microseconds by which the server's clock is ahead.
    let skew: Int64

    init(_ twist: Twist = Twist(), at now: UnixMicroseconds) {
        self.now = now
        staleness = twist.staleness
        skew = twist.skew
    }

    /// The time that the read is of, by the server's clock.
    var serverTime: UnixMicroseconds { now - staleness + skew }

    func text(_ time: UnixMicroseconds) -> String {
        RFC3339.format(time + skew)
    }

    /// What the read sees of an agent. A punctual one sees the newest, also where two changes within one millisecond have pushed
    /// its start beyond now.
    func moment(of agent: SimulatedAgent) -> AgentMoment {
        staleness == 0 ? agent.moment : agent.moment(at: now - staleness)
    }
}
