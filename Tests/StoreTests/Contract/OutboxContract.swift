import Reconciliation
import Store
import Testing

@Suite("Contract: the outbox")
struct OutboxContract {
    private let other = EndpointName("other")

    @Test("an event is numbered only if somebody wants it, and its body says the number", arguments: StoreContract.all)
    func sequence(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.queue("evt_1")
            try await store.queue("evt_none", to: [])
            try await store.queue("evt_2", to: [hook, other])
            try await store.queue("evt_b", of: bob)
            #expect(try await store.agent(ann)?.sequence == 2)
            let claimed = try await store.claim(at: t0, endpoint: other)
            #expect(claimed.map(\.sequence) == [2])
            #expect(claimed.map { String(decoding: $0.body, as: UTF8.self) } == ["evt_2 2"])
            #expect(try await store.deliveryCounts() == [hook: .init(queued: 3, dead: 0), other: .init(queued: 1, dead: 0)])
        }
    }

    @Test("a claim gives the oldest of each lane with all it needs", arguments: StoreContract.all)
    func claim(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.queue("evt_1", at: t0)
            try await store.queue("evt_2", at: t0)
            try await store.queue("evt_b", of: bob, at: t0 + .seconds(1))
            let claimed = try await store.claim(at: t0 + .seconds(2))
            #expect(claimed.map(\.event.text) == ["evt_1", "evt_b"])
            let expected = Delivery(
                id: DeliveryID("dlv_evt_1_hook"),
                event: EventID("evt_1"),
                endpoint: hook,
                agent: ann,
                sequence: 1,
                type: "agent_status_updated",
                body: Array("evt_1 1".utf8),
                attempts: 0,
                createdAt: t0,
                fence: 1
            )
            #expect(claimed.first == expected)
            #expect(try await store.claim(at: t0 + .seconds(2)).isEmpty)
        }
    }

    @Test("no more are claimed than asked for, the longest due first", arguments: StoreContract.all)
    func limit(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            for number in Int64(0)..<5 {
                let agent = AgentID(tenant: .standard, userID: "agent-\(number)")
                try await store.queue("evt_\(number)", of: agent, at: t0 + .seconds(10 - number))
            }
            #expect(try await store.claim(2, at: t0 + .seconds(20)).map(\.event.text) == ["evt_4", "evt_3"])
            #expect(try await store.claim(9, at: t0 + .seconds(8)).map(\.event.text) == ["evt_2"])
        }
    }

    @Test("the next of a lane comes only when the one before is delivered or dead", arguments: StoreContract.all)
    func order(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            for number in 1...4 { try await store.queue("evt_\(number)") }
            let first = try #require(try await store.claim().first)
            #expect(try await store.claim().isEmpty)
            try await store.end(first, .delivered)
            let second = try #require(try await store.claim().first)
            #expect(second.sequence == 2)
            try await store.end(second, .retry(at: t0 + .seconds(5), error: "http_404"))
            #expect(try await store.claim(at: t0 + .seconds(4)).isEmpty)
            #expect(try await store.nextDelivery(at: hook) == t0 + .seconds(5))
            let again = try #require(try await store.claim(at: t0 + .seconds(5)).first)
            #expect(again.sequence == 2 && again.attempts == 1 && again.fence == 2)
            try await store.end(again, .dead(error: "http_404"), at: t0 + .seconds(6))
            #expect(try await store.claim(at: t0 + .seconds(6)).map(\.sequence) == [3])
            #expect(try await store.deliveryCounts() == [hook: .init(queued: 2, dead: 1)])
        }
    }

    @Test("what the endpoint is to blame for goes back unharmed and stays the oldest", arguments: StoreContract.all)
    func returned(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.queue("evt_1")
            try await store.queue("evt_2")
            let first = try #require(try await store.claim().first)
            #expect(try await store.nextDelivery(at: hook) == nil)
            try await store.end(first, .returned(error: "timeout"))
            #expect(try await store.nextDelivery(at: hook) == t0)
            let again = try #require(try await store.claim().first)
            #expect(again.id == first.id && again.attempts == 0 && again.fence == 2)
        }
    }

    @Test("a claim whose lease has run out can be taken again, and the late holder is fenced out", arguments: StoreContract.all)
    func lease(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.queue("evt_1")
            let late = try #require(try await store.claim(owner: "late").first)
            #expect(try await store.claim(at: t0 + .seconds(59)).isEmpty)
            let next = try #require(try await store.claim(at: t0 + .seconds(60), owner: "next").first)
            #expect(next.id == late.id && next.fence == late.fence + 1)
            #expect(await label { () async throws(StoreFault) in try await store.end(late, .delivered) } == "moved")
            try await store.end(next, .delivered)
            #expect(await label { () async throws(StoreFault) in try await store.end(next, .delivered) } == "moved")
        }
    }

    @Test("claims of an earlier run are void", arguments: StoreContract.all)
    func abandoned(_ contract: StoreContract) async throws {
        try await contract.reopened { store in
            try await store.queue("evt_1", at: t0)
            try await store.queue("evt_2", at: t0)
            #expect(try await store.claim().count == 1)
        } then: { store in
            #expect(try await store.nextDelivery(at: hook) == t0)
            let again = try #require(try await store.claim().first)
            #expect(again.event.text == "evt_1" && again.fence == 2)
        }
    }

    @Test("settling stores its records, and a refused one stores none", arguments: StoreContract.all)
    func records(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.queue("evt_1")
            let claimed = try #require(try await store.claim().first)
            func settle(_ fence: Int64, _ record: String) async -> String {
                await label { () async throws(StoreFault) in
                    try await store.settleDelivery(
                        DeliverySettlement(delivery: claimed.id, fence: fence, result: .delivered, at: t0, records: [content(record)])
                    )
                }
            }
            #expect(await settle(claimed.fence - 1, "no") == "moved")
            #expect(await settle(claimed.fence, "r1") == "none")
            #expect(try await store.allRows() == ["r1"])
            #expect(try await store.deliveryCounts() == [:])
        }
    }

    @Test("one endpoint's lanes are not the other's", arguments: StoreContract.all)
    func endpoints(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.queue("evt_1", to: [hook, other])
            try await store.queue("evt_2", to: [hook, other])
            let first = try #require(try await store.claim().first)
            try await store.end(first, .delivered)
            #expect(try await store.claim(endpoint: other).map(\.sequence) == [1])
            #expect(try await store.claim(endpoint: EndpointName("none")).isEmpty)
            #expect(try await store.nextDelivery(at: EndpointName("none")) == nil)
        }
    }

    @Test("an event goes to an endpoint once", arguments: StoreContract.all)
    func twice(_ contract: StoreContract) async throws {
        try await contract.fresh { (store: any Store) async throws in
            #expect(
                await label { () async throws(StoreFault) in
                    var step = Settlement(agent: ann, now: t0)
                    var event = EventDraft.sample("evt_1", to: [hook])
                    event.deliveries.append(.init(id: DeliveryID("second"), endpoint: hook))
                    step.events = [event]
                    try await store.settle(step)
                } == "corrupt"
            )
            #expect(try await store.deliveryCounts() == [:])
        }
    }
}
