import Foundation
import GRDB
import Reconciliation

extension SQLiteTransaction {
    func enqueue(_ event: EventDraft, sequence: Int64, agent: Int64, at now: Instant) throws {
        try run(
            "INSERT INTO events (id, agent, sequence, type, body, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            [event.id.text, agent, sequence, event.type, Data(event.compose(sequence)), now.microseconds]
        )
        let number = db.lastInsertedRowID
        for route in event.deliveries {
            try run(
                "INSERT INTO deliveries (id, event, endpoint, agent, sequence, state, next_at) VALUES (?, ?, ?, ?, ?, 'queued', ?)",
                [route.id.text, number, route.endpoint.text, agent, sequence, now.microseconds]
            )
            // If the lane has a head already, that one is older and stays.
            try run(
                "INSERT INTO lanes (endpoint, agent, head, due_at, in_hand) VALUES (?, ?, ?, ?, 0) ON CONFLICT (endpoint, agent) DO NOTHING",
                [route.endpoint.text, agent, db.lastInsertedRowID, now.microseconds]
            )
        }
    }

    static let dueLanesSQL = """
        SELECT d.number, l.agent, d.id, e.id, a.tenant, a.user_id, d.sequence, e.type, e.body, d.attempts, e.created_at, d.fence
        FROM lanes l INDEXED BY lanes_due
            CROSS JOIN deliveries d ON d.number = l.head
            CROSS JOIN events e ON e.number = d.event
            CROSS JOIN agents a ON a.id = l.agent
        WHERE l.endpoint = ? AND l.due_at <= ? ORDER BY l.due_at LIMIT ?
        """

    /// A lane in hand is due again when its lease has run out.
    func claimDeliveries(_ claim: DeliveryClaim) throws -> [Delivery] {
        let heads = try all(Self.dueLanesSQL, [claim.endpoint.text, claim.now.microseconds, claim.limit]) { fields in
            let number = try fields.int()
            let lane = try fields.int()
            let delivery = Delivery(
                id: try fields.name(),
                event: try fields.name(),
                endpoint: claim.endpoint,
                agent: try fields.agent(),
                sequence: try fields.int(),
                type: try fields.text(),
                body: try fields.bytes(),
                attempts: Int(try fields.int()),
                createdAt: try fields.instant(),
                fence: try fields.int() + 1
            )
            return (number: number, lane: lane, delivery: delivery)
        }
        for head in heads {
            try run(
                "UPDATE deliveries SET owner = ?, fence = ?, lease_until = ? WHERE number = ?",
                [claim.owner, head.delivery.fence, claim.leaseUntil.microseconds, head.number]
            )
            try run(
                "UPDATE lanes SET due_at = ?, in_hand = 1 WHERE endpoint = ? AND agent = ?",
                [claim.leaseUntil.microseconds, claim.endpoint.text, head.lane]
            )
        }
        return heads.map(\.delivery)
    }

    func settleDelivery(_ settlement: DeliverySettlement) throws {
        let claimed = try first(
            "SELECT number, endpoint, agent, owner IS NOT NULL, fence FROM deliveries WHERE id = ?",
            [settlement.delivery.text]
        ) { (number: try $0.int(), endpoint: try $0.text(), agent: try $0.int(), inHand: try $0.flag(), fence: try $0.int()) }
        guard let claimed, claimed.inHand, claimed.fence == settlement.fence else {
            throw StoreFault.moved("delivery \(settlement.delivery) is no longer in hand under fence \(settlement.fence)")
        }
        switch settlement.result {
        case .delivered:
            try finish(claimed.number, as: "delivered", attempts: 0, error: nil, at: settlement.at)
        case .dead(let error):
            try finish(claimed.number, as: "dead", attempts: 1, error: error, at: settlement.at)
        case .retry(let at, let error):
            try requeue(claimed.number, attempts: 1, error: error, nextAt: at)
        case .returned(let error):
            try requeue(claimed.number, attempts: 0, error: error, nextAt: nil)
        }
        try advanceLane(endpoint: claimed.endpoint, agent: claimed.agent)
        try store(settlement.records, at: settlement.at)
    }

    private func finish(_ number: Int64, as state: String, attempts: Int, error: String?, at now: Instant) throws {
        try run(
            """
            UPDATE deliveries SET state = ?, attempts = attempts + ?, last_error = ?, finished_at = ?,
                owner = NULL, lease_until = NULL
            WHERE number = ?
            """,
            [state, attempts, error, now.microseconds, number]
        )
    }

    private func requeue(_ number: Int64, attempts: Int, error: String, nextAt: Instant?) throws {
        try run(
            """
            UPDATE deliveries SET attempts = attempts + ?, last_error = ?, next_at = coalesce(?, next_at),
                owner = NULL, lease_until = NULL
            WHERE number = ?
            """,
            [attempts, error, nextAt?.microseconds, number]
        )
    }

    static let laneHeadSQL = """
        SELECT number, next_at FROM deliveries INDEXED BY deliveries_queued
        WHERE endpoint = ? AND agent = ? AND state = 'queued' ORDER BY sequence LIMIT 1
        """

    /// Puts the oldest queued delivery at the head of a lane whose head was just let go.
    private func advanceLane(endpoint: String, agent: Int64) throws {
        let head = try first(Self.laneHeadSQL, [endpoint, agent]) { (number: try $0.int(), nextAt: try $0.int()) }
        if let head {
            try run(
                "UPDATE lanes SET head = ?, due_at = ?, in_hand = 0 WHERE endpoint = ? AND agent = ?",
                [head.number, head.nextAt, endpoint, agent]
            )
        } else {
            try run("DELETE FROM lanes WHERE endpoint = ? AND agent = ?", [endpoint, agent])
        }
    }

    static let nextDeliverySQL = """
        SELECT due_at FROM lanes INDEXED BY lanes_due WHERE endpoint = ? AND in_hand = 0 ORDER BY due_at LIMIT 1
        """

    func nextDelivery(at endpoint: EndpointName) throws -> Instant? {
        try first(Self.nextDeliverySQL, [endpoint.text], { try $0.instant() })
    }

    static let deliveryCountsSQL = """
        SELECT endpoint, count(*), 0 FROM deliveries INDEXED BY deliveries_queued WHERE state = 'queued' GROUP BY endpoint
        UNION ALL
        SELECT endpoint, 0, count(*) FROM deliveries INDEXED BY deliveries_dead WHERE state = 'dead' GROUP BY endpoint
        """

    func deliveryCounts() throws -> [EndpointName: DeliveryCounts] {
        let rows = try all(Self.deliveryCountsSQL) { fields in
            (EndpointName(try fields.text()), DeliveryCounts(queued: Int(try fields.int()), dead: Int(try fields.int())))
        }
        return Dictionary(rows) { DeliveryCounts(queued: $0.queued + $1.queued, dead: $0.dead + $1.dead) }
    }

    /// Voids the claims of earlier runs: one process uses a store, so whoever held them is gone.
    func reclaimAbandoned() throws {
        try run(
            """
            UPDATE lanes SET in_hand = 0, due_at = (SELECT next_at FROM deliveries WHERE number = lanes.head) WHERE in_hand = 1
            """
        )
        try run("UPDATE deliveries INDEXED BY deliveries_claimed SET owner = NULL, lease_until = NULL WHERE owner IS NOT NULL")
    }
}
