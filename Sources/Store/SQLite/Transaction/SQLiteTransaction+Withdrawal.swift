import Foundation
import GRDB
import Reconciliation

extension SQLiteTransaction {
    func withdraw(_ order: Withdrawal) throws -> WithdrawalAnswer {
        switch try answered(order.source, order.requestID, digest: order.bodyDigest) {
        case .same(let answer)?: return .duplicate(answer)
        case .other?: return .idReused
        case nil: break
        }
        let found = try openChanges(for: order)
        let conclusion = order.conclude(found)
        try store(conclusion.records, at: order.at)
        guard let answer = conclusion.answer else { return .nothing }
        try remember(order.source, order.requestID, digest: order.bodyDigest, answer, at: order.at)
        for change in found {
            try run(
                "UPDATE changes SET cancel_requested_at = coalesce(cancel_requested_at, ?) WHERE acceptance = ?",
                [order.at.microseconds, change.acceptance]
            )
        }
        return .withdrawn(found, answer)
    }

    static let openOfSourceSQL = """
        SELECT \(Change.columns) FROM changes c INDEXED BY changes_agent JOIN agents a ON a.id = c.agent
        WHERE c.agent = ? AND c.finished_at IS NULL AND c.source = ? ORDER BY c.acceptance
        """

    /// By reference alone there is no agent to look under: the open changes are searched, which finished ones do not slow.
    static let openOfReferenceSQL = """
        SELECT \(Change.columns) FROM changes c INDEXED BY changes_open JOIN agents a ON a.id = c.agent
        WHERE c.finished_at IS NULL AND c.source = ? AND a.tenant = ? AND c.reference IN (SELECT value FROM json_each(?))
        ORDER BY c.acceptance
        """

    private func openChanges(for order: Withdrawal) throws -> [Change] {
        switch order.target {
        case .agent(let agent):
            guard let row = try agentRow(agent) else { return [] }
            return try all(Self.openOfSourceSQL, [row.id, order.source.text], { try Change(&$0) })
        case .references(let references):
            let list = String(decoding: try JSONEncoder().encode(references), as: UTF8.self)
            return try all(Self.openOfReferenceSQL, [order.source.text, order.tenant.text, list], { try Change(&$0) })
        }
    }
}
