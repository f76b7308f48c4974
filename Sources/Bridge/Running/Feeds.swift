import Journal
import Notation
import Reconciliation
import Store

extension JournalFeed {
    /// The store's records, for the journal's writer.
    init(of store: any Store) {
        self.init(
            pending: { after, limit in
                try await store.journalRows(after: after, limit: limit).map { row in
                    PendingRecord(
                        ordinal: row.ordinal,
                        recordID: row.content.recordID,
                        content: row.content.bytes,
                        storedAt: row.storedAt.microseconds
                    )
                }
            },
            prune: { try await store.pruneJournalRows(through: $0) },
            backlog: {
                let lag = try await store.journalLag()
                return JournalBacklog(rows: lag.rows, oldest: lag.oldest?.microseconds)
            }
        )
    }
}

extension Readiness {
    init(gate: RecordingGate, store: any Store, tenants: [TenantName: Tenant], now: UnixMicroseconds) async {
        journal = gate.reason
        do throws(StoreFault) {
            try await store.probe(at: Instant(microseconds: now))
        } catch {
            self.store = "\(error)"
        }
        var states = JSONObject()
        for name in tenants.keys.sorted() {
            states[name.text] = tenants[name]?.health.json ?? .null
        }
        cxone = .object(states)
    }
}
