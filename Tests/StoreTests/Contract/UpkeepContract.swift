import Reconciliation
import Store
import Testing

@Suite("Contract: switches and upkeep")
struct UpkeepContract {
    @Test("a pause lasts until it is lifted, also over a restart", arguments: StoreContract.all)
    func pause(_ contract: StoreContract) async throws {
        try await contract.reopened { store in
            #expect(try await store.switches() == Switches(paused: false))
            try await store.setPaused(true, at: t0, records: [content("r1")])
        } then: { store in
            #expect(try await store.switches() == Switches(paused: true))
            #expect(try await store.allRows() == ["r1"])
            try await store.setPaused(false, at: t0, records: [])
            #expect(try await store.switches() == Switches(paused: false))
        }
    }

    @Test("ids are forgotten after their time and not before", arguments: StoreContract.all)
    func ids(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let request = Submission.sample("msg_1", items: [.change(.sample("chg_1"))])
            _ = try await store.accept(request)
            #expect(try await !store.sweep(Retention(), at: t0 + .days(7)))
            guard case .duplicate = try await store.accept(request) else {
                Issue.record("forgotten too early")
                return
            }
            #expect(try await !store.sweep(Retention(), at: t0 + .days(7) + .microseconds(1)))
            let later = Submission.sample("msg_1", items: [.change(.sample("chg_2"))])
            guard case .accepted = try await store.accept(later) else {
                Issue.record("never forgotten")
                return
            }
        }
    }

    @Test("finished changes go after their time with all that hangs on them; open ones stay", arguments: StoreContract.all)
    func changes(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("open"), .sample("done"), .sample("young"))
            try await store.move("done", to: .applied, at: t0)
            try await store.move("young", to: .applied, at: t0 + .days(1))
            #expect(try await !store.sweep(Retention(), at: t0 + .days(30) + .seconds(1)))
            #expect(try await store.changes(of: ann, reference: nil, limit: 9).map(\.change.id.text) == ["young", "open"])
        }
    }

    @Test("the change in force and that of the newest write stay however old", arguments: StoreContract.all)
    func kept(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            for id in ["first", "second", "third"] {
                let change = Change.sample(id)
                try await store.take(change)
                _ = try await store.begin(change, intent: "int_\(id)")
                let write = ConfirmedWrite(
                    change: change.id,
                    source: wfm,
                    wanted: change.wanted,
                    sentAt: t0,
                    confirmedAt: t0,
                    grade: .read
                )
                var step = Settlement(agent: ann, now: t0)
                step.transitions = [Transition(change: change.id, to: .applied)]
                step.intent = IntentResult(intent: IntentID("int_\(id)"), ending: .confirmed(write), at: t0)
                if id == "second" { step.inForce = change.id }
                try await store.settle(step)
            }
            #expect(try await !store.sweep(Retention(), at: t0 + .days(31)))
            #expect(try await store.changes(of: ann, reference: nil, limit: 9).map(\.change.id.text) == ["third", "second"])
            let dossier = try await store.dossier(of: ann)
            #expect(dossier.inForce?.id.text == "second")
            #expect(dossier.ledger.confirmed.map(\.change.text) == ["second", "third"])
        }
    }

    @Test("numbers of acceptance rise even after the last change was forgotten", arguments: StoreContract.all)
    func acceptance(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("done"))
            let first = try #require(try await store.change(ChangeID("done"))).change.acceptance
            try await store.move("done", to: .refused)
            _ = try await store.sweep(Retention(), at: t0 + .days(31))
            #expect(try await store.change(ChangeID("done")) == nil)
            try await store.take(.sample("next"))
            #expect(try #require(try await store.change(ChangeID("next"))).change.acceptance > first)
        }
    }

    @Test("delivered events go, dead letters and what is queued stay", arguments: StoreContract.all)
    func deliveries(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            for number in 1...3 { try await store.queue("evt_\(number)") }
            try await store.end(try #require(try await store.claim().first), .delivered)
            try await store.end(try #require(try await store.claim().first), .dead(error: "http_400"))
            #expect(try await !store.sweep(Retention(), at: t0 + .days(365)))
            #expect(try await store.deliveryCounts() == [hook: .init(queued: 1, dead: 1)])
            // The id of the forgotten event is free again; that of the dead letter is not.
            try await store.queue("evt_1")
            #expect(
                await label { () async throws(StoreFault) in
                    var step = Settlement(agent: ann, now: t0)
                    step.events = [.sample("evt_2", to: [hook])]
                    try await store.settle(step)
                } == "corrupt"
            )
        }
    }

    @Test("a sweep takes small bites and says when more is left", arguments: StoreContract.all)
    func bites(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            for number in 0..<5 {
                try await store.take(.sample("chg_\(number)"))
                try await store.move("chg_\(number)", to: .applied)
            }
            var retention = Retention()
            retention.bite = 4
            var bites = 0
            while try await store.sweep(retention, at: t0 + .days(40)) { bites += 1 }
            #expect(bites == 2)
            #expect(try await store.changes(of: ann, reference: nil, limit: 9).isEmpty)
        }
    }

    @Test("a probe commits, over and over", arguments: StoreContract.all)
    func probe(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            for _ in 0..<3 { try await store.probe(at: t0) }
        }
    }

    @Test("a closed store refuses every verb, and closing it again is no fault", arguments: StoreContract.all)
    func closed(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.close()
            #expect(await label { () async throws(StoreFault) in try await store.probe(at: t0) } == "closed")
            #expect(await label { () async throws(StoreFault) in _ = try await store.agenda() } == "closed")
            try await store.close()
        }
    }
}
