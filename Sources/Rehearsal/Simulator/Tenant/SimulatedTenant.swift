import Notation

/// The simulated tenant: its agents, tokens, limit, faults and the calls it was asked.
///
/// A value without clock and sockets: every verb takes the time. The verbs that carry out calls stand in the files beside this
/// one; the server holds one tenant behind a lock.
struct SimulatedTenant: Sendable {
    let configuration: SimulatorConfiguration
    let startedAt: UnixMicroseconds
    var agents: [SimulatedAgent]
    var tokens: Tokens
    var faults = Faults()
    var calls: CallLog
    private var limit: RateLimit?
    private let places: [String: Int]

    init(_ configuration: SimulatorConfiguration, now: UnixMicroseconds) {
        self.configuration = configuration
        let startedAt = now - now % 1_000_000
        self.startedAt = startedAt
        let roster = configuration.roster
        agents = roster.agents.map { SimulatedAgent($0, seed: roster.seed, startedAt: startedAt) }
        places = Dictionary(uniqueKeysWithValues: roster.agents.map { ($0.id, $0.index) })
        tokens = Tokens(lifetime: configuration.tokenLifetime, seed: configuration.seed, startedAt: startedAt)
        calls = CallLog(capacity: configuration.rememberedCalls)
        limit = configuration.limit.map { RateLimit(perSecond: $0, now: now) }
    }

    /// What is to become of a call that has arrived.
    enum Verdict: Sendable, Hashable {
        case serve
        case refuse(Refusal)
        case hang
        case reset
        case serveThenHang
    }

    /// Notes a call, counts it against the limit, and lets a fault meet it.
    ///
    /// - Returns: the call's number in the log, under which its answer is noted, and the verdict
    mutating func arrive(
        _ call: SimulatedCall,
        _ line: RequestLine,
        body: some Collection<UInt8>,
        now: UnixMicroseconds
    ) -> (number: Int, verdict: Verdict) {
        let number = calls.note(line, call: call, body: body, at: now)
        if let wait = limit?.take(now) {
            return (number, .refuse(Refusal(429, "Too many requests.", retryAfter: String(wait))))
        }
        guard let fault = faults.take(call, userID: line.userID) else { return (number, .serve) }
        switch fault.kind {
        case .answer: return (number, .refuse(fault.refusal))
        case .hang: return (number, .hang)
        case .reset: return (number, .reset)
        case .appliedThenTimeout: return (number, .serveThenHang)
        }
    }

    /// The place of an agent; 404 if there is none of that id.
    func place(of id: String) throws(Refusal) -> Int {
        guard let place = places[id] else { throw Refusal(404, "There is no such user.") }
        return place
    }

    /// The place of an agent who may be looked at; 403 for suspended and deleted ones. Ends a wrap-up that is over.
    mutating func activePlace(of id: String, now: UnixMicroseconds) throws(Refusal) -> Int {
        let place = try place(of: id)
        if agents[place].isDeleted { throw Refusal(403, "The user is deleted.") }
        if agents[place].isSuspended { throw Refusal(403, "The user is suspended.") }
        agents[place].settle(now)
        return place
    }
}
