import Reconciliation
import Store
import Testing

@Suite("Contract: journal records")
struct JournalRowsContract {
    @Test("rows come in the order of their commits, from where one left off", arguments: StoreContract.all)
    func order(_ contract: StoreContract) async throws {
        try await contract.reopened { store in
            try await store.record([content("a"), content("b")], at: t0)
            try await store.record([content("c")], at: t0 + .seconds(1))
        } then: { store in
            let rows = try await store.journalRows(after: 0, limit: 10)
            #expect(rows.map(\.content) == [content("a"), content("b"), content("c")])
            #expect(rows.map(\.ordinal) == rows.map(\.ordinal).sorted())
            #expect(rows.map(\.storedAt) == [t0, t0, t0 + .seconds(1)])
            #expect(try await store.journalRows(after: rows[0].ordinal, limit: 1).map(\.content.recordID) == ["b"])
        }
    }

    @Test("pruned rows are gone, and their ordinals never come again", arguments: StoreContract.all)
    func prune(_ contract: StoreContract) async throws {
        let last = Ordinal()
        try await contract.reopened { store in
            try await store.record([content("a"), content("b"), content("c")], at: t0)
            let rows = try await store.journalRows(after: 0, limit: 10)
            try await store.pruneJournalRows(through: rows[1].ordinal)
            #expect(try await store.allRows() == ["c"])
            try await store.pruneJournalRows(through: rows[2].ordinal)
            last.value = rows[2].ordinal
        } then: { store in
            try await store.record([content("d")], at: t0)
            let next = try #require(try await store.journalRows(after: last.value, limit: 10).first)
            #expect(next.content.recordID == "d")
        }
    }

    @Test("the lag counts rows and knows the oldest", arguments: StoreContract.all)
    func lag(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            #expect(try await store.journalLag() == JournalLag(rows: 0, oldest: nil))
            try await store.record([content("a")], at: t0)
            try await store.record([content("b"), content("c")], at: t0 + .seconds(5))
            #expect(try await store.journalLag() == JournalLag(rows: 3, oldest: t0))
            let first = try #require(try await store.journalRows(after: 0, limit: 1).first)
            try await store.pruneJournalRows(through: first.ordinal)
            #expect(try await store.journalLag() == JournalLag(rows: 2, oldest: t0 + .seconds(5)))
        }
    }

    @Test("a record id stored twice fails that verb alone", arguments: StoreContract.all)
    func twice(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.record([content("a")], at: t0)
            let again = await label { () async throws(StoreFault) in try await store.record([content("b"), content("a")], at: t0) }
            #expect(again == "corrupt")
            #expect(try await store.allRows() == ["a"])
        }
    }
}

/// Carries a number from one half of a test to the other.
private final class Ordinal {
    var value: Int64 = 0
}
