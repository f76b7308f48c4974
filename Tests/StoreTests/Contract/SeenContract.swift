import Reconciliation
import Store
import Testing

@Suite("Contract: what was seen of an agent, and what corrected it")
struct SeenContract {
    @Test("what a step saw of the agent and of its history is there after opening again", arguments: StoreContract.all)
    func seen(_ contract: StoreContract) async throws {
        let seen = LastSeen(status: "PAUSED", since: t0, observedAt: t0 + .seconds(1))
        let move = PersonMove(at: t0 - .seconds(30), status: "Break", from: "Available")
        let unproven = [LastSeen(status: "Break", since: nil, observedAt: t0), LastSeen(status: "PAUSED", since: t0, observedAt: nil)]
        let cursor = SegmentID(start: t0 - .minutes(1), stateID: 5)
        let satisfying = SegmentID(start: t0 - .minutes(9), stateID: 4)
        try await contract.reopened { store in
            try await store.take(.sample("chg"))
            var step = Settlement(agent: ann, now: t0)
            step.seen = seen
            step.personMove = move
            step.cursor = cursor
            step.unproven = unproven
            step.satisfying = Settlement.Satisfying(segment: satisfying, change: ChangeID("chg"))
            step.transitions = [Transition(change: ChangeID("chg"), to: .satisfied, outcome: .satisfied)]
            step.explanation = [1, 2, 3]
            try await store.settle(step)
            // A step that says nothing of these leaves them as they are.
            try await store.settle(Settlement(agent: ann, now: t0 + .seconds(1)))
        } then: { store in
            let dossier = try await store.dossier(of: ann)
            #expect(dossier.ledger.lastSeen == seen && dossier.ledger.lastPersonMove == move && dossier.cursor == cursor)
            #expect(dossier.unproven == unproven)
            #expect(dossier.ledger.satisfying == [satisfying])
            #expect(try await store.explanation(of: ann) == [1, 2, 3])
            #expect(try await store.explanation(of: bob) == nil)
            var step = Settlement(agent: ann, now: t0 + .seconds(2))
            step.unproven = []
            try await store.settle(step)
            #expect(try await store.dossier(of: ann).unproven.isEmpty)
        }
    }

    @Test("one segment satisfies one change", arguments: StoreContract.all)
    func once(_ contract: StoreContract) async throws {
        let segment = SegmentID(start: t0, stateID: 4)
        try await contract.fresh { store in
            try await store.take(.sample("one"), .sample("two"))
            func satisfy(_ change: String) async -> String {
                await label { () async throws(StoreFault) in
                    var step = Settlement(agent: ann, now: t0)
                    step.satisfying = Settlement.Satisfying(segment: segment, change: ChangeID(change))
                    try await store.settle(step)
                }
            }
            #expect(await satisfy("one") == "none")
            #expect(await satisfy("two") != "none")
            #expect(try await store.dossier(of: ann).ledger.satisfying == [segment])
        }
    }

    @Test("a correction of the change in force leaves it applied, counts when it is sent, and is confirmed", arguments: StoreContract.all)
    func correction(_ contract: StoreContract) async throws {
        let change = Change.sample("chg")
        func write(at: Instant) -> ConfirmedWrite {
            ConfirmedWrite(
                change: change.id,
                source: wfm,
                wanted: change.wanted,
                sentAt: at,
                confirmedAt: at,
                grade: .read,
                isCorrection: at > t0,
                shownSince: at + .seconds(2)
            )
        }
        try await contract.fresh { store in
            try await store.take(change)
            #expect(try await store.dossier(of: ann).confirmed.isEmpty)
            _ = try await store.begin(change, intent: "int_1")
            var step = Settlement(agent: ann, now: t0)
            step.intent = IntentResult(intent: IntentID("int_1"), ending: .confirmed(write(at: t0)), at: t0)
            step.transitions = [Transition(change: change.id, to: .applied, outcome: .applied)]
            step.inForce = change.id
            try await store.settle(step)
            #expect(try await store.begin(change, intent: "int_2") == .withdrawn(.settled))

            // Past the change's own expiry: a correction acts for what is in force.
            let later = t0 + .hours(1)
            var order = IntentOrder.sample(change, intent: "int_3", at: later)
            order.isCorrection = true
            #expect(try await store.recordIntent(order) == .recorded)
            #expect(try await store.change(change.id)?.change.state == .applied)
            #expect(try await store.dossier(of: ann).ledger.corrections == [later])
            var end = Settlement(agent: ann, now: later)
            end.intent = IntentResult(intent: IntentID("int_3"), ending: .confirmed(write(at: later)), at: later)
            try await store.settle(end)
            let dossier = try await store.dossier(of: ann)
            #expect(dossier.ledger.confirmed == [write(at: t0), write(at: later)])
            #expect(dossier.confirmed == [change.id])
            #expect(try await store.change(change.id)?.history.map(\.state) == [.due, .applying, .applied])
        }
    }

    @Test("what was made is in force until a newer change is chosen, whatever becomes of that one", arguments: StoreContract.all)
    func untilNewer(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("made"), .sample("newer", effectiveAt: t0 + .minutes(5)))
            let open = try await store.dossier(of: ann).open
            var step = Settlement(agent: ann, now: t0)
            step.transitions = [Transition(change: open[0].id, to: .already, outcome: .already)]
            step.watermark = open[0].key
            step.inForce = open[0].id
            try await store.settle(step)
            var held = Settlement(agent: ann, now: t0)
            held.holds = [
                HoldOrder(id: HoldID("hld"), change: open[0].id, source: wfm, reason: .fight, words: "again and again", until: nil)
            ]
            try await store.settle(held)
            #expect(try await store.dossier(of: ann).inForce?.id == open[0].id)
            #expect(try await store.holds(openOnly: true, after: nil, limit: 9).count == 1)

            var waits = Settlement(agent: ann, now: t0 + .minutes(5))
            waits.transitions = [Transition(change: open[1].id, to: .waiting, outcome: .waiting, lastWait: .onContact)]
            waits.watermark = open[1].key
            try await store.settle(waits)
            try await store.move("newer", to: .expired, at: t0 + .minutes(20))
            #expect(try await store.dossier(of: ann).inForce == nil)
            #expect(try await store.agent(ann)?.inForce == nil)
            #expect(try await store.holds(openOnly: true, after: nil, limit: 9).isEmpty)
            var order = IntentOrder.sample(open[0], intent: "int", at: t0 + .minutes(21))
            order.isCorrection = true
            #expect(try await store.recordIntent(order) == .withdrawn(.settled))
        }
    }

    @Test("what is found to be made after a newer one was chosen is not in force", arguments: StoreContract.all)
    func madeTooLate(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("old"), .sample("newer", effectiveAt: t0 + .minutes(5)))
            let open = try await store.dossier(of: ann).open
            var chosen = Settlement(agent: ann, now: t0 + .minutes(5))
            chosen.transitions = [Transition(change: open[1].id, to: .expired, outcome: .expired)]
            chosen.watermark = open[1].key
            try await store.settle(chosen)
            var step = Settlement(agent: ann, now: t0 + .minutes(6))
            step.transitions = [Transition(change: open[0].id, to: .applied, outcome: .applied)]
            step.watermark = open[0].key
            step.inForce = open[0].id
            try await store.settle(step)
            #expect(try await store.dossier(of: ann).inForce == nil)
        }
    }

    @Test(
        "a write is a correction once it took effect or CXone said yes, or while nobody knows; not once it was lost or refused",
        arguments: StoreContract.all
    )
    func corrections(_ contract: StoreContract) async throws {
        try await contract.fresh { (store: any Store) async throws in
            try await store.take(.sample("chg"))
            let change = try #require(try await store.dossier(of: ann).open.first)
            var step = Settlement(agent: ann, now: t0)
            step.transitions = [Transition(change: change.id, to: .already, outcome: .already)]
            step.inForce = change.id
            try await store.settle(step)
            func corrections(_ name: String, endsAs code: String?) async throws -> Int {
                var order = IntentOrder.sample(change, intent: "int_\(name)")
                order.isCorrection = true
                #expect(try await store.recordIntent(order) == .recorded)
                let before = try await store.dossier(of: ann).ledger.corrections.count
                var end = Settlement(agent: ann, now: t0)
                end.intent = IntentResult(intent: order.intent.id, ending: code.map { .closed(code: $0) } ?? .abandoned, at: t0)
                try await store.settle(end)
                let after = try await store.dossier(of: ann).ledger.corrections.count
                return after == before ? 1 : 0
            }
            for code in ["not_taken", "conflict", "throttled", "not_sent", "forbidden", "not_found", "rejected", "withdrawn"] {
                #expect(try await corrections(code, endsAs: code) == 0, "\(code)")
            }
            #expect(try await corrections("not_effective", endsAs: "not_effective") == 1)
            #expect(try await corrections("unknown", endsAs: nil) == 1)
        }
    }

    @Test("a correction of what is no longer in force is not begun", arguments: StoreContract.all)
    func notInForce(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            try await store.move("chg", to: .applied)
            var order = IntentOrder.sample(.sample("chg"), intent: "int")
            order.isCorrection = true
            #expect(try await store.recordIntent(order) == .withdrawn(.settled))
        }
    }
}
