import CXone
import Notation
import Reconciliation
import Store

/// What is due up to and with the next quarter hour, and how it will be carried out.
struct Forecast: Sendable {
    let tenant: TenantName
    let at: Instant
    /// The quarter hour that it is about.
    let quarter: Instant
    let budget: PlanBudget
    let plan: Plan
    /// There is more than was looked at.
    let isCut: Bool

    /// Schedules move on :00, :15, :30 and :45.
    static let quarterHour: Duration = .minutes(15)
    /// What became due this long ago and is still open is part of it.
    private static let backlog: Duration = .hours(1)
    /// Changes that are looked at.
    static let mostChanges = 50_000
    /// A status that was seen longer ago says nothing of now.
    private static let knownFor: Duration = .minutes(6)

    /// The next quarter hour, or this very one.
    static func quarter(from now: Instant) -> Instant { next(quarterHour, from: now) }

    /// The next full span since 1970, or this very moment.
    static func next(_ span: Duration, from now: Instant) -> Instant {
        let span = span.inMicroseconds
        return Instant(microseconds: (now.microseconds + span - 1) / span * span)
    }

    /// Plans what the store knows.
    ///
    /// - Parameter live: what each agent is doing, where one read has shown it; nil: what was last seen of each by itself.
    static func make(
        _ tenant: Tenant,
        live: [String: LiveReading]?,
        policy: Policy,
        store: any Store,
        now: Instant
    ) async throws(StoreFault) -> Forecast {
        let quarter = quarter(from: now)
        let changes = try await store.upcoming(from: now - backlog, until: quarter + .seconds(59), limit: mostChanges)
        let due = changes.filter { $0.agent.tenant == tenant.name && $0.isToBeDispatched && $0.expiresAt >= now }
        let moves = due.map { change in
            let userID = change.agent.userID
            return DueMove(change, live: live.map { $0[userID]?.status } ?? tenant.lastSeen(userID, since: now - knownFor))
        }
        let budget = budget(for: moves, of: tenant, policy, now: now)
        return Forecast(
            tenant: tenant.name,
            at: now,
            quarter: quarter,
            budget: budget,
            plan: Plan(moves, budget: budget, unavailableFirst: policy.unavailableFirst, from: now),
            isCut: changes.count == mostChanges
        )
    }

    /// A user who is not known is read as well.
    private static func budget(for moves: [DueMove], of tenant: Tenant, _ policy: Policy, now: Instant) -> PlanBudget {
        let unknown = moves.count { move in
            guard let readAt = tenant.rememberedUser(move.agent.userID).at else { return true }
            return max(now, move.effectiveAt) - readAt > policy.userMaxAge
        }
        let share = moves.isEmpty ? 0 : Double(unknown) / Double(moves.count)
        return PlanBudget(rate: tenant.client.manners.standing.perSecond, callsPerChange: tenant.usualCallsPerChange + share)
    }
}

extension Forecast {
    /// As the operators' API shows it.
    ///
    /// - Parameter limit: so many of each kind at most; the counts are of all.
    func json(limit: Int) -> JSONValue {
        [
            "tenant": .string(tenant.text), "at": .time(at), "quarterHour": .time(quarter),
            "callsPerSecond": .number(JSONNumber((budget.rate * 10).rounded() / 10)),
            "callsPerChange": .number(JSONNumber((budget.callsPerChange * 100).rounded() / 100)),
            "finish": plan.finish.map { .time($0) } ?? .null,
            "counts": ["moves": .int(plan.moves.count), "noOps": .int(plan.noOps.count), "unreachable": .int(plan.unreachable.count)],
            "cut": .bool(isCut),
            "moves": .array(
                plan.moves.prefix(limit).map { planned in
                    .object(planned.move.json.adding(["start": .time(planned.start), "finish": .time(planned.finish)]))
                }
            ),
            "noOps": .array(plan.noOps.prefix(limit).map { .object($0.json) }),
            "unreachable": .array(plan.unreachable.prefix(limit).map { .object($0.json) }),
        ]
    }
}

extension JSONObject {
    fileprivate func adding(_ others: JSONObject) -> JSONObject {
        var object = self
        for member in others.members { object[member.name] = member.value }
        return object
    }
}

extension DueMove {
    fileprivate var json: JSONObject {
        [
            "changeId": .string(change.text), "userId": .string(agent.userID), "team": .string(orNull: team),
            "status": .string(target.rawValue), "live": .string(orNull: live?.label),
            "effectiveAt": .time(effectiveAt), "expiresAt": .time(expiresAt),
        ]
    }
}

extension Change {
    /// Nobody but time stands in its way.
    fileprivate var isToBeDispatched: Bool { state == .scheduled || state == .due || state == .waiting }
}
