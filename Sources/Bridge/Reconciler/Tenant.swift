package import CXone
import Notation
package import Reconciliation
import Synchronization

/// One tenant of CXone, with what is remembered of its users.
package final class Tenant: Sendable {
    package let name: TenantName
    private let speech: Current<Speech>
    private let memory = Mutex(Memory())

    /// How many agents there are; nil where nobody knows.
    var agentCount: Int? { speech.value.agents ?? client.agentCount }

    var capabilities: Capabilities { client.capabilities }

    /// How CXone is spoken to, and what the configuration says of the tenant.
    private struct Speech {
        var client: any CXoneClient
        var agents: Int?
    }

    private struct Memory {
        var users: [String: Reading<User>] = [:]
        /// The last two users that could be read, newest last.
        var readable: [(userID: String, at: Instant)] = []
        var statuses: [String: (label: String, at: Instant)] = [:]
        var health = TenantHealth()
        /// Users whose history does not show what it should, and since when.
        var historyless: [String: Instant] = [:]
        /// What the correction of a user's status was last seen to wait for.
        var correctionWaits: [String: (change: ChangeID, reason: WaitReason)] = [:]
        /// The last write of each user that a read has shown.
        var readWrites: [String: ChangeID] = [:]
    }

    /// More users than this are not remembered at once.
    private static let mostUsers = 200_000

    package init(name: TenantName, client: any CXoneClient, agents: Int? = nil) {
        self.name = name
        speech = Current(Speech(client: client, agents: agents))
    }

    /// Another may take its place; calls under way end with the one they began with.
    package var client: any CXoneClient { speech.value.client }

    /// Speaks to CXone otherwise from now on. What is remembered of users was read with other settings, and is forgotten.
    func speak(through client: any CXoneClient, agents: Int?) {
        speech.set(Speech(client: client, agents: agents))
        memory.withLock { $0.users.removeAll() }
    }

    func rememberedUser(_ userID: String) -> Reading<User> {
        memory.withLock { $0.users[userID] ?? .notTaken }
    }

    func remember(_ reading: Reading<User>, of userID: String) {
        switch reading {
        case .failed(.throttled, _), .failed(.unavailable, _):
            // Says nothing of the user, and would stand in the way of the next look.
            return
        case .notTaken, .taken, .failed: break
        }
        memory.withLock { memory in
            if memory.users.count >= Self.mostUsers, memory.users[userID] == nil { memory.users.removeAll() }
            memory.users[userID] = reading
            guard case .taken(_, let at) = reading else { return }
            memory.readable.removeAll { $0.userID == userID }
            memory.readable.append((userID, at))
            if memory.readable.count > 2 { memory.readable.removeFirst() }
        }
    }

    /// Whether this is the first read, since the start, to show a change's write; true once.
    func isFirstRead(of change: ChangeID, by userID: String) -> Bool {
        memory.withLock { memory in
            if memory.readWrites.count >= Self.mostUsers { memory.readWrites.removeAll() }
            return memory.readWrites.updateValue(change, forKey: userID) != change
        }
    }

    /// Notes that a user's history is waited for.
    ///
    /// - Returns: since when.
    func awaitHistory(of userID: String, now: Instant) -> Instant {
        memory.withLock { memory in
            if memory.historyless.count >= Self.mostUsers { memory.historyless.removeAll() }
            let since = memory.historyless[userID] ?? now
            memory.historyless[userID] = since
            return since
        }
    }

    func awaitsHistory(of userID: String) -> Bool { memory.withLock { $0.historyless[userID] != nil } }

    func hasHistory(of userID: String) { memory.withLock { $0.historyless[userID] = nil } }

    /// Whether it is news that the correction of a user's status waits for this; nil: it waits for nothing any more.
    @discardableResult
    func isNewWait(_ reason: WaitReason?, of change: ChangeID, by userID: String) -> Bool {
        memory.withLock { memory in
            if memory.correctionWaits.count >= Self.mostUsers { memory.correctionWaits.removeAll() }
            let last = memory.correctionWaits.removeValue(forKey: userID)
            guard let reason else { return false }
            memory.correctionWaits[userID] = (change, reason)
            return last?.change != change || last?.reason != reason
        }
    }

    func forgetUser(_ userID: String) {
        memory.withLock { $0.users[userID] = nil }
    }

    /// Notes the status that was observed last, for events that are written when nothing has just been read.
    func noteStatus(_ label: String, of userID: String, at now: Instant) {
        memory.withLock { memory in
            if memory.statuses.count >= Self.mostUsers, memory.statuses[userID] == nil { memory.statuses.removeAll() }
            memory.statuses[userID] = (label, now)
        }
    }

    func lastStatus(of userID: String) -> (label: String, at: Instant)? {
        memory.withLock { $0.statuses[userID] }
    }

    /// When a user other than this one was last readable.
    func otherUserReadable(than userID: String) -> Instant? {
        memory.withLock { memory in memory.readable.last { $0.userID != userID }?.at }
    }

    /// How CXone answered last.
    var health: TenantHealth {
        var health = memory.withLock { $0.health }
        let standing = client.manners.standing
        health.breaker = standing.breaker
        health.callsPerSecond = standing.perSecond
        return health
    }

    func answered(at now: Instant) { memory.withLock { $0.health.lastAnswer = now } }

    func failed(_ label: String, at now: Instant) {
        memory.withLock { $0.health.lastFault = (label, now) }
    }
}

/// What is known of a tenant's reachability, for people.
struct TenantHealth: Sendable {
    var lastAnswer: Instant?
    var lastFault: (label: String, at: Instant)?
    var breaker: BreakerWord = .closed
    /// As many as are made at most now.
    var callsPerSecond = 0.0

    var json: JSONValue {
        let isReachable: Bool? =
            switch (lastAnswer, lastFault) {
            case (nil, nil): nil
            case (let answer?, let fault?): answer >= fault.at
            case (_, nil): true
            case (nil, _): false
            }
        return [
            "reachable": isReachable.map { .bool($0) } ?? .null,
            "lastAnswer": lastAnswer.map { .time($0) } ?? .null,
            "lastFault": lastFault.map { ["code": .string($0.label), "at": .time($0.at)] } ?? .null,
            "breaker": .string(breaker.rawValue),
            "callsPerSecond": .number(JSONNumber((callsPerSecond * 10).rounded() / 10)),
        ]
    }
}
