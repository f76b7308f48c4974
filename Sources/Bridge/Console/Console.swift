import CXone
import Notation
import Reconciliation
import Store

/// What operators can see and do.
struct Console: Sendable {
    let store: any Store
    let tenants: [TenantName: Tenant]
    let policies: PolicyShelf
    let stampedes: StampedeWatch
    let scribe: Scribe
    let mint: IDMinter
    let clock: WallClock
    let watch: ChangeWatch
    /// Whether store and journal can record at present.
    let gate: RecordingGate
    let accepted: @Sendable ([Change]) -> Void
    let wake: @Sendable (AgentID) -> Void
    /// Called once a switch is on disk.
    let switchesChanged: @Sendable () async throws(StoreFault) -> Void
    let recorded: @Sendable () -> Void
    /// How long a change made by hand may take before it is withdrawn and reported as not done.
    let patience: Duration
    /// For the outcome of a write that is under way when the bridge stops; real time.
    var lastPatience: Duration = StopTimes().requests - .seconds(1)

    func now() -> Instant { Instant(microseconds: clock.now()) }

    /// The tenant that a request means: the named one, or the only one, or the default.
    func tenant(named name: String?) throws(Problem) -> Tenant {
        let wanted = name.map { TenantName($0) } ?? (tenants.count == 1 ? tenants.keys.first : nil) ?? .standard
        guard let tenant = tenants[wanted] else {
            throw Problem(status: 404, code: "unknown_tenant", detail: "no tenant \"\(wanted)\" is configured")
        }
        return tenant
    }

    // MARK: Looking

    /// What is known of one agent, with a fresh look at CXone.
    func agent(_ userID: String, tenant name: String?, by person: Operator) async throws(Problem) -> JSONValue {
        let tenant = try tenant(named: name)
        try Self.check(userID)
        let agent = AgentID(tenant: tenant.name, userID: userID)
        let state: AgentState?
        let stories: [ChangeStory]
        do throws(StoreFault) {
            state = try await store.agent(agent)
            stories = try await store.changes(of: agent, reference: nil, limit: 20)
            try await store.record([scribe.operatorDid("agent_read", by: person.name, userID: userID, at: now())], at: now())
        } catch {
            throw .cannotRecord("\(error)")
        }
        recorded()
        var object: JSONObject = ["userId": .string(userID), "tenant": .string(tenant.name.text)]
        object["live"] = await live(userID, tenant)
        let user = await user(userID, tenant)
        // CXone does not know the id, and nobody ever named it to the bridge.
        if state == nil, user.isUnknown { throw Problem(status: 404, code: "unknown_user", detail: "CXone has no user \"\(userID)\"") }
        object["user"] = user.json
        object["lastReported"] = state?.lastReported?.json ?? .null
        object["inForce"] = .string(orNull: state?.inForce?.text)
        object["sequence"] = .int(state?.sequence ?? 0)
        object["openChanges"] = .int(state?.openChanges ?? 0)
        object["nextLook"] = state?.nextLook.map { .time($0) } ?? .null
        object["changes"] = .array(stories.map(\.json))
        return .object(object)
    }

    private func live(_ userID: String, _ tenant: Tenant) async -> JSONValue {
        do {
            return try await tenant.client.liveStatus(userID, notBefore: now(), patience: nil).value.json
        } catch {
            return ["error": ["code": .string(error.label), "detail": .string(error.description)]]
        }
    }

    private func user(_ userID: String, _ tenant: Tenant) async -> (json: JSONValue, isUnknown: Bool) {
        do throws(CXoneFault) {
            let user = try await tenant.client.user(userID)
            tenant.remember(.taken(user, at: now()), of: userID)
            return (user.json, false)
        } catch {
            let isUnknown = if case .notFound = error { true } else { false }
            return (["error": ["code": .string(error.label), "detail": .string(error.description)]], isUnknown)
        }
    }

    func change(_ id: String) async throws(Problem) -> JSONValue {
        do throws(StoreFault) {
            guard let story = try await store.change(ChangeID(id)) else {
                throw StoreFault.moved("unknown")
            }
            return story.json
        } catch .moved {
            throw Self.unknown(ChangeID(id))
        } catch {
            throw .cannotRecord("\(error)")
        }
    }

    static func check(_ userID: String) throws(Problem) {
        guard !UserIDText.isValid(userID) else { return }
        throw Problem(status: 422, code: ChangeFault.invalidUserID.rawValue, detail: UserIDText.rule)
    }
}
