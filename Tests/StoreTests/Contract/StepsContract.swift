import Reconciliation
import Store
import Testing

@Suite("Contract: steps of reconciliation")
struct StepsContract {
    @Test("a whole step is one commit, and all of it is there after opening again", arguments: StoreContract.all)
    func wholeStep(_ contract: StoreContract) async throws {
        let change = Change.sample("chg")
        let write = ConfirmedWrite(
            change: change.id,
            source: wfm,
            wanted: change.wanted,
            sentAt: t0 + .seconds(1),
            confirmedAt: t0 + .seconds(2),
            grade: .response,
            isCorrection: true
        )
        let reported = ReportedStatus(status: "Break", pauseReason: "Queue Full", since: t0, observedAt: t0 + .seconds(2))
        try await contract.reopened { store in
            try await store.take(change)
            _ = try await store.begin(change, intent: "int_1")
            var step = Settlement(agent: ann, now: t0 + .seconds(3))
            step.transitions = [Transition(change: change.id, to: .applied, outcome: .applied)]
            step.intent = IntentResult(intent: IntentID("int_1"), ending: .confirmed(write), at: t0 + .seconds(2))
            step.inForce = change.id
            step.reported = reported
            step.look = Settlement.Look(at: nil, count: 0)
            step.events = [.sample("evt_1", to: [hook])]
            step.records = [content("r1"), content("r2")]
            try await store.settle(step)
        } then: { store in
            let dossier = try await store.dossier(of: ann)
            #expect(dossier.open.isEmpty)
            #expect(dossier.ledger.openIntent == nil)
            #expect(dossier.ledger.confirmed == [write])
            #expect(dossier.inForce?.id == change.id)
            #expect(dossier.inForce?.state == .applied)
            #expect(dossier.lastReported == reported)
            let story = try #require(try await store.change(change.id))
            #expect(story.outcome == .applied)
            #expect(story.history.map(\.state) == [.due, .applying, .applied])
            #expect(story.history.last?.at == t0 + .seconds(3))
            let state = try #require(try await store.agent(ann))
            #expect(state.sequence == 1 && state.openChanges == 0 && state.inForce == change.id && state.lastReported == reported)
            #expect(try await store.allRows() == ["r1", "r2"])
            #expect(try await store.claim(at: t0 + .seconds(3)).map(\.event.text) == ["evt_1"])
        }
    }

    @Test(
        "a change that is final never moves, and nothing of such a step stays",
        arguments: StoreContract.all,
        ChangeState.allCases.filter(\.isFinal)
    )
    func finalStays(_ contract: StoreContract, _ state: ChangeState) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("done"), .sample("open"))
            try await store.move("done", to: state)
            var step = Settlement(agent: ann, now: t0)
            step.transitions = [
                Transition(change: ChangeID("open"), to: .waiting), Transition(change: ChangeID("done"), to: .failed),
            ]
            step.events = [.sample("evt", to: [hook])]
            step.records = [content("no")]
            let refused = await label { [step] () async throws(StoreFault) in try await store.settle(step) }
            #expect(refused == "moved")
            #expect(try await store.change(ChangeID("open"))?.change.state == .due)
            #expect(try await store.change(ChangeID("done"))?.change.state == state)
            #expect(try await store.agent(ann)?.sequence == 0)
            #expect(try await store.allRows().isEmpty)
        }
    }

    @Test("a change the store does not know is moved, another agent's is a mistake", arguments: StoreContract.all)
    func strangers(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("bobs", of: bob))
            func settle(_ id: String) async -> String {
                await label { () async throws(StoreFault) in
                    var step = Settlement(agent: ann, now: t0)
                    step.transitions = [Transition(change: ChangeID(id), to: .failed)]
                    try await store.settle(step)
                }
            }
            #expect(await settle("nobodys") == "moved")
            #expect(await settle("bobs") == "corrupt")
        }
    }

    @Test("waiting again adds no entry to the history; why it waits is kept when it ends", arguments: StoreContract.all)
    func waiting(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            for (reason, second) in [(WaitReason.onContact, 1), (.wrapUp, 2)] as [(WaitReason, Int64)] {
                var step = Settlement(agent: ann, now: t0 + .seconds(second))
                step.transitions = [
                    Transition(
                        change: ChangeID("chg"),
                        to: .waiting,
                        outcome: .waiting,
                        code: reason.rawValue,
                        lastWait: reason,
                        ineffectiveWrites: Int(second)
                    )
                ]
                try await store.settle(step)
            }
            let waiting = try #require(try await store.change(ChangeID("chg")))
            #expect(waiting.history.map(\.state) == [.due, .waiting])
            #expect(waiting.outcome == .waiting && waiting.code == "wrap_up")
            #expect(waiting.change.lastWait == .wrapUp && waiting.change.ineffectiveWrites == 2)
            try await store.move("chg", to: .applied)
            let applied = try #require(try await store.change(ChangeID("chg")))
            #expect(applied.code == nil)
            #expect(applied.change.lastWait == .wrapUp)
        }
    }

    @Test("every wait reason and every outcome can be stored", arguments: StoreContract.all)
    func vocabulary(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            for outcome in Outcome.allCases {
                for reason in WaitReason.allCases {
                    var step = Settlement(agent: ann, now: t0)
                    step.transitions = [Transition(change: ChangeID("chg"), to: .waiting, outcome: outcome, lastWait: reason)]
                    try await store.settle(step)
                    let story = try #require(try await store.change(ChangeID("chg")))
                    #expect(story.outcome == outcome && story.change.lastWait == reason)
                }
            }
            for status in Status.allCases {
                try await store.take(.sample("chg_\(status)", wanted: Wanted(status: status)))
                #expect(try await store.change(ChangeID("chg_\(status)"))?.change.wanted.status == status)
            }
        }
    }

    @Test("the watermark only rises", arguments: StoreContract.all)
    func watermark(_ contract: StoreContract) async throws {
        try await contract.fresh { (store: any Store) async throws in
            func raise(_ minutes: Int64, _ version: Int64?) async throws -> ChangeKey? {
                var step = Settlement(agent: ann, now: t0)
                step.watermark = ChangeKey(
                    effectiveAt: t0 + .minutes(minutes),
                    sourceRank: 0,
                    source: wfm,
                    version: version,
                    acceptance: minutes
                )
                try await store.settle(step)
                return try await store.dossier(of: ann).watermark
            }
            #expect(try await raise(2, nil)?.effectiveAt == t0 + .minutes(2))
            #expect(try await raise(1, 9)?.effectiveAt == t0 + .minutes(2))
            #expect(try await raise(2, 4)?.version == 4)
            #expect(try await raise(2, 3)?.version == 4)
            #expect(try await raise(3, nil)?.version == nil)
        }
    }

    @Test("the newest twenty writes come oldest first", arguments: StoreContract.all)
    func writes(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            for number in Int64(1)...25 {
                let change = Change.sample("chg_\(number)")
                try await store.take(change)
                _ = try await store.begin(change, intent: "int_\(number)")
                var step = Settlement(agent: ann, now: t0)
                let write = ConfirmedWrite(
                    change: change.id,
                    source: wfm,
                    wanted: change.wanted,
                    sentAt: t0,
                    confirmedAt: t0 + .seconds(number),
                    grade: .read
                )
                step.transitions = [Transition(change: change.id, to: .applied)]
                step.intent = IntentResult(intent: IntentID("int_\(number)"), ending: .confirmed(write), at: t0)
                try await store.settle(step)
            }
            let confirmed = try await store.dossier(of: ann).ledger.confirmed
            #expect(confirmed.map(\.change.text) == (6...25).map { "chg_\($0)" })
        }
    }

    @Test("withdrawing marks an open change once, and a final or unknown one not at all", arguments: StoreContract.all)
    func cancellation(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("open"), .sample("done"))
            try await store.move("done", to: .applied)
            #expect(try await store.requestCancellation(of: ChangeID("open"), at: t0, records: [content("r1")]))
            #expect(try await store.requestCancellation(of: ChangeID("open"), at: t0 + .seconds(9), records: []))
            #expect(try await !store.requestCancellation(of: ChangeID("done"), at: t0, records: [content("no")]))
            #expect(try await !store.requestCancellation(of: ChangeID("none"), at: t0, records: [content("no")]))
            #expect(try await store.change(ChangeID("open"))?.change.cancelRequestedAt == t0)
            #expect(try await store.allRows() == ["r1"])
        }
    }
}
