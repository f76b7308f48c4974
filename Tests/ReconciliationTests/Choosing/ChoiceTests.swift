import Reconciliation
import Testing

struct ChoiceTests {
    private func change(
        _ id: String,
        source: String = "wfm",
        version: Int64? = nil,
        effectiveAt: Instant = now - .minutes(1),
        expiresAt: Instant? = nil,
        acceptance: Int64,
        state: ChangeState = .due
    ) -> Change {
        .asking(
            for: .queueBreak,
            id: id,
            source: SourceName(source),
            version: version,
            effectiveAt: effectiveAt,
            expiresAt: expiresAt ?? now + .minutes(10),
            acceptance: acceptance,
            state: state
        )
    }

    private func choose(_ open: [Change], watermark: ChangeKey? = nil, applying: String? = nil) -> Choice {
        Choice(among: open, watermark: watermark, applying: applying.map { ChangeID($0) }, now: now)
    }

    @Test("nothing open, nothing desired")
    func nothing() {
        #expect(choose([]) == choose([], watermark: change("a", acceptance: 1).key))
        #expect(choose([]).desired == nil)
        #expect(choose([]).nextDue == nil)
    }

    @Test("a change is due from its effectiveAt on, not a microsecond earlier")
    func dueOrNot() {
        #expect(choose([change("a", effectiveAt: now, acceptance: 1)]).desired?.id.text == "a")
        let early = choose([change("a", effectiveAt: now + tick, acceptance: 1, state: .scheduled)])
        #expect(early.desired == nil)
        #expect(early.superseded.isEmpty)
        #expect(early.nextDue == now + tick)
    }

    @Test("the next look is at the earliest of the scheduled changes")
    func nextDue() {
        let open = [
            change("a", effectiveAt: now + .hours(2), acceptance: 1), change("b", effectiveAt: now + .hours(1), acceptance: 2),
            change("c", effectiveAt: now + .hours(3), acceptance: 3),
        ]
        #expect(choose(open).nextDue == now + .hours(1))
    }

    @Test("the greatest key is desired, in whatever order they come, and the rest is superseded")
    func greatest() {
        let open = [
            change("late", effectiveAt: now - .seconds(1), acceptance: 1), change("early", effectiveAt: now - .hours(1), acceptance: 3),
            change("middle", effectiveAt: now - .minutes(5), acceptance: 2),
        ]
        for list in [open, open.reversed(), [open[1], open[0], open[2]]] {
            let choice = choose(list)
            #expect(choice.desired?.id.text == "late")
            #expect(choice.superseded.map(\.id.text) == ["middle", "early"])
        }
    }

    @Test("a scheduled change does not supersede one that is due")
    func future() {
        let choice = choose([
            change("due", acceptance: 1), change("later", effectiveAt: now + .hours(1), acceptance: 2, state: .scheduled),
        ])
        #expect(choice.desired?.id.text == "due")
        #expect(choice.superseded.isEmpty)
    }

    @Test("within one source the higher version wins over the later acceptance; across sources the acceptance decides")
    func versions() {
        let own = choose([change("v2", version: 2, acceptance: 1), change("v1", version: 1, acceptance: 2)])
        #expect(own.desired?.id.text == "v2")
        let two = choose([
            change("a9", source: "a", version: 9, acceptance: 1), change("b1", source: "b", version: 1, acceptance: 2),
        ])
        #expect(two.desired?.id.text == "b1")
    }

    @Test("with versions in one source and another source between them the choice does not depend on the order of the list")
    func circle() {
        // a2 is above a1 by version, a1 above b by acceptance, b above a2 by acceptance: a circle, so each source's best counts.
        let open = [
            change("a2", source: "a", version: 2, acceptance: 1), change("b", source: "b", acceptance: 2),
            change("a1", source: "a", version: 1, acceptance: 3),
        ]
        for list in [open, open.reversed(), [open[2], open[0], open[1]], [open[1], open[2], open[0]]] {
            #expect(choose(list).desired?.id.text == "b")
        }
    }

    @Test("a replaced change is superseded, due or not, even above the one that replaced it")
    func replaced() {
        var old = change("old", version: 1, effectiveAt: now - .seconds(1), acceptance: 1)
        old.replacedBy = ChangeID("new")
        let choice = choose([old, change("new", version: 2, effectiveAt: now - .hours(1), acceptance: 2)])
        #expect(choice.desired?.id.text == "new")
        #expect(choice.superseded.map(\.id.text) == ["old"])

        var scheduled = change("old", effectiveAt: now + .hours(1), acceptance: 1, state: .scheduled)
        scheduled.replacedBy = ChangeID("new")
        #expect(choose([scheduled]).superseded.map(\.id.text) == ["old"])
        #expect(choose([scheduled]).nextDue == nil)
    }

    @Test("a withdrawn change is cancelled, due or not, and the one below it is desired")
    func cancelled() {
        var withdrawn = change("high", effectiveAt: now - .seconds(1), acceptance: 2)
        withdrawn.cancelRequestedAt = now
        var scheduled = change("later", effectiveAt: now + .hours(1), acceptance: 3)
        scheduled.cancelRequestedAt = now
        let choice = choose([change("low", acceptance: 1), withdrawn, scheduled])
        #expect(choice.desired?.id.text == "low")
        #expect(choice.cancelled.map(\.id.text) == ["high", "later"])
        #expect(choice.superseded.isEmpty)
        #expect(choice.nextDue == nil)
    }

    @Test("what is below the highest key ever chosen is superseded, whatever became of the higher one")
    func watermark() {
        let gone = change("gone", effectiveAt: now - .seconds(30), acceptance: 2)
        let choice = choose([change("low", acceptance: 1)], watermark: gone.key)
        #expect(choice.desired == nil)
        #expect(choice.superseded.map(\.id.text) == ["low"])
    }

    @Test("the change that set the highest key stays desired")
    func ownWatermark() {
        let own = change("own", acceptance: 1)
        #expect(choose([own], watermark: own.key).desired == own)
        #expect(choose([own], watermark: own.key).superseded.isEmpty)
    }

    @Test(
        "above the highest key ever chosen a change is desired, held or waiting as it may be",
        arguments: [ChangeState.due, .waiting, .held]
    )
    func above(state: ChangeState) {
        let old = change("old", effectiveAt: now - .hours(1), acceptance: 1)
        let new = change("new", acceptance: 2, state: state)
        #expect(choose([new], watermark: old.key).desired == new)
    }

    @Test("a held change is superseded by a newer one")
    func held() {
        let choice = choose([change("held", acceptance: 1, state: .held), change("new", acceptance: 2)])
        #expect(choice.desired?.id.text == "new")
        #expect(choice.superseded.map(\.id.text) == ["held"])
    }

    @Test("a change that is being applied comes first, and nothing that is due is superseded before it is settled")
    func applying() {
        let writing = change("writing", acceptance: 1, state: .applying)
        let choice = choose([writing, change("newer", effectiveAt: now, acceptance: 2)], watermark: writing.key, applying: "writing")
        #expect(choice.desired?.id.text == "writing")
        #expect(choice.superseded.isEmpty)
    }

    @Test("what expires while another change is being applied is settled at once, and counts as chosen")
    func expiredBesides() {
        let writing = change("writing", acceptance: 1, state: .applying)
        let late = change("late", effectiveAt: now - .seconds(9), expiresAt: now - .seconds(1), acceptance: 2)
        let due = change("due", effectiveAt: now - .seconds(9), expiresAt: now, acceptance: 3)
        let choice = choose([writing, late, due], watermark: writing.key, applying: "writing")
        #expect(choice.desired?.id.text == "writing")
        #expect(choice.expired.map(\.id.text) == ["late"])
        #expect(choice.superseded.isEmpty)
        #expect(choice.isApplyingOvertaken)
        // Once it has been settled only the watermark tells of it.
        #expect(choose([writing], watermark: late.key, applying: "writing").isApplyingOvertaken)
        #expect(!choose([writing], watermark: writing.key, applying: "writing").isApplyingOvertaken)
        // With nothing in the air the decision about it says so.
        #expect(choose([late]).expired.isEmpty)
        #expect(choose([late]).desired?.id.text == "late")
    }

    @Test("a change that is being applied is neither superseded nor cancelled, though replaced and withdrawn")
    func applyingReplaced() {
        var writing = change("writing", acceptance: 1, state: .applying)
        writing.replacedBy = ChangeID("newer")
        writing.cancelRequestedAt = now
        let choice = choose([writing, change("newer", acceptance: 2)], applying: "writing")
        #expect(choice.desired?.id.text == "writing")
        #expect(choice.superseded.isEmpty)
        #expect(choice.cancelled.isEmpty)
        // Settled: now it goes the way of the others.
        #expect(choose([writing]).superseded.map(\.id.text) == ["writing"])
    }

    @Test("while one change is being applied, replaced and withdrawn ones are settled and the next due time is known")
    func besides() {
        var old = change("old", acceptance: 1)
        old.replacedBy = ChangeID("new")
        var withdrawn = change("withdrawn", acceptance: 2)
        withdrawn.cancelRequestedAt = now
        let open = [
            change("writing", acceptance: 3, state: .applying), old, withdrawn,
            change("later", effectiveAt: now + .hours(1), acceptance: 4, state: .scheduled),
        ]
        let choice = choose(open, applying: "writing")
        #expect(choice.superseded.map(\.id.text) == ["old"])
        #expect(choice.cancelled.map(\.id.text) == ["withdrawn"])
        #expect(choice.nextDue == now + .hours(1))
    }
}
