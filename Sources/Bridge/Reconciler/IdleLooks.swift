import DequeModule
import Reconciliation

/// The agents that are only to be looked at, by tenant: they get what room changes leave. A value without clock or tasks.
///
/// Each tenant's go on by themselves: one that is slow, or has changes waiting, does not hold up the others'.
struct IdleLooks {
    private var waiting: [TenantName: Deque<AgentID>] = [:]
    /// Tenants with agents that wait, in the order of their turns.
    private var tenants: Deque<TenantName> = []
    private var running: [TenantName: Int] = [:]
    private(set) var count = 0

    func isWaiting(_ tenant: TenantName) -> Bool { waiting[tenant] != nil }

    mutating func add(_ agent: AgentID) {
        if waiting[agent.tenant] == nil { tenants.append(agent.tenant) }
        waiting[agent.tenant, default: []].append(agent)
        count += 1
    }

    /// The next to be looked at, of the tenants in turn.
    ///
    /// Looks take no more than a quarter of all places, which those tenants share whose agents are looked at: the answers of
    /// one that hangs are not waited for in the places of another.
    ///
    /// - Parameters:
    ///   - limit: runs at once, of all kinds.
    ///   - mayRun: whether a tenant has room for one.
    ///   - isWanted: whether an agent still is to be looked at.
    mutating func next(limit: Int, mayRun: (TenantName) -> Bool, isWanted: (AgentID) -> Bool) -> AgentID? {
        let places = max(1, limit / 4)
        guard count > 0, running.values.reduce(0, +) < places else { return nil }
        let share = max(1, places / Set(waiting.keys).union(running.keys).count)
        for _ in 0..<tenants.count {
            guard let tenant = tenants.popFirst() else { return nil }
            guard running[tenant] ?? 0 < share, mayRun(tenant) else {
                tenants.append(tenant)
                continue
            }
            if let agent = takeFirst(of: tenant, isWanted) {
                running[tenant, default: 0] += 1
                return agent
            }
        }
        return nil
    }

    /// The first of a tenant that still is to be looked at; the tenant goes to the end of the turns, or leaves them.
    private mutating func takeFirst(of tenant: TenantName, _ isWanted: (AgentID) -> Bool) -> AgentID? {
        defer {
            if waiting[tenant]?.isEmpty == false { tenants.append(tenant) } else { waiting[tenant] = nil }
        }
        while let agent = waiting[tenant]?.popFirst() {
            count -= 1
            if isWanted(agent) { return agent }
        }
        return nil
    }

    /// A look that was given out has ended.
    mutating func finished(_ tenant: TenantName) {
        let left = (running[tenant] ?? 1) - 1
        running[tenant] = left > 0 ? left : nil
    }
}
