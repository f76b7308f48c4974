import Foundation
import GRDB
import Reconciliation

extension SQLiteTransaction {
    func accept(_ submission: Submission) throws -> Acceptance {
        switch try answered(submission.source, submission.requestID, digest: submission.bodyDigest) {
        case .same(let answer)?: return .duplicate(answer)
        case .other?: return .idReused
        case nil: break
        }
        let results = try submission.schedule.map { try take($0, submission) } ?? takeEach(submission)
        let conclusion = submission.conclude(results)
        guard let answer = conclusion.answer else {
            // Nothing of the items stays, and the id can be used again; that it was tried is recorded.
            try undo()
            try store(conclusion.records, at: submission.at)
            return .nothingAcceptable(results)
        }
        try remember(submission.source, submission.requestID, digest: submission.bodyDigest, answer, at: submission.at)
        try store(conclusion.records, at: submission.at)
        return .accepted(results, answer)
    }

    static let acceptedBeforeSQL = "SELECT digest, answer FROM accepted_requests WHERE source = ? AND request_id = ?"

    enum EarlierAnswer {
        case same(StoredAnswer)
        /// To another body.
        case other
    }

    /// What was answered before to a request of this id; nil if none was accepted.
    func answered(_ source: SourceName, _ id: RequestID, digest: [UInt8]) throws -> EarlierAnswer? {
        try first(Self.acceptedBeforeSQL, [source.text, id.text]) { fields in
            guard try fields.bytes() == digest else { return .other }
            return .same(StoredAnswer(bytes: try fields.bytes()))
        }
    }

    func remember(_ source: SourceName, _ id: RequestID, digest: [UInt8], _ answer: StoredAnswer, at now: Instant) throws {
        try run(
            "INSERT INTO accepted_requests (source, request_id, digest, answer, accepted_at) VALUES (?, ?, ?, ?, ?)",
            [source.text, id.text, Data(digest), Data(answer.bytes), now.microseconds]
        )
    }

    private func takeEach(_ submission: Submission) throws -> [ItemResult] {
        var results: [ItemResult] = []
        results.reserveCapacity(submission.items.count)
        for item in submission.items {
            switch item {
            case .change(let change): results.append(try take(change))
            case .refused: results.append(.refused)
            }
        }
        return results
    }

    /// Takes in a schedule: what it holds again stays as it is, what is new becomes a change, what is gone is withdrawn.
    private func take(_ schedule: SchedulePublication, _ submission: Submission) throws -> [ItemResult] {
        let agent = try agentNumber(of: schedule.agent)
        let source = submission.source
        switch try place(of: schedule, source: source, agent: agent) {
        case .stale(let version): return submission.items.map { $0.isRefused ? .refused : .staleSchedule(behind: version) }
        case .conflict(let version): return submission.items.map { $0.isRefused ? .refused : .scheduleConflict(with: version) }
        case .stands: break
        }
        let earlier = try planned(in: schedule, source: source, agent: agent)
        var free = earlier
        var kept: Set<ChangeID> = []
        let results: [ItemResult] = try submission.items.map { item in
            guard case .change(let change) = item else { return .refused }
            if let index = free.firstIndex(where: { $0.isSameSegment(as: change) }) {
                let same = free.remove(at: index)
                kept.insert(same.id)
                return .existing(same.id, same.state)
            }
            try insert(change, agent: agent, isPlanned: true)
            return .accepted
        }
        try establish(schedule, keeping: kept, of: earlier, source: source, agent: agent, at: submission.at)
        return results
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
        WHERE c.agent = ? AND c.reference = ? AND c.source = ? AND c.finished_at IS NULL AND c.cancel_requested_at IS NULL
        ORDER BY c.acceptance DESC LIMIT 1
        """

    /// What is to be cancelled is as good as gone, though its write may have to be settled first: asked for again it is a new change.
    private func newestOpen(source: SourceName, agent: Int64, reference: String) throws -> Change? {
        try first(Self.newestOpenSQL, [agent, reference, source.text], { try Change(&$0) })
    }

    private func insert(_ change: Change, agent: Int64, isPlanned: Bool = false) throws {
        try run(
            """
            INSERT INTO changes (id, agent, source, source_rank, team, request_id, reference, version,
                effective_at, expires_at, ends_at, accepted_at, accepted_as, state, is_planned, \(Wanted.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                change.id.text, agent, change.source.text, change.sourceRank, change.team, change.requestID.text,
                change.reference, change.version,
                change.effectiveAt.microseconds, change.expiresAt.microseconds, change.endsAt?.microseconds,
                change.acceptedAt.microseconds, change.state.rawValue, change.state.rawValue, isPlanned ? 1 : 0,
            ] + change.wanted.arguments
        )
    }

    static let replaceEarlierSQL = """
        UPDATE changes INDEXED BY changes_open_reference SET replaced_by = ?
        WHERE agent = ? AND reference = ? AND source = ? AND finished_at IS NULL AND cancel_requested_at IS NULL
            AND replaced_by IS NULL AND id <> ?
        """

    private func replaceEarlier(than change: Change, agent: Int64, reference: String) throws {
        try run(Self.replaceEarlierSQL, [change.id.text, agent, reference, change.source.text, change.id.text])
    }
}

extension Submission.Item {
    fileprivate var isRefused: Bool {
        if case .refused = self { true } else { false }
    }
}

extension Change {
    /// Whether a segment of a newer schedule says what this one said.
    fileprivate func isSameSegment(as other: Change) -> Bool {
        reference == other.reference && wanted == other.wanted && effectiveAt == other.effectiveAt && endsAt == other.endsAt
    }
}
