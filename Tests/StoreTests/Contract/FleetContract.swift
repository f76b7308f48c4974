import Reconciliation
import Store
import Testing

@Suite("Contract: what holds for many agents")
struct FleetContract {
    private func question(_ source: SourceName = wfm, at due: Instant = t0) -> StampedeQuestion {
        StampedeQuestion(tenant: .standard, source: source, dueAt: due, window: .seconds(60), notice: .minutes(10))
    }

    private func agent(_ number: Int) -> AgentID { AgentID(tenant: .standard, userID: "agent\(number)") }

    @Test("agents moved at once at short notice are counted, each once, and those to Offline by themselves", arguments: StoreContract.all)
    func counted(_ contract: StoreContract) async throws {
        let offline = Wanted(status: .offline)
        try await contract.fresh { store in
            try await store.take(
                .sample("now", of: agent(1)),
                .sample("again", of: agent(1), effectiveAt: t0 + .seconds(30)),
                .sample("off", of: agent(2), wanted: offline, effectiveAt: t0 + .seconds(60)),
                .sample("before", of: agent(3), effectiveAt: t0 - .seconds(60), acceptedAt: t0 - .seconds(61)),
                .sample("late", of: agent(4), effectiveAt: t0 + .seconds(61)),
                .sample("planned", of: agent(5), acceptedAt: t0 - .minutes(10)),
                .sample("other", of: agent(6), source: SourceName("other"))
            )
            let count = try await store.stampede(question())
            #expect(count.moving == 3 && count.toOffline == 1 && count.known == 6 && count.releasedAt == nil)
            #expect(try await store.stampede(question(SourceName("other"))).moving == 1)
            #expect(try await store.stampede(question(at: t0 + .hours(1))).moving == 0)
        }
    }

    @Test("what was to be so long before it was accepted is due when it was accepted, and counts by that", arguments: StoreContract.all)
    func overdue(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(
                .sample("1", of: agent(1), effectiveAt: t0 - .hours(2)),
                .sample("2", of: agent(2), wanted: Wanted(status: .offline), effectiveAt: t0 - .minutes(2)),
                .sample("3", of: agent(3), effectiveAt: t0),
                .sample("4", of: agent(4), effectiveAt: t0 - .minutes(2), acceptedAt: t0 - .seconds(61))
            )
            let count = try await store.stampede(question())
            #expect(count.moving == 3 && count.toOffline == 1)
        }
    }

    @Test("what was withdrawn, replaced or superseded moves nobody; what was applied still counts", arguments: StoreContract.all)
    func counts(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(
                .sample("applied", of: agent(1)),
                .sample("superseded", of: agent(2)),
                .sample("withdrawn", of: agent(3)),
                .sample("old", of: agent(4), reference: "r"),
                .sample("new", of: agent(4), reference: "r", effectiveAt: t0 + .hours(2))
            )
            try await store.move("applied", of: agent(1), to: .applied)
            try await store.move("superseded", of: agent(2), to: .superseded)
            #expect(try await store.requestCancellation(of: ChangeID("withdrawn"), at: t0, records: []))
            #expect(try await store.stampede(question()).moving == 1)
        }
    }

    @Test("agents are listed by their ids, a page at a time, tenant by tenant", arguments: StoreContract.all)
    func listed(_ contract: StoreContract) async throws {
        let elsewhere = AgentID(tenant: TenantName("other"), userID: "agent9")
        try await contract.fresh { store in
            try await store.take(.sample("3", of: agent(3)), .sample("1", of: agent(1)), .sample("2", of: agent(2)))
            try await store.take(.sample("x", of: elsewhere))
            let first = try await store.agents(of: .standard, after: nil, limit: 2)
            #expect(first.map(\.agent) == [agent(1), agent(2)] && first.map(\.openChanges) == [1, 1])
            #expect(try await store.agents(of: .standard, after: "agent2", limit: 2).map(\.agent) == [agent(3)])
            #expect(try await store.agents(of: TenantName("other"), after: nil, limit: 9).map(\.agent) == [elsewhere])
        }
    }

    @Test("what becomes due in a span is given earliest first, and nothing that was withdrawn", arguments: StoreContract.all)
    func upcoming(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(
                .sample("late", of: agent(1), effectiveAt: t0 + .minutes(15), state: .scheduled),
                .sample("early", of: agent(2), effectiveAt: t0 + .minutes(1), state: .scheduled),
                .sample("later", of: agent(3), effectiveAt: t0 + .minutes(16), state: .scheduled),
                .sample("gone", of: agent(4), effectiveAt: t0 + .minutes(2), state: .scheduled)
            )
            _ = try await store.requestCancellation(of: ChangeID("gone"), at: t0, records: [])
            let found = try await store.upcoming(from: t0, until: t0 + .minutes(15), limit: 10)
            #expect(found.map(\.id.text) == ["early", "late"])
            #expect(try await store.upcoming(from: t0, until: t0 + .minutes(15), limit: 1).map(\.id.text) == ["early"])
        }
    }

    @Test("shadow mode is switched for a tenant, a source or a team, and survives opening again", arguments: StoreContract.all)
    func shadows(_ contract: StoreContract) async throws {
        let team = ShadowScope.team("Sales", of: .standard)
        try await contract.reopened { store in
            try await store.setShadow(.tenant(.standard), true, at: t0, records: [content("on")])
            try await store.setShadow(.source(wfm), true, at: t0, records: [])
            try await store.setShadow(team, false, at: t0, records: [])
            try await store.setShadow(.source(wfm), nil, at: t0, records: [])
        } then: { store in
            let switches = try await store.switches()
            #expect(switches == Switches(paused: false, shadows: [.tenant(.standard): true, team: false]))
            #expect(switches.isShadow(.sample("any"), policy: false))
            #expect(try await store.allRows() == ["on"])
        }
    }

    @Test("the most specific switch of shadow mode counts, and without any the policy", arguments: [false, true])
    func specific(_ policy: Bool) {
        let team = ShadowScope.team("Sales", of: .standard)
        var change = Change.sample("any")
        #expect(Switches(paused: false).isShadow(change, policy: policy) == policy)
        #expect(Switches(paused: false, shadows: [.tenant(.standard): !policy]).isShadow(change, policy: policy) == !policy)
        #expect(Switches(paused: false, shadows: [.tenant(TenantName("other")): !policy]).isShadow(change, policy: policy) == policy)
        let two: [ShadowScope: Bool] = [.tenant(.standard): true, .source(wfm): false, team: true]
        #expect(Switches(paused: false, shadows: two).isShadow(change, policy: policy) == false)
        change = Change(
            id: change.id,
            agent: ann,
            source: wfm,
            team: "Sales",
            requestID: change.requestID,
            wanted: change.wanted,
            effectiveAt: t0,
            expiresAt: t0 + .minutes(15),
            acceptedAt: t0,
            state: .due
        )
        #expect(Switches(paused: false, shadows: two).isShadow(change, policy: policy) == true)
    }
}
