import LibCrypto

/// What was found in the newest file of a journal at a start.
struct TailReading: Sendable, Equatable {
    /// Where the chain would go on if the file were taken as it is, flaws and all.
    struct AsFound: Sendable, Equatable {
        var nextSeq: Int64
        var prev: SHA256Digest
    }

    let segment: SegmentName
    /// The size of the file in bytes.
    let size: Int64
    /// Behind the last sound line.
    var good: ChainCheck.Point
    /// Before the first line whose record still waits in the store; nil if there is none.
    var firstPending: ChainCheck.Point?
    /// The first line that is not sound.
    var damage: JournalDamage?
    /// Whether what follows the sound lines holds a line feed.
    var restHasLineFeed = false
    var asFound: AsFound
    /// Ids of records that wait in the store and were met in the file.
    var pendingIDs: Set<String> = []
    /// Ids of records by which the journal told of its own recovery.
    var recoveredIDs: Set<String> = []
    /// Whether the file was read from its beginning.
    var isWhole = true
}
