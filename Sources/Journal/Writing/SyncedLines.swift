/// Lines of which the disk has said that it holds them.
///
/// Only the journal's file makes one, after fdatasync has returned 0: who holds one may prune.
struct SyncedLines: Sendable, Equatable {
    let firstSeq: Int64
    let lastSeq: Int64
    /// What was written, in bytes.
    let bytes: Int
    /// How long the sync took.
    let syncDuration: Duration
}
