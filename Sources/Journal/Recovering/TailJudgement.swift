/// What has to be done about the end of the newest file before the journal goes on.
///
/// What tells a torn tail from damage is the store: a record leaves it only after its line is synced, so lines whose records still
/// wait there were never promised to anybody. They are cut and written again, byte for byte the same, even if they look whole:
/// after a failed sync the page cache can show what the disk does not hold (and a second sync of the same pages says nothing).
enum TailJudgement: Sendable, Equatable {
    /// Nothing.
    case sound
    /// Whole lines whose records still wait in the store: cut back to `from` and write them again.
    case rewrite(from: ChainCheck.Point)
    /// A batch that did not get to the disk whole: keep a copy of everything from `asideFrom` on, cut back to `from`.
    case torn(asideFrom: Int64, from: ChainCheck.Point)
    /// Something was changed that had been synced.
    case damaged(JournalDamage)

    /// Judges what was read.
    ///
    /// A tail is torn if
    /// - nothing after the last sound line holds a line feed (part of a line, garbage, zeros), or
    /// - it is what the writer would have written from the store's records, with zeros wherever a block did not get to the disk;
    ///   in both cases provided that all sound lines from the first waiting record on are the store's.
    /// Everything else is damage.
    ///
    /// - Parameters:
    ///   - rest: the file from `firstPending`, or else from the last sound line on; nil if it is too long to be a batch.
    ///   - expected: what the writer would write there from the records that wait in the store.
    init(of reading: TailReading, rest: [UInt8]?, expected: [UInt8]) {
        let cut = reading.firstPending ?? reading.good
        guard cut.offset < reading.size else {
            self = .sound
            return
        }
        guard let rest else {
            let unpromised = !reading.restHasLineFeed && reading.firstPending == nil && reading.damage != nil
            self = unpromised ? .torn(asideFrom: cut.offset, from: cut) : .damaged(reading.damageOrDisagreement)
            return
        }
        let same = zip(rest, expected).prefix { $0 == $1 }.count
        let lineStart = (rest[..<same].lastIndex(of: 0x0A) ?? -1) + 1
        if same == rest.count, lineStart == same {
            self = .rewrite(from: cut)
            return
        }
        let soundIsTheStores = reading.good.offset <= cut.offset + Int64(same)
        if soundIsTheStores, !reading.restHasLineFeed || TailJudgement.isFullOfHoles(rest, expected) {
            self = .torn(asideFrom: cut.offset + Int64(lineStart), from: cut)
        } else {
            self = .damaged(reading.damageOrDisagreement)
        }
    }

    /// Whether the bytes are the expected ones, or a part of them from the start, but for zeros.
    private static func isFullOfHoles(_ rest: [UInt8], _ expected: [UInt8]) -> Bool {
        rest.count <= expected.count && zip(rest, expected).allSatisfy { $0 == $1 || $0 == 0 }
    }
}

extension TailReading {
    /// The first flaw; where the lines themselves are sound, the first line that is not the store's.
    fileprivate var damageOrDisagreement: JournalDamage {
        let point = firstPending ?? good
        return damage
            ?? JournalDamage(
                file: segment.description,
                seq: point.nextSeq,
                offset: point.offset,
                flaw: .disagreesWithStore,
                detail: "was the store restored from an older copy, or does it belong to another journal?"
            )
    }
}
