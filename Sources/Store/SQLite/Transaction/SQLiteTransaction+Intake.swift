import Foundation
import GRDB
import Reconciliation

extension SQLiteTransaction {
    func accept(_ submission: Submission) throws -> Acceptance {
        if let known = try acceptedBefore(submission) { return known }
        var results: [ItemResult] = []
        results.reserveCapacity(submission.items.count)
        for item in submission.items {
            switch item {
            case .change(let change): results.append(try take(change))
            case .refused: results.append(.refused)
            }
        }
        let conclusion = submission.conclude(results)
        guard let answer = conclusion.answer else {
            // Nothing of the items stays, and the id can be used again; that it was tried is recorded.
            try undo()
            try store(conclusion.records, at: submission.at)
            return .nothingAcceptable(results)
        }
        try run(
            "INSERT INTO accepted_requests (source, request_id, digest, answer, accepted_at) VALUES (?, ?, ?, ?, ?)",
            [
                submission.source.text, submission.requestID.text, Data(submission.bodyDigest), Data(answer.bytes),
                submission.at.microseconds,
            ]
        )
        try store(conclusion.records, at: submission.at)
        return .accepted(results, answer)
    }

    static let acceptedBeforeSQL = "SELECT digest, answer FROM accepted_requests WHERE source = ? AND request_id = ?"

    private func acceptedBefore(_ submission: Submission) throws -> Acceptance? {
        try first(Self.acceptedBeforeSQL, [submission.source.text, submission.requestID.text]) { fields in
            guard try fields.bytes() == submission.bodyDigest else { return .idReused }
            return .duplicate(StoredAnswer(bytes: try fields.bytes()))
        }
    }

    /// Compares a change with the newest open one of the same source, agent and reference, and stores it if it stands.
    private func take(_ change: Change) throws -> ItemResult {
        let agent = try agentNumber(of: change.agent)
        guard let reference = change.reference else {
            try insert(change, agent: agent)
            return .accepted
        }
        let newest = try newestOpen(source: change.source, agent: agent, reference: reference)
        switch (newest?.version, change.version) {
        case (let old?, let new?) where old == new:
            guard let newest, newest.sameContent(as: change) else { return .versionConflict(with: newest?.id ?? change.id) }
            return .existing(newest.id, newest.state)
        case (let old?, let new) where new.map({ $0 < old }) ?? true:
            return .staleVersion(behind: newest?.id ?? change.id)
        default:
            try insert(change, agent: agent)
            if newest != nil { try replaceEarlier(than: change, agent: agent, reference: reference) }
            return .accepted
        }
    }

    static let newestOpenSQL = """
        SELECT \(Change.columns) FROM changes c INDEXED BY changes_open_reference JOIN agents a ON a.id = c.agent
        WHERE c.agent = ? AND c.reference = ? AND c.source = ? AND c.finished_at IS NULL
        ORDER BY c.acceptance DESC LIMIT 1
        """

    private func newestOpen(source: SourceName, agent: Int64, reference: String) throws -> Change? {
        try first(Self.newestOpenSQL, [agent, reference, source.text], { try Change(&$0) })
    }

    private func insert(_ change: Change, agent: Int64) throws {
        try run(
            """
            INSERT INTO changes (id, agent, source, source_rank, team, request_id, reference, version,
                effective_at, expires_at, ends_at, accepted_at, accepted_as, state, \(Wanted.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                change.id.text, agent, change.source.text, change.sourceRank, change.team, change.requestID.text,
                change.reference, change.version,
                change.effectiveAt.microseconds, change.expiresAt.microseconds, change.endsAt?.microseconds,
                change.acceptedAt.microseconds, change.state.rawValue, change.state.rawValue,
            ] + change.wanted.arguments
        )
    }

    static let replaceEarlierSQL = """
        UPDATE changes INDEXED BY changes_open_reference SET replaced_by = ?
        WHERE agent = ? AND reference = ? AND source = ? AND finished_at IS NULL AND replaced_by IS NULL AND id <> ?
        """

    private func replaceEarlier(than change: Change, agent: Int64, reference: String) throws {
        try run(Self.replaceEarlierSQL, [change.id.text, agent, reference, change.source.text, change.id.text])
    }
}
