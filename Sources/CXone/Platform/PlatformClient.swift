package import AsyncHTTPClient
package import Logging
import NIOHTTP1
package import Notation
package import Reconciliation
import Synchronization
import Telemetry

/// CXone's interface in the dialect `platform`, for one tenant.
///
/// Reads are tried again while the fault may pass and the caller's patience lasts; a write is made once. Users' ids go into
/// paths as one encoded segment each; an id that cannot be one (empty, `.`, `..`) is answered as unknown, without a call.
package final class PlatformClient: CXoneClient {
    /// The dialect has no call that lists users.
    package let agentCount: Int? = nil
    package var capabilities: Capabilities { .platform }
    package var manners: Manners { calls.manners }

    package let configuration: PlatformConfiguration
    let calls: AuthorizedCalls
    private let logger: Logger
    private let statusInterface: Mutex<StatusInterface>

    /// - Parameters:
    ///   - http: as `CXoneHTTP` makes it; shared, and shut down by whoever made it.
    ///   - clock: for ages and waits. Deadlines of calls run on real time.
    ///   - jitter: for the waits between retries.
    ///   - manners: those of an earlier client of the tenant; nil: its own.
    package init(
        configuration: PlatformConfiguration,
        http: HTTPClient,
        clock: WallClock,
        metrics: CXoneMetrics,
        logger: Logger,
        jitter: Jitter = .system,
        manners: Manners? = nil
    ) {
        self.configuration = configuration
        var logger = logger
        logger[.tenant] = "\(configuration.tenant)"
        self.logger = logger
        let exchange = Exchange(
            http: http,
            userAgent: configuration.userAgent,
            responseLimit: configuration.responseLimit,
            callDeadline: configuration.callDeadline,
            secrets: [configuration.clientSecret],
            metrics: metrics,
            logger: logger
        )
        calls = AuthorizedCalls(
            manners: manners
                ?? Manners(configuration.rate, tenant: configuration.tenant, clock: clock, metrics: metrics, logger: logger, jitter: jitter),
            exchange: exchange,
            sources: { PlatformTokens.source(configuration, realm: $0) },
            clock: clock,
            logger: logger
        )
        statusInterface = Mutex(StatusInterface(memory: configuration.missingStatusMemory))
    }

    /// Roles and shift of a user.
    ///
    /// - Parameter patience: for how long a fault that may pass is tried again; nil: `readPatience`.
    package func user(_ userID: String, patience: Duration? = nil) async throws(CXoneFault) -> User {
        guard let segment = URLText.pathSegment(userID) else { throw .notFound(call: .user) }
        let call = OutgoingCall(call: .user, method: .GET, url: "\(configuration.statusURL)/api/v2/users/\(segment)")
        return try UserBody.decode(try await read(call, patience: patience).bytes)
    }

    /// What the user is doing now.
    ///
    /// Where the tenant has no live status call, the open record of the history stands in (origin `history`); where there
    /// is none either, the status is unknown, and never Offline.
    package func liveStatus(
        _ userID: String,
        notBefore: Instant,
        patience: Duration?
    ) async throws(CXoneFault) -> Observed<LiveReading> {
        // Every read is a call of its own, so none was begun before it was asked for.
        let reading = try await liveStatus(userID, patience: patience)
        return Observed(reading, at: calls.now)
    }

    /// The dialect has no read that shows more than one user.
    package func allStatuses(notBefore: Instant) async throws(CXoneFault) -> [String: LiveReading]? { nil }

    package func liveStatus(_ userID: String, patience: Duration? = nil) async throws(CXoneFault) -> LiveReading {
        guard let segment = URLText.pathSegment(userID) else { throw .notFound(call: .status) }
        if statusInterface.withLock({ $0.isMissing(now: calls.now) }) {
            return try await openRecord(of: userID, patience: patience)
        }
        let call = OutgoingCall(call: .status, method: .GET, url: "\(configuration.statusURL)/api/v2/users/\(segment)/status")
        do {
            let answer = try await read(call, patience: patience)
            statusInterface.withLock { $0.answered(now: calls.now) }
            return try StatusBody.decode(answer.bytes, of: userID, states: configuration.states, origin: .read, call: .status)
        } catch {
            switch error {
            case .notFound(.status), .badRequest(405, _, .status):
                // Only if CXone knows the user is it the call that is missing; else this throws what is the matter.
                _ = try await user(userID, patience: patience)
                if statusInterface.withLock({ $0.gaveNothingForKnownUser(now: calls.now) }) {
                    logger.notice("CXone has no live status call for this tenant; the open record of the history stands in for a day")
                }
                return try await openRecord(of: userID, patience: patience)
            default:
                throw error
            }
        }
    }

    /// Asks CXone to set a status; once.
    ///
    /// - Parameters:
    ///   - end: the write does not leave after this, however long a token takes to come.
    ///   - grant: leave for it; nil: its turn is waited for.
    package func setStatus(
        _ userID: String,
        to wanted: Wanted,
        until end: Instant? = nil,
        grant: WriteGrant? = nil
    ) async -> WriteAnswer {
        guard let segment = URLText.pathSegment(userID) else { return .notFound }
        let call = OutgoingCall(
            call: .putStatus,
            method: .PUT,
            url: "\(configuration.statusURL)/api/v2/users/\(segment)/status",
            headers: ["Content-Type": "application/json"],
            body: StatusBody.encode(wanted)
        )
        let attempt = await calls.write(call, realm: .status, until: end, grant: grant)
        return WriteVerdict.judge(attempt, userID: userID, states: configuration.states, now: calls.now)
    }

    /// The states of a user from one time up to, not including, another: oldest first, and all of them or none.
    ///
    /// - Parameters:
    ///   - timeZone: an IANA name, handed on to CXone.
    ///   - patience: for each page by itself; nil: `readPatience`.
    package func history(
        of userID: String,
        from start: Instant,
        to end: Instant,
        timeZone: String = "UTC",
        patience: Duration? = nil
    ) async throws(CXoneFault) -> [HistorySegment] {
        var fields: [(name: String, value: String)] = [
            ("user_id", userID),
            ("start_date_time", TimeText.format(start)),
            ("end_date_time", TimeText.format(end)),
            ("timezone", timeZone),
        ]
        let base = "\(configuration.reportingURL)/reporting/v2/agents/states/history?"
        var collection = HistoryCollection(pageLimit: configuration.pageLimit)
        while true {
            let answer = try await calls.read(
                OutgoingCall(call: .history, method: .GET, url: base + URLText.query(fields)),
                realm: .reporting,
                patience: patience ?? configuration.readPatience
            )
            switch try collection.add(HistoryPage(answer, number: collection.pageNumber)) {
            case .read(let token): fields = Array(fields.prefix(4)) + [("page_token", token)]
            case .done: return collection.segments(configuration.states)
            }
        }
    }

    /// Makes sure that the credentials draw a token, for those who check a configuration.
    package func authenticate(_ realm: TokenRealm) async throws(CXoneFault) {
        try await calls.authenticate(realm)
    }

    private func read(_ call: OutgoingCall, patience: Duration?) async throws(CXoneFault) -> Answer {
        try await calls.read(call, realm: .status, patience: patience ?? configuration.readPatience)
    }

    private func openRecord(of userID: String, patience: Duration?) async throws(CXoneFault) -> LiveReading {
        let now = calls.now
        for span in configuration.historyLookBack {
            // The end does not belong to the span; a second more lets in what has only just begun.
            let segments = try await history(of: userID, from: now - span, to: now + .seconds(1), patience: patience)
            guard let last = segments.last else { continue }
            // States follow one another: if the newest has ended, the history lags behind, and nothing is known of now.
            guard last.end == nil else { break }
            return LiveReading(status: last.status, since: last.start, origin: .history, stateID: last.stateID)
        }
        return LiveReading(status: .unknown(label: "UNKNOWN"), origin: .history)
    }
}
