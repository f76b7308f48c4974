import Reconciliation
import Store
import Testing

@Suite("Contract: who wants a look")
struct AgendaContract {
    @Test("a scheduled change wants a look when it becomes due, even after opening again", arguments: StoreContract.all)
    func scheduled(_ contract: StoreContract) async throws {
        try await contract.reopened { store in
            try await store.take(
                .sample("later", effectiveAt: t0 + .hours(2), state: .scheduled),
                .sample("sooner", effectiveAt: t0 + .hours(1), state: .scheduled)
            )
        } then: { (store: any Store) async throws in
            #expect(try await store.agenda() == [AgendaItem(agent: ann, lookAt: t0 + .hours(1))])
        }
    }

    @Test(
        "anything else that is open wants one now",
        arguments: StoreContract.all,
        [ChangeState.due, .waiting, .held, .applying]
    )
    func open(_ contract: StoreContract, _ state: ChangeState) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            if state != .due { try await store.move("chg", to: state) }
            let item = try #require(try await store.agenda().first)
            #expect(item.agent == ann && item.lookAt <= t0)
        }
    }

    @Test("a scheduled change that was replaced or withdrawn wants one now", arguments: StoreContract.all)
    func settledEarly(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let later = t0 + .hours(1)
            try await store.take(
                .sample("old", reference: "r", version: 1, effectiveAt: later, state: .scheduled),
                .sample("new", reference: "r", version: 2, effectiveAt: later, state: .scheduled),
                .sample("other", of: bob, effectiveAt: later, state: .scheduled)
            )
            #expect(try await store.agenda().first?.agent == ann)
            #expect(try await store.agenda().first.map { $0.lookAt <= t0 } == true)
            #expect(try await store.agenda().last == AgendaItem(agent: bob, lookAt: later))
            #expect(try await store.requestCancellation(of: ChangeID("other"), at: t0 + .seconds(5), records: []))
            #expect(try await store.agenda().last == AgendaItem(agent: bob, lookAt: t0 + .seconds(5)))
        }
    }

    @Test("a noted look counts if it is earlier", arguments: StoreContract.all)
    func notedLook(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("later", effectiveAt: t0 + .hours(2), state: .scheduled))
            var step = Settlement(agent: ann, now: t0)
            step.look = Settlement.Look(at: t0 + .hours(1), count: 3)
            try await store.settle(step)
            #expect(try await store.agenda() == [AgendaItem(agent: ann, lookAt: t0 + .hours(1))])
            let dossier = try await store.dossier(of: ann)
            #expect(dossier.looks == 3)
            #expect(dossier.nextLook == t0 + .hours(1))
        }
    }

    @Test("an open intent is on it though its change is final, and an agent with nothing open is not", arguments: StoreContract.all)
    func intents(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let change = Change.sample("chg")
            try await store.take(change)
            _ = try await store.begin(change, intent: "int_1")
            try await store.move("chg", to: .expired)
            #expect(try await store.agenda().map(\.agent) == [ann])
            var step = Settlement(agent: ann, now: t0)
            step.intent = IntentResult(intent: IntentID("int_1"), ending: .abandoned, at: t0)
            try await store.settle(step)
            #expect(try await store.agenda().isEmpty)
        }
    }

    @Test("an agent nobody heard of has an empty dossier and no state", arguments: StoreContract.all)
    func unknown(_ contract: StoreContract) async throws {
        try await contract.fresh { (store: any Store) async throws in
            #expect(try await store.dossier(of: ann) == Dossier(agent: ann))
            #expect(try await store.agent(ann) == nil)
            #expect(try await store.changes(of: ann, reference: nil, limit: 10).isEmpty)
        }
    }

    @Test("the same user of another tenant is somebody else", arguments: StoreContract.all)
    func tenants(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let other = AgentID(tenant: TenantName("other"), userID: ann.userID)
            try await store.take(.sample("chg"))
            #expect(try await store.dossier(of: other).open.isEmpty)
            #expect(try await store.dossier(of: ann).open.count == 1)
        }
    }
}
