import Reconciliation
import Store
import Testing

@Suite("Contract: holds")
struct HoldsContract {
    private func order(_ id: String, _ change: String, _ reason: HoldReason = .override, until: Instant? = nil) -> HoldOrder {
        HoldOrder(id: HoldID(id), change: ChangeID(change), source: wfm, reason: reason, words: "why \(id)", until: until)
    }

    private func release(_ id: String, at: Instant = t0 + .seconds(9), record: String = "released") -> HoldRelease {
        HoldRelease(hold: HoldID(id), person: "eve", at: at) { holds in [content("\(record) \(holds.count)")] }
    }

    private func hold(_ orders: HoldOrder..., of agent: AgentID = ann, in store: any Store, at: Instant = t0) async throws {
        var step = Settlement(agent: agent, now: at)
        step.transitions = orders.map { Transition(change: $0.change, to: .held, outcome: .held) }
        step.holds = orders
        try await store.settle(step)
    }

    @Test("a held change is listed with why and since when, and so it is after opening again", arguments: StoreContract.all)
    func listed(_ contract: StoreContract) async throws {
        try await contract.reopened { store in
            try await store.take(.sample("chg", reference: "shift-1"))
            try await hold(order("hld", "chg", .fight, until: t0 + .minutes(30)), in: store)
        } then: { store in
            let holds = try await store.holds(openOnly: true, after: nil, limit: 10)
            let hold = try #require(holds.first)
            #expect(holds.count == 1)
            #expect(hold.order == order("hld", "chg", .fight, until: t0 + .minutes(30)))
            #expect(hold.agent == ann && hold.heldAt == t0 && hold.endedAt == nil && hold.reference == "shift-1")
            #expect(hold.wanted.status == .onBreak && hold.expiresAt == t0 + .minutes(15))
            let dossier = try await store.dossier(of: ann)
            let inForce = HoldInForce(reason: .fight, change: ChangeID("chg"), since: t0, until: t0 + .minutes(30))
            #expect(dossier.ledger.holds == [inForce])
            #expect(dossier.open.first?.state == .held)
        }
    }

    @Test("a release names who, ends the hold, dates the agent's last release, and is recorded", arguments: StoreContract.all)
    func released(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            try await hold(order("hld", "chg"), in: store)
            guard case .released(let holds) = try await store.release(release("hld")) else {
                Issue.record("nothing was released")
                return
            }
            #expect(holds.map(\.order.id) == [HoldID("hld")])
            #expect(holds.first?.ending == .released && holds.first?.endedBy == "eve" && holds.first?.endedAt == t0 + .seconds(9))
            #expect(try await store.holds(openOnly: true, after: nil, limit: 10).isEmpty)
            #expect(try await store.holds(openOnly: false, after: nil, limit: 10) == holds)
            let dossier = try await store.dossier(of: ann)
            #expect(dossier.ledger.holds.isEmpty && dossier.ledger.lastRelease == t0 + .seconds(9))
            #expect(try await store.allRows() == ["released 1"])
        }
    }

    @Test("a release of what is unknown or over already changes and records nothing", arguments: StoreContract.all)
    func nothingToRelease(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            try await hold(order("hld", "chg"), in: store)
            _ = try await store.release(release("hld"))
            guard case .endedBefore(let hold) = try await store.release(release("hld", at: t0 + .hours(1))) else {
                Issue.record("it was released twice")
                return
            }
            #expect(hold.endedAt == t0 + .seconds(9))
            #expect(try await store.release(release("other")) == .unknown)
            #expect(try await store.dossier(of: ann).ledger.lastRelease == t0 + .seconds(9))
            #expect(try await store.allRows() == ["released 1"])
        }
    }

    @Test("a change that moves on takes its hold with it", arguments: StoreContract.all, [ChangeState.expired, .superseded, .waiting])
    func overtaken(_ contract: StoreContract, _ state: ChangeState) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            try await hold(order("hld", "chg"), in: store)
            try await store.move("chg", to: state, at: t0 + .seconds(5))
            let hold = try #require(try await store.holds(openOnly: false, after: nil, limit: 10).first)
            #expect(hold.ending == .overtaken && hold.endedAt == t0 + .seconds(5) && hold.endedBy == nil)
            #expect(try await store.dossier(of: ann).ledger.holds.isEmpty)
        }
    }

    @Test("a hold whose time is over lapses, which counts as a release", arguments: StoreContract.all)
    func lapsed(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            try await hold(order("hld", "chg", .fight, until: t0 + .minutes(30)), in: store)
            var step = Settlement(agent: ann, now: t0 + .minutes(30))
            step.lapsed = [ChangeID("chg")]
            step.transitions = [Transition(change: ChangeID("chg"), to: .waiting)]
            try await store.settle(step)
            #expect(try await store.holds(openOnly: false, after: nil, limit: 10).first?.ending == .lapsed)
            #expect(try await store.dossier(of: ann).ledger.lastRelease == t0 + .minutes(30))
        }
    }

    @Test("one change is held for one reason at a time", arguments: StoreContract.all)
    func anotherReason(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg"))
            try await hold(order("hld_1", "chg", .stampede), in: store)
            try await hold(order("hld_2", "chg", .override), in: store, at: t0 + .seconds(3))
            #expect(try await store.holds(openOnly: true, after: nil, limit: 10).map(\.order.id.text) == ["hld_2"])
            #expect(try await store.holds(openOnly: false, after: nil, limit: 10).map(\.order.id.text) == ["hld_2", "hld_1"])
        }
    }

    @Test("releasing one hold of a stampede lets all of that source go, and nobody else's", arguments: StoreContract.all)
    func stampede(_ contract: StoreContract) async throws {
        let other = SourceName("other")
        try await contract.fresh { store in
            try await store.take(.sample("a"), .sample("b", of: bob), .sample("c", of: bob, source: other), .sample("d", of: bob))
            try await hold(order("hld_a", "a", .stampede), in: store)
            try await hold(order("hld_b", "b", .stampede), order("hld_d", "d", .override), of: bob, in: store)
            var others = order("hld_c", "c", .stampede)
            others.source = other
            try await hold(others, of: bob, in: store)
            guard case .released(let holds) = try await store.release(release("hld_b")) else {
                Issue.record("nothing was released")
                return
            }
            #expect(holds.map(\.agent) == [ann, bob])
            #expect(try await store.holds(openOnly: true, after: nil, limit: 10).map(\.order.id.text) == ["hld_c", "hld_d"])
            #expect(try await store.dossier(of: ann).ledger.lastRelease == t0 + .seconds(9))
            let count = try await store.stampede(
                StampedeQuestion(tenant: .standard, source: wfm, dueAt: t0, window: .seconds(60), notice: .minutes(10))
            )
            #expect(count.releasedAt == t0 + .seconds(9))
            #expect(try await store.allRows() == ["released 2"])
        }
    }

    @Test("holds are read a page at a time, newest first, and counted by reason", arguments: StoreContract.all)
    func pages(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            let names = ["a", "b", "c", "d", "e"]
            for (place, name) in names.enumerated() {
                try await store.take(.sample(name))
                try await hold(order("hld_\(name)", name, place < 3 ? .stampede : .fight), in: store)
            }
            func page(_ after: String?) async throws -> [String] {
                try await store.holds(openOnly: true, after: after.map { HoldID($0) }, limit: 2).map(\.order.id.text)
            }
            #expect(try await page(nil) == ["hld_e", "hld_d"])
            #expect(try await page("hld_d") == ["hld_c", "hld_b"])
            // The one that a page ended with may be over by the time the next is asked for.
            _ = try await store.release(release("hld_d"))
            #expect(try await page("hld_d") == ["hld_c", "hld_b"])
            #expect(try await page("hld_b") == ["hld_a"])
            for name in ["hld_a", "hld_z"] { #expect(try await page(name).isEmpty) }
            #expect(try await store.openHolds() == [.stampede: 3, .fight: 1])
        }
    }
}
