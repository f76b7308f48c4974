import GRDB
import Reconciliation

extension SQLiteTransaction {
    /// Counts up: writing what is there already would not touch the disk.
    func probe(at now: Instant) throws {
        let changed = try run("UPDATE probes SET count = count + 1, at = ? WHERE only = 1", [now.microseconds])
        guard changed == 1 else { throw StoreFault.corrupt("the probe's row is gone") }
    }

    /// True if the bite was not enough. A change counts as one row of it, with all that hangs on it.
    func sweep(_ retention: Retention, at now: Instant) throws -> Bool {
        let finishedBefore = now - retention.finishedChanges
        var left = retention.bite
        left -= try forgetRequests(before: now - retention.acceptedIDs, limit: left)
        if left > 0 { left -= try forgetDelivered(before: finishedBefore, limit: left) }
        if left > 0 { left -= try forgetChanges(before: finishedBefore, limit: left) }
        if left > 0 { left -= try forgetSchedules(before: now - retention.pastSchedules, limit: left) }
        return left <= 0
    }

    static let oldRequestsSQL = """
        SELECT number FROM accepted_requests INDEXED BY accepted_requests_age
        WHERE accepted_at < ? ORDER BY accepted_at LIMIT ?
        """

    private func forgetRequests(before: Instant, limit: Int) throws -> Int {
        try run("DELETE FROM accepted_requests WHERE number IN (\(Self.oldRequestsSQL))", [before.microseconds, limit])
    }

    static let oldDeliveredSQL = """
        SELECT number, event FROM deliveries INDEXED BY deliveries_delivered
        WHERE state = 'delivered' AND finished_at < ? ORDER BY finished_at LIMIT ?
        """

    /// Dead letters, and the events they are about, stay until an operator acts.
    private func forgetDelivered(before: Instant, limit: Int) throws -> Int {
        let old = try all(Self.oldDeliveredSQL, [before.microseconds, limit]) { (number: try $0.int(), event: try $0.int()) }
        for delivery in old {
            try run("DELETE FROM deliveries WHERE number = ?", [delivery.number])
            try run(
                "DELETE FROM events WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event = ?1)",
                [delivery.event]
            )
        }
        return old.count
    }

    /// Kept however old: the change in force, that of the agent's newest write (what the agent was last told to do),
    /// that of an open intent, and one that an open change says it was replaced by.
    static let oldChangesSQL = """
        SELECT c.acceptance FROM changes c INDEXED BY changes_finished
        WHERE c.finished_at < ?
            AND NOT EXISTS (SELECT 1 FROM agents f WHERE f.in_force = c.acceptance)
            AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.change = c.acceptance AND i.settled_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM changes r WHERE r.replaced_by = c.id AND r.finished_at IS NULL)
            AND NOT EXISTS (
                SELECT 1 FROM confirmed_writes w
                WHERE w.change = c.acceptance AND w.number = (SELECT max(number) FROM confirmed_writes WHERE agent = c.agent)
            )
        ORDER BY c.finished_at LIMIT ?
        """

    private func forgetChanges(before: Instant, limit: Int) throws -> Int {
        let old = try all(Self.oldChangesSQL, [before.microseconds, limit], { try $0.int() })
        for acceptance in old {
            try run("DELETE FROM changes WHERE acceptance = ?", [acceptance])
        }
        return old.count
    }
}
