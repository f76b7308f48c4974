import Logging
import Reconciliation
import Store
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("Gauges of what lies in the store")
struct StoreGaugesTests {
    private let t0 = Instant(seconds: 1_795_186_800)

    @Test("queued and dead deliveries and open changes are counted, and states without any are 0")
    func counts() async throws {
        let directory = try TemporaryDirectory()
        let registry = MetricsRegistry()
        let store = try SQLiteStore(path: directory.path(of: "store.sqlite"), log: Logger(label: "test"), metrics: registry)
        let gauges = StoreGauges(store: store, metrics: registry)
        try await gauges.refresh()
        #expect(registry.value(.deliveriesQueued) == 0)
        #expect(registry.value(.deliveriesDead) == 0)
        #expect(registry.value(.changesOpen, ChangeState.due) == 0)

        for number in 1...3 { try await store.put("evt_\(number)", of: "agent-\(number)", to: ["a", "b"], at: t0) }
        let claim = DeliveryClaim(endpoint: EndpointName("a"), owner: "me", now: t0, leaseUntil: t0 + .seconds(60), limit: 1)
        for delivery in try await store.claimDeliveries(claim) {
            try await store.settleDelivery(
                DeliverySettlement(delivery: delivery.id, fence: delivery.fence, result: .dead(error: "http_400"), at: t0, records: [])
            )
        }
        for (number, state) in [ChangeState.due, .due, .scheduled].enumerated() {
            let change = Change(
                id: ChangeID("chg_\(number)"),
                agent: AgentID(tenant: .standard, userID: "ann"),
                source: SourceName("wfm"),
                requestID: RequestID("msg_\(number)"),
                reference: nil,
                version: nil,
                wanted: Wanted(status: .training),
                effectiveAt: t0,
                expiresAt: t0 + .minutes(15),
                acceptedAt: t0,
                state: state
            )
            _ = try await store.accept(
                Submission(source: change.source, requestID: change.requestID, bodyDigest: [1], at: t0, items: [.change(change)]) { _ in
                    Conclusion(answer: StoredAnswer(bytes: [1]), records: [])
                }
            )
        }
        var step = Settlement(agent: AgentID(tenant: .standard, userID: "ann"), now: t0)
        step.holds = [
            HoldOrder(id: HoldID("hld"), change: ChangeID("chg_0"), source: SourceName("wfm"), reason: .fight, words: "why", until: nil)
        ]
        try await store.settle(step)
        try await gauges.refresh()
        #expect(registry.value(.holdsOpen, HoldReason.fight) == 1)
        #expect(registry.value(.holdsOpen, HoldReason.override) == 0)
        #expect(registry.value(.deliveriesQueued) == 5)
        #expect(registry.value(.deliveriesDead) == 1)
        #expect(registry.value(.changesOpen, ChangeState.due) == 2)
        #expect(registry.value(.changesOpen, ChangeState.scheduled) == 1)
        #expect(registry.value(.changesOpen, ChangeState.waiting) == 0)
        #expect(registry.value(.changesOpen, ChangeState.applied) == nil, "final ones are not open")
        try await store.close()
    }
}
