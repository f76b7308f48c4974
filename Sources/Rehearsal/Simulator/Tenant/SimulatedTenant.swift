import Notation

/// The simulated tenant: its agents, tokens, limit, faults and the calls it was asked.
///
/// A value without clock and sockets: every verb takes the time. The verbs that carry out calls stand in the files beside this
/// one; the server holds one tenant behind a lock.
struct SimulatedTenant: Sendable {
    let configuration: SimulatorConfiguration
    let startedAt: UnixMicroseconds
    var teams: [Team]
    /// The highest number that a renewed code has had.
    var newestCode = 0
    var agents: [SimulatedAgent]
    var tokens: Tokens
    var keyRights: Set<KeyRight>
    var faults = Faults()
    var chaos: Chaos?
    var storm: Storm?
    var limit: RateLimit?
    var calls: CallLog
    private let places: [String: Int]
    private let firstACDID: Int

    /// A time in which every call is answered 429.
    struct Storm: Sendable, Hashable {
        let until: UnixMicroseconds
        let fault: SimulatedFault
    }

    init(_ configuration: SimulatorConfiguration, now: UnixMicroseconds) {
        self.configuration = configuration
        let startedAt = now - now % 1_000_000
        self.startedAt = startedAt
        let roster = configuration.roster
        teams = configuration.teams
        agents = roster.agents.map { SimulatedAgent($0, seed: roster.seed, startedAt: startedAt) }
        places = Dictionary(uniqueKeysWithValues: roster.agents.map { ($0.id, $0.index) })
        firstACDID = RosterAgent.firstACDID(seed: roster.seed)
        tokens = Tokens(lifetime: configuration.tokenLifetime, seed: configuration.seed, startedAt: startedAt)
        keyRights = configuration.keyRights
        calls = CallLog(capacity: configuration.rememberedCalls)
        limit = configuration.limit.map { RateLimit(RateLimit.Rule(perSecond: $0), now: now) }
        chaos = configuration.chaos.map {
            Chaos(Chaos.Order(seed: $0.seed, rate: $0.rate), agents: roster.agents.count, now: now)
        }
    }

    /// What is to become of a call that has arrived.
    enum Verdict: Sendable, Hashable {
        case serve(Twist)
        case refuse(Refusal)
        case hang
        case reset
    }

    /// Notes a call, counts it against the limit, and lets a fault meet it: a scripted one, or else one of the chaos.
    ///
    /// - Returns: the call's number in the log, under which its answer is noted, and the verdict
    mutating func arrive(
        _ call: SimulatedCall,
        _ line: RequestLine,
        authorization: String?,
        body: some Collection<UInt8>,
        now: UnixMicroseconds
    ) -> (number: Int, verdict: Verdict) {
        catchUp(now)
        let number = calls.note(line, call: call, body: body, at: now)
        if call.isWrite, let place = line.userID.flatMap({ places[$0] }) {
            agents[place].settle(now)
            if let contact = agents[place].contact { calls.note(contactSince: contact.since, of: number) }
        }
        if let wait = limit?.take(now) {
            return (number, .refuse(Refusal(429, "Too many requests.", retryAfter: String(wait))))
        }
        if let storm, now < storm.until { return (number, .refuse(storm.fault.refusal(of: call, now: now))) }
        storm = nil
        // The chaos counts every call, so that a script beside it does not shift what it draws.
        let drawn = chaos?.fault(for: call)
        guard let fault = faults.take(call, userID: line.userID) ?? drawn else { return (number, .serve(Twist())) }
        calls.note(fault: fault.kind, of: number)
        switch fault.kind {
        case .answer, .conflict: return (number, .refuse(fault.refusal(of: call, now: now)))
        case .hang: return (number, .hang)
        case .reset: return (number, .reset)
        case .storm:
            storm = Storm(until: now + Int64(fault.seconds * 1_000_000), fault: fault)
            return (number, .refuse(fault.refusal(of: call, now: now)))
        case .revokedToken:
            tokens.revoke(authorization)
            return (number, .serve(Twist()))
        default: return (number, .serve(Twist(fault)))
        }
    }

    /// The place of an agent; 404 if there is none of that id.
    func place(of id: String) throws(Refusal) -> Int {
        guard let place = places[id] else { throw Refusal(404, "There is no such user.") }
        return place
    }

    /// The place of an agent by the number of the dialect `acd`; nil if there is none.
    func place(ofACDID text: String) -> Int? {
        guard let number = Int(text), number >= firstACDID, agents.indices.contains(number - firstACDID) else { return nil }
        return number - firstACDID
    }

    func team(of agent: SimulatedAgent) -> Team {
        teams.first { $0.id == agent.teamID } ?? teams[0]
    }

    /// The place of an agent who may be looked at; 403 for suspended and deleted ones. Ends a wrap-up that is over.
    mutating func activePlace(of id: String, now: UnixMicroseconds) throws(Refusal) -> Int {
        catchUp(now)
        let place = try place(of: id)
        if agents[place].isDeleted { throw Refusal(403, "The user is deleted.") }
        if agents[place].isSuspended { throw Refusal(403, "The user is suspended.") }
        agents[place].settle(now)
        return place
    }
}
