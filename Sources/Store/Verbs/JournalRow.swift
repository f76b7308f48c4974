package import Reconciliation

/// A journal record that waits in the store until the journal file has it.
package struct JournalRow: Sendable, Hashable {
    /// The order of commits.
    package var ordinal: Int64
    package var content: Content
    package var storedAt: Instant

    /// What the record says: opaque to the store.
    package struct Content: Sendable, Hashable {
        /// Unique among all records of the journal.
        package var recordID: String
        package var bytes: [UInt8]

        package init(recordID: String, bytes: [UInt8]) {
            self.recordID = recordID
            self.bytes = bytes
        }
    }

    package init(ordinal: Int64, content: Content, storedAt: Instant) {
        self.ordinal = ordinal
        self.content = content
        self.storedAt = storedAt
    }
}

/// How far the journal file is behind the store.
package struct JournalLag: Sendable, Hashable {
    package var rows: Int
    package var oldest: Instant?

    package init(rows: Int, oldest: Instant?) {
        self.rows = rows
        self.oldest = oldest
    }
}
