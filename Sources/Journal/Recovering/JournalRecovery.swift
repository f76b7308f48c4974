import LibCrypto
import Notation

/// What was put right at a start; for the log.
package struct JournalRecovery: Sendable, Hashable {
    /// A torn tail that was copied aside and cut off.
    package struct TornTail: Sendable, Hashable {
        /// The name of the copy in the journal's directory.
        package let copy: String
        package let file: String
        /// Where it was cut; nil if an earlier start that did not come to record it made the copy.
        package let offset: Int64?
        package let bytes: Int64
        package let sha256: String
    }

    /// Torn tails recorded at this start, one at most unless an earlier start was itself cut short.
    package internal(set) var tornTails: [TornTail] = []
    /// Bytes of whole lines that were cut because their records still wait in the store; they are written again.
    package internal(set) var rewrittenBytes: Int64 = 0
    /// Damage that was accepted.
    package internal(set) var acceptedDamage: JournalDamage?

    /// Nothing had to be put right.
    package static let none = JournalRecovery()

    static let idPrefix = "recovered-"
}

extension JournalRecovery.TornTail {
    /// The same for the same copy, so that a start that is repeated does not record it twice.
    var recordID: String { JournalRecovery.idPrefix + copy }

    func record(at now: UnixMicroseconds, boot: String) -> JournalRecord {
        JournalRecord(
            recordID: recordID,
            timestamp: now,
            boot: boot,
            type: .recovered,
            action: "torn_tail_cut",
            payload: [
                "file": .string(file), "offset": offset.map { .int($0) } ?? .null, "bytes": .int(bytes), "sha256": .string(sha256),
                "copy": .string(copy),
            ],
            success: true
        )
    }
}

extension JournalDamage {
    func acceptance(at now: UnixMicroseconds, boot: String) -> JournalRecord {
        JournalRecord(
            recordID: "\(JournalRecovery.idPrefix)\(file).damage-\(offset)",
            timestamp: now,
            boot: boot,
            type: .recovered,
            action: "damage_accepted",
            payload: [
                "file": .string(file), "seq": .int(seq), "offset": .int(offset), "reason": .string(flaw.label),
                "detail": .string(detail),
            ],
            success: true
        )
    }
}
