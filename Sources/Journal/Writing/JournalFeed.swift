package import Notation

/// Where the journal's records come from: the store, seen through three closures.
package struct JournalFeed: Sendable {
    /// The oldest records not yet pruned whose ordinal is greater, in the order of their commits, at most `limit`.
    package let pending: @Sendable (_ after: Int64, _ limit: Int) async throws -> [PendingRecord]
    /// Forgets the records up to and with an ordinal. Called only for records that are in the file and synced.
    package let prune: @Sendable (_ through: Int64) async throws -> Void
    /// How many records wait, and since when.
    package let backlog: @Sendable () async throws -> JournalBacklog

    package init(
        pending: @escaping @Sendable (_ after: Int64, _ limit: Int) async throws -> [PendingRecord],
        prune: @escaping @Sendable (_ through: Int64) async throws -> Void,
        backlog: @escaping @Sendable () async throws -> JournalBacklog
    ) {
        self.pending = pending
        self.prune = prune
        self.backlog = backlog
    }
}

/// A record that was committed in the store and is not known to be in the file.
package struct PendingRecord: Sendable, Hashable {
    /// Where it stands in the order of commits: no record may appear later with a lower one.
    package let ordinal: Int64
    package let recordID: String
    /// `JournalRecord.encoded()`.
    package let content: [UInt8]
    package let storedAt: UnixMicroseconds

    package init(ordinal: Int64, recordID: String, content: [UInt8], storedAt: UnixMicroseconds) {
        self.ordinal = ordinal
        self.recordID = recordID
        self.content = content
        self.storedAt = storedAt
    }
}

/// How far the file is behind the store.
package struct JournalBacklog: Sendable, Hashable {
    package var rows: Int
    /// When the oldest of them was stored; nil if there is none.
    package var oldest: UnixMicroseconds?

    package init(rows: Int, oldest: UnixMicroseconds?) {
        self.rows = rows
        self.oldest = oldest
    }

    package static let none = JournalBacklog(rows: 0, oldest: nil)
}
