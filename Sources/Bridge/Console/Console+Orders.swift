import Notation
import Reconciliation
import Store

extension Console {
    /// Carries out an order and records who gave it.
    ///
    /// - Throws: a problem with the status and code that the API answers.
    func perform(_ order: ConsoleOrder, by person: Operator) async throws(Problem) -> JSONValue {
        if order.changes, person.role != .operator {
            throw Problem(status: 403, code: "operator_required", detail: "the token of \(person.name) may only look")
        }
        // Nothing is changed that cannot be recorded.
        if order.changes, let problem = gate.problem { throw problem }
        switch order {
        case .agents(let tenant, let after, let limit): return try await agents(of: self.tenant(named: tenant), after: after, limit: limit)
        case .why(let userID, let tenant): return try await why(userID, self.tenant(named: tenant), by: person)
        case .holds(let all, let after, let limit): return try await holds(all: all, after: after, limit: limit)
        case .plan(let tenant, let limit): return try await plan(of: self.tenant(named: tenant), limit: limit)
        case .release(let id): return try await release(id, by: person)
        case .changes(let userID, let reference, let tenant):
            return try await changes(of: userID, reference: reference, self.tenant(named: tenant))
        case .cancel(let id): return try await cancel(id, by: person)
        case .pause: return try await setPaused(true, by: person)
        case .resume: return try await setPaused(false, by: person)
        case .shadow(let scope, let isOn): return try await setShadow(scope, isOn, by: person)
        }
    }

    /// Does something with the store; what goes wrong there is a 503.
    func storing<Value: Sendable>(_ work: () async throws(StoreFault) -> Value) async throws(Problem) -> Value {
        do throws(StoreFault) {
            return try await work()
        } catch {
            throw .cannotRecord("\(error)")
        }
    }

    // MARK: Agents

    /// More than this is not listed at once.
    static let longestPage = 1_000

    private static func check(_ limit: Int) throws(Problem) {
        guard (1...longestPage).contains(limit) else {
            throw Problem(status: 422, code: "bad_value", detail: "limit is 1 to \(longestPage)")
        }
    }

    private func agents(of tenant: Tenant, after: String?, limit: Int) async throws(Problem) -> JSONValue {
        try Self.check(limit)
        // One more tells whether there is a next page.
        let found = try await storing { () async throws(StoreFault) in
            try await store.agents(of: tenant.name, after: after, limit: limit + 1)
        }
        let page = found.prefix(limit)
        return [
            "tenant": .string(tenant.name.text),
            "agents": .array(page.map(\.json)),
            "next": found.count > limit ? .string(orNull: page.last?.agent.userID) : .null,
        ]
    }

    private func plan(of tenant: Tenant, limit: Int) async throws(Problem) -> JSONValue {
        try Self.check(limit)
        let now = now()
        let live = await tenant.statesInBulk(notBefore: now - .seconds(60))
        let forecast = try await storing { () async throws(StoreFault) in
            try await Forecast.make(tenant, live: live, policy: policies.policy(of: tenant.name), store: store, now: now)
        }
        return forecast.json(limit: limit)
    }

    private func why(_ userID: String, _ tenant: Tenant, by person: Operator) async throws(Problem) -> JSONValue {
        try Self.check(userID)
        let agent = AgentID(tenant: tenant.name, userID: userID)
        let now = now()
        let stored = try await storing { () async throws(StoreFault) in
            try await store.record([scribe.operatorDid("agent_why", by: person.name, userID: userID, at: now)], at: now)
            return try await store.explanation(of: agent)
        }
        recorded()
        guard let stored, let explanation = try? JSONValue(parsing: stored) else {
            let detail = "nothing has been decided about \(userID) yet: no change of this agent has become due"
            throw Problem(status: 404, code: "nothing_decided", detail: detail)
        }
        return explanation
    }

    private func changes(of userID: String, reference: String?, _ tenant: Tenant) async throws(Problem) -> JSONValue {
        try Self.check(userID)
        let agent = AgentID(tenant: tenant.name, userID: userID)
        let stories = try await storing { () async throws(StoreFault) in
            try await store.changes(of: agent, reference: reference, limit: 100)
        }
        return ["changes": .array(stories.map(\.json))]
    }

    // MARK: Changes and holds

    private func cancel(_ id: ChangeID, by person: Operator) async throws(Problem) -> JSONValue {
        let now = now()
        guard let story = try await storing({ () async throws(StoreFault) in try await store.change(id) }) else { throw Self.unknown(id) }
        let agent = story.change.agent
        let record = scribe.operatorDid(
            "status_change_cancel",
            by: person.name,
            userID: agent.userID,
            payload: ["changeId": .string(id.text)],
            at: now
        )
        let isOpen = try await storing { () async throws(StoreFault) in
            try await store.requestCancellation(of: id, at: now, records: [record])
        }
        guard isOpen else {
            let detail = "the change is \(story.change.state.rawValue) already"
            throw Problem(status: 409, code: "already_final", detail: detail)
        }
        recorded()
        wake(agent)
        return ["changeId": .string(id.text), "cancelRequestedAt": .time(now)]
    }

    static func unknown(_ change: ChangeID) -> Problem {
        Problem(status: 404, code: "unknown_change", detail: "there is no change of this id (finished ones are kept 30 days)")
    }

    private func holds(all: Bool, after: HoldID?, limit: Int) async throws(Problem) -> JSONValue {
        try Self.check(limit)
        // One more tells whether there is a next page.
        let (found, open) = try await storing { () async throws(StoreFault) in
            (try await store.holds(openOnly: !all, after: after, limit: limit + 1), try await store.openHolds())
        }
        let page = found.prefix(limit)
        var counts = JSONObject()
        for reason in HoldReason.allCases { counts[reason.rawValue] = .int(open[reason] ?? 0) }
        return [
            "holds": .array(page.map(\.json)),
            "next": found.count > limit ? .string(orNull: page.last?.order.id.text) : .null,
            "open": .object(counts),
        ]
    }

    private func release(_ id: HoldID, by person: Operator) async throws(Problem) -> JSONValue {
        let now = now()
        let scribe = scribe
        let order = HoldRelease(hold: id, person: person.name, at: now) { holds in
            holds.map { hold in
                scribe.operatorDid("hold_release", by: person.name, userID: hold.agent.userID, payload: hold.journalled, at: now)
            }
        }
        switch try await storing({ () async throws(StoreFault) in try await store.release(order) }) {
        case .released(let holds):
            recorded()
            stampedes.forget()
            for hold in holds { wake(hold.agent) }
            return ["released": .array(holds.map(\.json))]
        case .endedBefore(let hold):
            let detail = "the hold is over already (\(hold.ending?.rawValue ?? "ended"))"
            throw Problem(status: 409, code: "already_released", detail: detail)
        case .unknown:
            throw Problem(
                status: 404,
                code: "unknown_hold",
                detail: "there is no hold of this id; wfm-bridge holds list shows those in force"
            )
        }
    }

    // MARK: Switches

    private func setPaused(_ paused: Bool, by person: Operator) async throws(Problem) -> JSONValue {
        let now = now()
        let record = scribe.operatorDid(paused ? "pause" : "resume", by: person.name, userID: nil, at: now)
        let before = try await storing { () async throws(StoreFault) in
            let before = try await store.switches()
            try await store.setPaused(paused, at: now, records: [record])
            return before
        }
        recorded()
        try await switched()
        return ["paused": .bool(paused), "wasPaused": .bool(before.paused)]
    }

    private func setShadow(_ scope: ShadowScope, _ isOn: Bool?, by person: Operator) async throws(Problem) -> JSONValue {
        let now = now()
        let payload = JSONValue.object(scope.json(isOn))
        let record = scribe.operatorDid("shadow", by: person.name, userID: nil, payload: payload, at: now)
        try await storing { () async throws(StoreFault) in
            try await store.setShadow(scope, isOn, at: now, records: [record])
        }
        recorded()
        try await switched()
        return payload
    }

    /// Runs see the switches as they are in the store from now on, and what waited for one looks again.
    private func switched() async throws(Problem) {
        try await storing(switchesChanged)
    }
}

extension Hold {
    /// As the operators' API shows it.
    var json: JSONValue {
        [
            "id": .string(order.id.text), "reason": .string(order.reason.rawValue), "words": .string(order.words),
            "userId": .string(agent.userID), "tenant": .string(agent.tenant.text), "source": .string(order.source.text),
            "changeId": .string(order.change.text), "reference": .string(orNull: reference),
            "status": .string(wanted.status.rawValue), "pauseReason": .string(orNull: wanted.pauseReason),
            "heldAt": .time(heldAt), "until": order.until.map { .time($0) } ?? .null, "expiresAt": .time(expiresAt),
            "endedAt": endedAt.map { .time($0) } ?? .null, "ending": .string(orNull: ending?.rawValue),
            "endedBy": .string(orNull: endedBy),
        ]
    }

    /// What the journal says of its release.
    fileprivate var journalled: JSONValue {
        ["holdId": .string(order.id.text), "reason": .string(order.reason.rawValue), "changeId": .string(order.change.text)]
    }
}

extension AgentState {
    /// As the operators' list shows it.
    var json: JSONValue {
        [
            "userId": .string(agent.userID), "lastReported": lastReported?.json ?? .null, "inForce": .string(orNull: inForce?.text),
            "openChanges": .int(openChanges), "nextLook": nextLook.map { .time($0) } ?? .null, "sequence": .int(sequence),
        ]
    }
}
