import Reconciliation
import Store
import Testing

@Suite("Contract: intents")
struct IntentContract {
    @Test("an intent is recorded with the change, the watermark and the records", arguments: StoreContract.all)
    func recorded(_ contract: StoreContract) async throws {
        let change = Change.sample("chg")
        try await contract.reopened { store in
            try await store.take(change)
            #expect(try await store.recordIntent(.sample(change, intent: "int_1", records: [content("r1")])) == .recorded)
        } then: { store in
            let dossier = try await store.dossier(of: ann)
            let expected = Intent(
                id: IntentID("int_1"),
                change: change.id,
                wanted: change.wanted,
                previous: .status(.available),
                previousSince: t0 - .minutes(7),
                recordedAt: t0
            )
            #expect(dossier.ledger.openIntent == expected)
            #expect(dossier.open.map(\.state) == [.applying])
            #expect(dossier.watermark == change.key)
            #expect(try await store.allRows() == ["r1"])
        }
    }

    @Test("what was checked before a write is known after a restart", arguments: StoreContract.all)
    func compliance(_ contract: StoreContract) async throws {
        let change = Change.sample("chg")
        let checked = Compliance(roleChecked: .passed, shiftValidated: .failed, wrapUpVerified: .notRun(reason: "no answer yet"))
        try await contract.reopened { store in
            try await store.take(change)
            var order = IntentOrder.sample(change, intent: "int_1")
            order.intent = Intent(
                id: IntentID("int_1"),
                change: change.id,
                wanted: change.wanted,
                previous: nil,
                recordedAt: t0,
                compliance: checked
            )
            #expect(try await store.recordIntent(order) == .recorded)
        } then: { store in
            let dossier = try await store.dossier(of: ann)
            #expect(dossier.ledger.openIntent?.compliance == checked)
        }
    }

    @Test(
        "the status before the write comes back as it was",
        arguments: StoreContract.all,
        [LiveStatus.status(.busy), .notReady(label: "PAUSED"), .unknown(label: "UNKNOWN(42)"), nil]
    )
    func previous(_ contract: StoreContract, _ status: LiveStatus?) async throws {
        try await contract.fresh { store in
            let change = Change.sample("chg")
            try await store.take(change)
            var order = IntentOrder.sample(change, intent: "int_1")
            order.intent = Intent(id: IntentID("int_1"), change: change.id, wanted: change.wanted, previous: status, recordedAt: t0)
            #expect(try await store.recordIntent(order) == .recorded)
            #expect(try await store.dossier(of: ann).ledger.openIntent?.previous == status)
        }
    }

    private func withdrawn(
        _ contract: StoreContract,
        _ reason: IntentAnswer.Reason,
        at now: Instant = t0,
        prepare: (any Store, Change) async throws -> Void
    ) async throws {
        try await contract.fresh { store in
            let change = Change.sample("chg", reference: "r", version: 1)
            try await store.take(change)
            try await prepare(store, change)
            let rows = try await store.allRows()
            let before = try await store.dossier(of: ann)
            let answer = try await store.recordIntent(.sample(change, intent: "int_x", at: now, records: [content("no")]))
            #expect(answer == .withdrawn(reason))
            #expect(try await store.dossier(of: ann) == before)
            #expect(try await store.allRows() == rows)
        }
    }

    @Test("not once the change has expired", arguments: StoreContract.all)
    func expired(_ contract: StoreContract) async throws {
        try await withdrawn(contract, .expired, at: t0 + .minutes(15) + .microseconds(1)) { _, _ in }
    }

    @Test("but still at the very moment of expiry", arguments: StoreContract.all)
    func lastMoment(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let change = Change.sample("chg")
            try await store.take(change)
            #expect(try await store.begin(change, intent: "int_1", at: t0 + .minutes(15)) == .recorded)
        }
    }

    @Test("not once somebody withdrew the change", arguments: StoreContract.all)
    func cancelled(_ contract: StoreContract) async throws {
        try await withdrawn(contract, .cancelled) { (store: any Store, change: Change) async throws in
            #expect(try await store.requestCancellation(of: change.id, at: t0, records: []))
        }
    }

    @Test("not once a newer version is there", arguments: StoreContract.all)
    func replaced(_ contract: StoreContract) async throws {
        try await withdrawn(contract, .replaced) { store, _ in
            try await store.take(.sample("new", reference: "r", version: 2))
        }
    }

    @Test("not once the change is final", arguments: StoreContract.all)
    func settled(_ contract: StoreContract) async throws {
        try await withdrawn(contract, .settled) { store, _ in try await store.move("chg", to: .superseded) }
    }

    @Test("not while all writes are paused", arguments: StoreContract.all)
    func paused(_ contract: StoreContract) async throws {
        try await withdrawn(contract, .paused) { store, _ in try await store.setPaused(true, at: t0, records: []) }
    }

    @Test("not while another intent of the agent is open", arguments: StoreContract.all)
    func intentOpen(_ contract: StoreContract) async throws {
        try await withdrawn(contract, .intentOpen) { store, _ in
            let other = Change.sample("other")
            try await store.take(other)
            #expect(try await store.begin(other, intent: "int_1") == .recorded)
        }
    }

    @Test("of many at the same time one is recorded", arguments: StoreContract.all)
    func race(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let change = Change.sample("chg")
            try await store.take(change)
            let answers = try await withThrowingTaskGroup(of: IntentAnswer.self) { group in
                for number in 0..<20 {
                    group.addTask { try await store.begin(change, intent: "int_\(number)") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { $0 == .recorded }.count == 1)
            #expect(answers.filter { $0 == .withdrawn(.intentOpen) }.count == 19)
        }
    }

    @Test("after a call that ended and showed nothing it is still open", arguments: StoreContract.all, [false, true])
    func ended(_ contract: StoreContract, _ acknowledged: Bool) async throws {
        try await contract.fresh { store in
            let change = Change.sample("chg")
            try await store.take(change)
            _ = try await store.begin(change, intent: "int_1")
            var step = Settlement(agent: ann, now: t0 + .seconds(3))
            step.intent = IntentResult(intent: IntentID("int_1"), ending: .ended(acknowledged: acknowledged), at: t0 + .seconds(2))
            try await store.settle(step)
            let open = try #require(try await store.dossier(of: ann).ledger.openIntent)
            #expect(open.endedAt == t0 + .seconds(2))
            #expect(open.isAcknowledged == acknowledged)
        }
    }

    @Test("a result for an intent that is not open is refused, and undoes the step", arguments: StoreContract.all)
    func moved(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let change = Change.sample("chg")
            try await store.take(change)
            _ = try await store.begin(change, intent: "int_1")
            var step = Settlement(agent: ann, now: t0)
            step.intent = IntentResult(intent: IntentID("int_1"), ending: .closed(code: "cxone_400"), at: t0)
            try await store.settle(step)
            #expect(try await store.dossier(of: ann).ledger.openIntent == nil)
            step.transitions = [Transition(change: change.id, to: .failed)]
            step.records = [content("no")]
            let refused = await label { [step] () async throws(StoreFault) in try await store.settle(step) }
            #expect(refused == "moved")
            #expect(try await store.dossier(of: ann).open.map(\.state) == [.applying])
            #expect(try await store.allRows().isEmpty)
        }
    }

    @Test(
        "a write that takes back another leaves a mark, and the other open; while all writes are paused there is none",
        arguments: StoreContract.all
    )
    func takingBack(_ contract: StoreContract) async throws {
        let change = Change.sample("chg")
        let mark = WriteMark(takingBack: Wanted(status: .training), at: t0 + .seconds(9))
        try await contract.reopened { (store: any Store) async throws in
            func takeBack(_ queued: String) async throws -> IntentAnswer {
                var order = IntentOrder.sample(change, intent: "back_\(queued)", at: mark.sentAt, records: [content("back")])
                order.intent = Intent(
                    id: order.intent.id,
                    change: change.id,
                    wanted: mark.wanted,
                    previous: nil,
                    recordedAt: mark.sentAt,
                    isQueued: true
                )
                order.takesBack = IntentID(queued)
                return try await store.recordIntent(order)
            }
            try await store.take(change)
            #expect(try await takeBack("int_1") == .withdrawn(.settled))
            #expect(try await store.begin(change, intent: "int_1") == .recorded)
            #expect(try await takeBack("int_2") == .withdrawn(.settled))
            try await store.setPaused(true, at: t0, records: [])
            #expect(try await takeBack("int_1") == .withdrawn(.paused))
            #expect(try await store.dossier(of: ann).ledger.takenBack.isEmpty)
            #expect(try await store.allRows().isEmpty)
            try await store.setPaused(false, at: t0, records: [])
            // Withdrawn or too late, as what is taken back mostly is.
            #expect(try await store.requestCancellation(of: change.id, at: t0, records: []))
            #expect(try await takeBack("int_1") == .recorded)
        } then: { store in
            let ledger = try await store.dossier(of: ann).ledger
            #expect(ledger.takenBack == [mark])
            #expect(ledger.openIntent?.id == IntentID("int_1"))
            #expect(ledger.corrections.isEmpty)
            #expect(try await store.dossier(of: ann).open.map(\.state) == [.applying])
            #expect(try await store.allRows() == ["back"])
        }
    }
}
