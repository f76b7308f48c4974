import Reconciliation
import Testing

struct ChangeKeyTests {
    private func key(
        at effectiveAt: Instant = now,
        rank: Int = 0,
        source: String = "wfm",
        version: Int64? = nil,
        acceptance: Int64 = 1
    ) -> ChangeKey {
        ChangeKey(effectiveAt: effectiveAt, sourceRank: rank, source: SourceName(source), version: version, acceptance: acceptance)
    }

    private func expect(_ lower: ChangeKey, below higher: ChangeKey, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(lower.isBelow(higher), sourceLocation: sourceLocation)
        #expect(!higher.isBelow(lower), sourceLocation: sourceLocation)
    }

    @Test("the later effectiveAt is above whatever the version and the acceptance")
    func effectiveAt() {
        expect(key(at: now - tick, version: 9, acceptance: 9), below: key(version: 1, acceptance: 1))
    }

    @Test("at the same effectiveAt the higher version is above whatever the acceptance")
    func version() {
        expect(key(version: 1, acceptance: 9), below: key(version: 2, acceptance: 1))
    }

    @Test("no version is the lowest version")
    func noVersion() {
        expect(key(version: nil, acceptance: 9), below: key(version: 0, acceptance: 1))
        expect(key(version: nil, acceptance: 9), below: key(version: -5, acceptance: 1))
    }

    @Test("at the same effectiveAt and version the later acceptance is above")
    func acceptance() {
        expect(key(version: 3, acceptance: 1), below: key(version: 3, acceptance: 2))
        expect(key(acceptance: 1), below: key(acceptance: 2))
    }

    @Test("versions of different sources are not compared: the later acceptance is above")
    func twoSources() {
        expect(key(source: "a", version: 9, acceptance: 1), below: key(source: "b", version: 1, acceptance: 2))
    }

    @Test("a source that policy ranks higher is above at the same effectiveAt, not at a later one")
    func rank() {
        expect(key(source: "a", acceptance: 9), below: key(rank: 1, source: "b", acceptance: 1))
        expect(key(at: now - tick, rank: 1, source: "b"), below: key(source: "a"))
    }

    @Test("a key is not below itself")
    func itself() {
        #expect(!key(version: 4, acceptance: 7).isBelow(key(version: 4, acceptance: 7)))
    }

    @Test("a change's key is made of its own fields")
    func ofChange() {
        let change = Change.asking(
            for: .queueBreak,
            source: SourceName("a"),
            sourceRank: 2,
            version: 5,
            effectiveAt: now - .hours(1),
            acceptance: 8
        )
        #expect(change.key == key(at: now - .hours(1), rank: 2, source: "a", version: 5, acceptance: 8))
    }

    @Test("a change is due at the later of its effectiveAt and its acceptance")
    func due() {
        #expect(Change.asking(for: .queueBreak, effectiveAt: now - .hours(1)).dueAt == now - .minutes(2))
        #expect(Change.asking(for: .queueBreak, effectiveAt: now + .hours(1)).dueAt == now + .hours(1))
    }

    @Test("the same content is the same wish at the same times, whatever its name")
    func sameContent() {
        let change = Change.asking(for: .queueBreak, id: "chg_1", version: 1, acceptance: 1)
        #expect(change.sameContent(as: .asking(for: .queueBreak, id: "chg_2", version: 1, acceptance: 2)))
        #expect(!change.sameContent(as: .asking(for: Wanted(status: .onBreak, pauseReason: "IT Issue"))))
        #expect(!change.sameContent(as: .asking(for: .queueBreak, effectiveAt: now - .minutes(1) - tick)))
        #expect(!change.sameContent(as: .asking(for: .queueBreak, expiresAt: now + .minutes(9))))
    }

    @Test("without effectiveAt the same content is the same however much later it is accepted")
    func sameContentWithoutTimes() {
        func sent(at accepted: Instant, effectiveAt: Instant? = nil, expiresAt: Instant? = nil, grace: Duration = .minutes(15)) -> Change {
            let effectiveAt = effectiveAt ?? accepted
            return Change(
                id: ChangeID("chg"),
                agent: .anna,
                source: SourceName("wfm"),
                requestID: RequestID("msg"),
                reference: "shift-1",
                version: 3,
                wanted: .queueBreak,
                effectiveAt: effectiveAt,
                expiresAt: expiresAt ?? effectiveAt + grace,
                acceptedAt: accepted,
                state: .due
            )
        }
        let first = sent(at: now)
        #expect(first.sameContent(as: sent(at: now + .seconds(30))))
        #expect(sent(at: now, expiresAt: now + .hours(1)).sameContent(as: sent(at: now + .seconds(30), expiresAt: now + .hours(1))))
        #expect(!sent(at: now, expiresAt: now + .hours(1)).sameContent(as: sent(at: now + .seconds(30), expiresAt: now + .hours(2))))
        #expect(!first.sameContent(as: sent(at: now + .seconds(30), effectiveAt: now + .minutes(5))))
        #expect(!sent(at: now, effectiveAt: now + .minutes(5)).sameContent(as: sent(at: now, effectiveAt: now + .minutes(6))))
    }
}
