import Foundation
import GRDB
import Reconciliation

extension SQLiteTransaction {
    func store(_ records: [JournalRow.Content], at now: Instant) throws {
        for record in records {
            try run(
                "INSERT INTO journal_rows (journal, record_id, bytes, stored_at) VALUES (?, ?, ?, ?)",
                [journal, record.recordID, Data(record.bytes), now.microseconds]
            )
        }
    }

    static let journalRowsSQL = """
        SELECT ordinal, record_id, bytes, stored_at FROM journal_rows
        WHERE journal = ? AND ordinal > ? ORDER BY ordinal LIMIT ?
        """

    func journalRows(after ordinal: Int64, limit: Int) throws -> [JournalRow] {
        try all(Self.journalRowsSQL, [journal, ordinal, limit]) { fields in
            JournalRow(
                ordinal: try fields.int(),
                content: JournalRow.Content(recordID: try fields.text(), bytes: try fields.bytes()),
                storedAt: try fields.instant()
            )
        }
    }

    func pruneJournalRows(through ordinal: Int64) throws {
        try run("DELETE FROM journal_rows WHERE journal = ? AND ordinal <= ?", [journal, ordinal])
    }

    func journalLag() throws -> JournalLag {
        let rows = try first("SELECT count(*) FROM journal_rows WHERE journal = ?", [journal], { try $0.int() })
        let oldest = try first(
            "SELECT stored_at FROM journal_rows WHERE journal = ? ORDER BY ordinal LIMIT 1",
            [journal],
            { try $0.instant() }
        )
        return JournalLag(rows: Int(rows ?? 0), oldest: oldest)
    }
}
