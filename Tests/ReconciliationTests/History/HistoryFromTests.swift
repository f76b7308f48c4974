import Reconciliation
import Testing

/// From when on the history is read for a decision, and what the ledger makes of it.
struct HistoryFromTests {
    private let overlap = HistoryTimeline.overlap

    @Test("a change that nothing satisfies needs the history since it was due, and the state before")
    func due() {
        let training = Situation.atDesk(wanting: .plain(.training))
        #expect(training.historyFrom == now - .minutes(1) - overlap)
    }

    @Test("a break that may have been taken needs it from the earliest moment that counts")
    func satisfying() {
        #expect(Situation.atDesk().historyFrom == now - .minutes(12) - overlap)
        let long = Situation.atDesk().with { $0.desired = .asking(for: .queueBreak, expiresAt: now + .hours(2)) }
        #expect(long.historyFrom == now - .minutes(16) - overlap)
    }

    @Test("a later write or release shortens it, an open intent lengthens it")
    func ledger() {
        let training = Situation.atDesk(wanting: .plain(.training))
        #expect(training.with { $0.ledger.lastRelease = now - .seconds(9) }.historyFrom == now - .seconds(9) - overlap)
        let written = training.with { $0.ledger.confirmed = [.made(of: .plain(.training), at: now - .seconds(20))] }
        #expect(written.historyFrom == now - .seconds(20) - overlap)
        let open = training.with {
            $0.ledger.openIntent = Intent(
                id: IntentID("int"),
                change: $0.desired.id,
                wanted: .plain(.training),
                previous: nil,
                recordedAt: now - .hours(2)
            )
        }
        #expect(open.historyFrom == now - .hours(2) - .seconds(5) - overlap)
    }

    @Test("a raw history is classified by what the ledger knows of the bridge's writes")
    func classified() {
        let raw = HistoryView.whole([
            .at(.minutes(-9), until: .minutes(-5), .status(.available)), .at(.minutes(-5), until: .minutes(-1), .status(.onBreak)),
            .at(.minutes(-1), .status(.available)),
        ])
        let ledger = Ledger(confirmed: [.made(of: .queueBreak, at: now - .minutes(5))])
        let view = raw.classified(by: ledger, capabilities: .platform, policy: Policy())
        #expect(view.segments.map(\.transition) == [.unknown, .bridge, .person])
        #expect(view.personMove(since: now - .minutes(9)) == PersonMove(at: now - .minutes(1), status: "Available", from: "Break"))
        #expect(view.personMove(since: now - .minutes(1)) == nil)
    }
}
