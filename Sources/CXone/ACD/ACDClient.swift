package import AsyncHTTPClient
package import Logging
import NIOHTTP1
package import Notation
package import Reconciliation
import Synchronization
import Telemetry

/// CXone's interface in the dialect `acd`, for one tenant: the one that NICE publishes for its ACD.
///
/// Statuses other than Available and Offline are unavailable codes of the agent's team. A write is answered with nothing:
/// what came of it is known only by reading.
package final class ACDClient: CXoneClient {
    package let configuration: ACDConfiguration
    let reader: ACDReader
    let calls: AuthorizedCalls
    let addresses: ACDAddresses
    let codeBook: ACDCodeBook
    private let shiftBook: ACDShiftBook
    private let states: SharedFlight<ACDStateBoard>
    private let board: BoardKeeper
    private let teams: ACDTeamBook

    package var manners: Manners { calls.manners }

    package var capabilities: Capabilities {
        var capabilities = Capabilities.acd
        capabilities.queuesStates = configuration.queuesStates
        capabilities.readsInBulk = configuration.stateReads == .bulk
        return capabilities
    }

    /// - Parameters:
    ///   - http: as `CXoneHTTP` makes it; shared, and shut down by whoever made it.
    ///   - clock: for ages and waits. Deadlines of calls run on real time.
    ///   - jitter: for the waits between retries.
    ///   - manners: those of an earlier client of the tenant; nil: its own.
    package init(
        configuration: ACDConfiguration,
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
        let exchange = Exchange(
            http: http,
            userAgent: configuration.userAgent,
            responseLimit: configuration.responseLimit,
            callDeadline: configuration.callDeadline,
            secrets: [configuration.accessKeySecret] + (configuration.clientSecret.map { [$0] } ?? []),
            metrics: metrics,
            logger: logger
        )
        let addresses = ACDAddresses(configuration)
        let calls = AuthorizedCalls(
            manners: manners
                ?? Manners(configuration.rate, tenant: configuration.tenant, clock: clock, metrics: metrics, logger: logger, jitter: jitter),
            exchange: exchange,
            sources: { _ in ACDTokens.source(configuration, addresses) },
            clock: clock,
            logger: logger
        )
        let reader = ACDReader(configuration: configuration, calls: calls, addresses: addresses)
        let teams = ACDTeamBook()
        let board = BoardKeeper(teams)
        self.teams = teams
        self.reader = reader
        self.calls = calls
        self.addresses = addresses
        self.board = board
        states = SharedFlight(clock: clock, interval: configuration.bulkInterval) { leaving in
            await board.read(by: reader, leaving: leaving)
        }
        shiftBook = ACDShiftBook(clock: clock, lifetime: configuration.schedulesMemory) { (userID) async throws(CXoneFault) in
            try await reader.shifts(of: userID)
        }
        codeBook = ACDCodeBook(clock: clock, lifetime: configuration.codesMemory) { await reader.codes(of: $0) }
    }

    // MARK: Users

    /// An agent of the directory, with what the agent's team has codes for.
    ///
    /// An agent whom the directory does not show is known if there is a state: the directory may need a right of its own.
    package func user(_ userID: String, patience: Duration?) async throws(CXoneFault) -> User {
        var user: User
        var scheduled: String?
        do throws(CXoneFault) {
            let agent = try await reader.agent(userID, patience: patience)
            if let team = agent.teamID { teams.note(team, of: userID) }
            user = agent.user
            scheduled = agent.userID
        } catch {
            switch error {
            case .notFound, .forbidden: user = try await userByState(userID, patience: patience, or: error)
            default: throw error
            }
        }
        user.offer = await offer(to: userID)
        if configuration.schedules == .export { await addShifts(of: scheduled, to: &user) }
        return user
    }

    /// The shifts that CXone's WFM has for a user; where it shows none, why not. It never fails: rule 5 is not checked then.
    private func addShifts(of userID: String?, to user: inout User) async {
        guard let userID else {
            user.shiftCheckMissing = "CXone's directory does not show by which user id its schedules know the agent"
            return
        }
        do throws(CXoneFault) {
            user.shifts = try await shiftBook.shifts(of: userID) ?? []
            if user.shifts.isEmpty { user.shiftCheckMissing = "CXone's schedules show none of the agent's" }
        } catch {
            user.shiftCheckMissing = "CXone's schedules could not be read: \(error)"
        }
    }

    private func userByState(_ userID: String, patience: Duration?, or fault: CXoneFault) async throws(CXoneFault) -> User {
        do throws(CXoneFault) {
            guard let state = try await reader.state(of: userID, patience: patience) else { throw fault }
            if let team = state.teamID { teams.note(team, of: userID) }
            return ACDAgentBody.seenOnly
        } catch .notFound {
            throw fault
        }
    }

    /// Codes that are this old may lack one that was added since: what they lack is looked up again.
    private static let recentCodes: Duration = .minutes(1)

    /// What could be asked for and has no code; nothing where the codes cannot be read: then CXone's answer tells.
    private func offer(to userID: String) async -> StatusOffer? {
        guard let team = knownTeam(of: userID), let known = try? await codeBook.codes(of: team) else { return nil }
        let offer = configuration.offer(known.value, team: team)
        guard !offer.isWhole, calls.now - known.at > Self.recentCodes else { return offer }
        guard let fresh = try? await codeBook.freshCodes(of: team, notBefore: calls.now - Self.recentCodes) else { return nil }
        return configuration.offer(fresh.value, team: team)
    }

    // MARK: States

    /// What the agent is doing now.
    ///
    /// One bulk read serves all who wait for one. An observation is taken to be as old as the configured staleness says, so
    /// a read that is to be younger leaves that much later.
    package func liveStatus(
        _ userID: String,
        notBefore: Instant,
        patience: Duration?
    ) async throws(CXoneFault) -> Observed<LiveReading> {
        let state: Observed<ACDAgentState?> =
            configuration.stateReads == .bulk
            ? try await bulkState(of: userID, notBefore: notBefore, patience: patience) : try await singleState(of: userID, patience)
        guard let seen = state.value else {
            // Known, and without a state: that is not the same as logged out.
            return Observed(LiveReading(status: .unknown(label: "UNKNOWN")), at: state.at)
        }
        return Observed(seen.reading(configuration.states, configuration.codes), at: state.at)
    }

    private func bulkState(
        of userID: String,
        notBefore: Instant,
        patience: Duration?
    ) async throws(CXoneFault) -> Observed<ACDAgentState?> {
        let board = try await states.value(leavingNotBefore: notBefore + configuration.staleness)
        guard let state = board.value.agents[userID] else { return try await singleState(of: userID, patience) }
        return Observed(state, at: board.at - configuration.staleness)
    }

    func singleState(of userID: String, _ patience: Duration?) async throws(CXoneFault) -> Observed<ACDAgentState?> {
        let askedAt = calls.now
        let state = try await reader.state(of: userID, patience: patience)
        if let team = state?.teamID { teams.note(team, of: userID) }
        return Observed(state, at: askedAt)
    }

    package func allStatuses(notBefore: Instant) async throws(CXoneFault) -> [String: LiveReading]? {
        guard configuration.stateReads == .bulk else { return nil }
        let board = try await states.value(leavingNotBefore: notBefore + configuration.staleness)
        return board.value.agents.mapValues { $0.reading(configuration.states, configuration.codes) }
    }

    /// All agents' states that a read brings now, for those who check a configuration.
    func allStates() async throws(CXoneFault) -> [String: ACDAgentState] {
        try await states.value(leavingNotBefore: calls.now).value.agents
    }

    // MARK: Teams

    private func knownTeam(of userID: String) -> String? { teams[userID] ?? lastState(of: userID)?.teamID }

    func team(of userID: String) async throws(CXoneFault) -> String? {
        if let team = knownTeam(of: userID) { return team }
        if let team = try await singleState(of: userID, .zero).value?.teamID { return team }
        let team = try await reader.agent(userID, patience: .zero).teamID
        if let team { teams.note(team, of: userID) }
        return team
    }

    /// The team as CXone says it now: by the directory, and where that does not show the agent, by the state.
    func freshTeam(of userID: String) async throws(CXoneFault) -> String? {
        do throws(CXoneFault) {
            if let team = try await reader.agent(userID, patience: .zero).teamID {
                teams.note(team, of: userID)
                return team
            }
        } catch {
            switch error {
            case .notFound, .forbidden: break
            default: throw error
            }
        }
        return try await singleState(of: userID, .zero).value?.teamID
    }

    package var agentCount: Int? {
        let agents = board.current.agents.count
        return agents == 0 ? nil : agents
    }

    /// The last state that was seen of the agent, however old.
    func lastState(of userID: String) -> ACDAgentState? { board.current.agents[userID] }

    // MARK: History

    /// The states of an agent from one time up to, not including, another: oldest first, and all of them or none.
    ///
    /// - Parameters:
    ///   - timeZone: not used: this interface's times are in UTC.
    ///   - patience: for each page by itself; nil: the client's own.
    package func history(
        of userID: String,
        from start: Instant,
        to end: Instant,
        timeZone: String,
        patience: Duration?
    ) async throws(CXoneFault) -> [HistorySegment] {
        let now = calls.now
        var collection = ACDHistoryCollection(pageSize: configuration.pageSize, pageLimit: configuration.pageLimit)
        var skip = 0
        while true {
            let page = try await reader.historyPage(
                of: userID,
                from: start,
                to: end,
                skip: skip,
                number: collection.pageNumber,
                patience: patience
            )
            switch try collection.add(page) {
            case .read(let next): skip = next
            case .done: return collection.segments(until: end, now: now, configuration.states, configuration.codes)
            }
        }
    }
}

/// The board of states, and the read that brings it up to date. Only one such read is under way at a time.
private final class BoardKeeper: Sendable {
    private let board = Mutex(ACDStateBoard())
    private let teams: ACDTeamBook

    init(_ teams: ACDTeamBook) {
        self.teams = teams
    }

    var current: ACDStateBoard { board.withLock { $0 } }

    func read(by reader: ACDReader, leaving: Instant) async -> Result<ACDStateBoard, CXoneFault> {
        let question = current.question(now: leaving, fullReadEvery: reader.configuration.fullReadEvery)
        return await reader.states(question).map { body in
            teams.correct(by: body.agents)
            return board.withLock { board in
                board.answered(body, to: question, askedAt: leaving)
                return board
            }
        }
    }
}
