import Reconciliation
import Store
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("The post of events")
struct EventPostTests {
    private func event(_ type: EventType) -> AgentEvent {
        AgentEvent(
            type: type,
            agent: AgentID(tenant: .standard, userID: "ann"),
            status: "Break",
            timestamp: Instant(seconds: 0),
            latency: .zero,
            outcome: .applied,
            cause: .request,
            timings: .init()
        )
    }

    @Test("an event goes to those who want its type, under a delivery of its own for each")
    func routes() throws {
        let registry = MetricsRegistry()
        let post = EventPost(
            subscriptions: [
                .init(endpoint: EndpointName("zoe"), types: [.updated, .updateFailed]),
                .init(endpoint: EndpointName("abe"), types: [.updated]),
            ],
            mint: .seeded(),
            metrics: registry
        )
        let updated = try #require(post.draft(event(.updated)))
        #expect(updated.type == "agent_status_updated")
        #expect(updated.deliveries.map(\.endpoint.text) == ["abe", "zoe"])
        #expect(Set(updated.deliveries.map(\.id)).count == 2)
        let failed = try #require(post.draft(event(.updateFailed)))
        #expect(failed.deliveries.map(\.endpoint.text) == ["zoe"])
        #expect(failed.id != updated.id)
        #expect(registry.value(.events, EventType.updated) == 1)
    }

    @Test("an event that nobody wants is no draft, and is not counted")
    func unwanted() {
        let registry = MetricsRegistry()
        let post = EventPost(
            subscriptions: [.init(endpoint: EndpointName("abe"), types: [.updated])],
            mint: .seeded(),
            metrics: registry
        )
        #expect(post.draft(event(.decision)) == nil)
        #expect((registry.value(.events, EventType.decision) ?? 0) == 0)
    }

    @Test("the body is fixed with the sequence that the store gives")
    func body() throws {
        let post = EventPost(
            subscriptions: [.init(endpoint: EndpointName("abe"), types: [.updated])],
            mint: .seeded(),
            metrics: MetricsRegistry()
        )
        let draft = try #require(post.draft(event(.updated)))
        let text = String(decoding: draft.compose(23), as: UTF8.self)
        #expect(text.contains(#""sequence":23"#) && text.contains(draft.id.text))
        #expect(draft.compose(23) == draft.compose(23))
    }
}
