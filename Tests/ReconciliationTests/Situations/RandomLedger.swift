import Reconciliation
import TestSupport

extension SeededRandom {
    mutating func write(for change: ChangeID) -> ConfirmedWrite {
        ConfirmedWrite(
            change: once(in: 4) ? change : ChangeID("chg_0"),
            source: SourceName(pick(["wfm", "wfm", "other"])),
            wanted: wanted(),
            sentAt: past() - .seconds(1),
            confirmedAt: past(),
            grade: pick([.response, .read]),
            isCorrection: once(in: 2)
        )
    }

    mutating func hold(on change: ChangeID) -> HoldInForce {
        HoldInForce(
            reason: pick(HoldReason.allCases),
            change: once(in: 3) ? ChangeID("chg_0") : change,
            since: past(),
            until: once(in: 2) ? nil : around()
        )
    }

    mutating func ledger(for desired: Change, live: LiveReading?) -> Ledger {
        var ledger = Ledger(
            openIntent: once(in: 4) ? intent(for: desired.id) : nil,
            confirmed: (0..<pick([0, 0, 1, 2, 5])).map { _ in write(for: desired.id) },
            corrections: (0..<pick([0, 0, 0, 2, 4])).map { _ in past() },
            isDesiredConfirmed: once(in: 8),
            holds: once(in: 4) ? [hold(on: desired.id)] : [],
            lastRelease: once(in: 3) ? past() : nil,
            lastPersonMove: once(in: 6) ? PersonMove(at: past(), status: "Break") : nil
        )
        if let live, once(in: 2) { ledger.lastSeen = LastSeen(live) }
        return ledger
    }

    mutating func stampede() -> StampedeCount {
        StampedeCount(
            moving: pick([0, 50, 51, 60]),
            toOffline: pick([0, 0, 50, 51]),
            known: pick([nil, 0, 100, 254, 255, 256, 10_000]),
            isExempt: once(in: 6),
            releasedAt: once(in: 4) ? past() : nil
        )
    }

    mutating func intent(for change: ChangeID) -> Intent {
        let recordedAt = once(in: 3) ? now - .hours(1) : past()
        let ended = min(recordedAt + pick([.milliseconds(40), .seconds(1), .seconds(10)]), now)
        return Intent(
            id: IntentID("int_1"),
            change: change,
            wanted: wanted(),
            previous: once(in: 4) ? nil : liveStatus(),
            recordedAt: recordedAt,
            endedAt: once(in: 4) ? nil : ended,
            isAcknowledged: once(in: 3),
            isQueued: once(in: 5)
        )
    }
}
