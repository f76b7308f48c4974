import Foundation
import GRDB
import Reconciliation

extension SQLiteTransaction {
    func settle(_ settlement: Settlement) throws {
        var agent = try agentRowMaking(settlement.agent)
        for id in settlement.lapsed {
            try lapse(try change(id, of: agent).acceptance, at: settlement.now)
            agent.releasedAt = max(settlement.now, agent.releasedAt ?? settlement.now)
        }
        for transition in settlement.transitions {
            let change = try change(transition.change, of: agent)
            guard !change.state.isFinal else {
                throw StoreFault.moved("change \(transition.change) is \(change.state.rawValue) already")
            }
            try move(change, by: transition, at: settlement.now)
        }
        for order in settlement.holds { try hold(order, change: try change(order.change, of: agent).acceptance, settlement.now) }
        if let result = settlement.intent { try close(result, of: agent) }
        if let key = settlement.watermark { agent.raise(to: key) }
        if let id = settlement.inForce {
            let acceptance = try change(id, of: agent).acceptance
            // A hold on making the former one again has nothing to hold any more.
            if let former = agent.inForce, former != acceptance { try overtake(former, at: settlement.now) }
            agent.inForce = acceptance
        }
        if settlement.watermark != nil || settlement.inForce != nil { try endOutranked(&agent, at: settlement.now) }
        if let reported = settlement.reported { agent.reported = reported }
        if let satisfying = settlement.satisfying { try note(satisfying, of: agent) }
        if let seen = settlement.seen { agent.seen = seen }
        if let move = settlement.personMove { agent.personMove = move }
        if let unproven = settlement.unproven { try note(unproven, of: agent.id) }
        if let cursor = settlement.cursor { agent.cursor = cursor }
        if let explanation = settlement.explanation { try note(explanation, of: agent.id) }
        if let look = settlement.look {
            agent.nextLook = look.at
            agent.looks = look.count
        }
        for event in settlement.events where !event.deliveries.isEmpty {
            agent.sequence += 1
            try enqueue(event, sequence: agent.sequence, agent: agent.id, at: settlement.now)
        }
        try save(agent)
        try store(settlement.records, at: settlement.now)
    }

    /// A change is in force until a newer one is chosen, whatever becomes of that one.
    func endOutranked(_ agent: inout AgentRow, at now: Instant) throws {
        guard let acceptance = agent.inForce, let watermark = agent.watermark, let change = try change(accepted: acceptance),
            change.key.isBelow(watermark)
        else { return }
        // Nor has a hold on making it again anything to hold any more.
        try overtake(acceptance, at: now)
        agent.inForce = nil
    }

    private func note(_ satisfying: Settlement.Satisfying, of agent: AgentRow) throws {
        try run(
            "INSERT INTO satisfying_segments (agent, start, state_id, change) VALUES (?, ?, ?, ?)",
            [
                agent.id, satisfying.segment.start.microseconds, satisfying.segment.stateID,
                try change(satisfying.change, of: agent).acceptance,
            ]
        )
    }

    private func note(_ unproven: [LastSeen], of agent: Int64) throws {
        try run("DELETE FROM unproven_reports WHERE agent = ?", [agent])
        for (place, report) in unproven.enumerated() {
            try run(
                "INSERT INTO unproven_reports (agent, place, status, since, observed_at) VALUES (?, ?, ?, ?, ?)",
                [agent, place, report.status, report.since?.microseconds, report.observedAt?.microseconds]
            )
        }
    }

    static let unprovenReportsSQL = "SELECT status, since, observed_at FROM unproven_reports WHERE agent = ? ORDER BY place"

    /// Oldest first.
    func unprovenReports(of agent: Int64) throws -> [LastSeen] {
        try all(Self.unprovenReportsSQL, [agent]) {
            LastSeen(status: try $0.text(), since: try $0.instantOrNil(), observedAt: try $0.instantOrNil())
        }
    }

    private func note(_ explanation: [UInt8], of agent: Int64) throws {
        try run("UPDATE agents SET explanation = ? WHERE id = ?", [Data(explanation), agent])
    }

    func requestCancellation(of id: ChangeID, at now: Instant, records: [JournalRow.Content]) throws -> Bool {
        guard let change = try stored(id), !change.state.isFinal else { return false }
        try run(
            "UPDATE changes SET cancel_requested_at = coalesce(cancel_requested_at, ?) WHERE acceptance = ?",
            [now.microseconds, change.acceptance]
        )
        try store(records, at: now)
        return true
    }
}
