package import Reconciliation

/// CXone's interface for one tenant, in one of its dialects.
///
/// Reads are tried again while the fault may pass and the caller's patience lasts; a write is made once.
package protocol CXoneClient: Sendable {
    /// What the dialect can show and do.
    var capabilities: Capabilities { get }
    /// How many agents the tenant has, as far as reads that were made anyway have shown; nil where the dialect shows no list.
    var agentCount: Int? { get }

    /// The tenant's budget of calls, and whether it is called at all.
    var manners: Manners { get }

    /// Roles and shift of a user.
    ///
    /// - Parameter patience: for how long a fault that may pass is tried again; nil: the client's own.
    func user(_ userID: String, patience: Duration?) async throws(CXoneFault) -> User

    /// What the user is doing now.
    ///
    /// - Parameter notBefore: an observation begun earlier does not do; a dialect that reads many agents at once may hand out
    ///   one that it made for another since then.
    func liveStatus(_ userID: String, notBefore: Instant, patience: Duration?) async throws(CXoneFault) -> Observed<LiveReading>

    /// What all agents are doing, observed no earlier than that, by user id; nil where the dialect has no read that shows it.
    func allStatuses(notBefore: Instant) async throws(CXoneFault) -> [String: LiveReading]?

    /// Asks CXone to set a status; once.
    ///
    /// - Parameters:
    ///   - end: the write does not leave after this.
    ///   - grant: leave for it, as `Manners` gives it; nil: its turn is waited for a short while.
    func setStatus(_ userID: String, to wanted: Wanted, until end: Instant?, grant: WriteGrant?) async -> WriteAnswer

    /// The states of a user from one time up to, not including, another: oldest first, and all of them or none.
    ///
    /// - Parameters:
    ///   - timeZone: an IANA name, for dialects whose history has one.
    ///   - patience: for each page by itself; nil: the client's own.
    func history(
        of userID: String,
        from start: Instant,
        to end: Instant,
        timeZone: String,
        patience: Duration?
    ) async throws(CXoneFault) -> [HistorySegment]

    /// Tries the credentials, and each right by a harmless call: for the person who configures a tenant. Changes nothing.
    ///
    /// - Parameter userID: a user to try the rights on.
    func check(userID: String?, now: Instant) async -> [CXoneFinding]
}

/// What was observed, and when: at the latest when the answer came, at the earliest when the question left.
package struct Observed<Value: Sendable>: Sendable {
    package let value: Value
    package let at: Instant

    package init(_ value: Value, at: Instant) {
        self.value = value
        self.at = at
    }
}

extension Observed: Equatable where Value: Equatable {}

extension CXoneClient {
    package func user(_ userID: String) async throws(CXoneFault) -> User {
        try await user(userID, patience: nil)
    }

    package func history(of userID: String, from start: Instant, to end: Instant) async throws(CXoneFault) -> [HistorySegment] {
        try await history(of: userID, from: start, to: end, timeZone: "UTC", patience: nil)
    }
}
