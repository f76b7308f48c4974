import AsyncHTTPClient
import NIOHTTP1
import Notation
import Reconciliation
import Store
import TestSupport
import Testing
import WebhookSignature

@testable import Bridge

@Suite("One attempt, over a real socket")
struct PosterTests {
    private let clock = ManualClock()

    private func delivery(_ body: String = #"{"a":1}"#) -> Delivery {
        Delivery(
            id: DeliveryID("dlv_1"),
            event: EventID("evt_1"),
            endpoint: EndpointName("wfm"),
            agent: AgentID(tenant: .standard, userID: "ann"),
            sequence: 1,
            type: "agent_status_updated",
            body: Array(body.utf8),
            attempts: 0,
            createdAt: Instant(microseconds: clock.now),
            fence: 1
        )
    }

    private func attempt(
        _ delivery: Delivery? = nil,
        to url: String,
        keys: KeyRing? = nil,
        deadline: Duration = .seconds(15)
    ) async throws -> AttemptResult {
        let ring = try keys ?? KeyRing([.init(key: .generate(), id: "k1")])
        let poster = Poster(
            endpoint: .sample(url: url, keys: ring),
            http: HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: Poster.configuration(connections: 4)),
            clock: clock.wallClock,
            deadline: deadline
        )
        let result = await poster.attempt(delivery ?? self.delivery())
        try await poster.http.shutdown()
        return result
    }

    @Test("an event is posted with its id, its bytes, and one signature for each active key")
    func signatures() async throws {
        let now = Double(clock.now) / 1_000_000
        let old = try WebhookKey.generate()
        let new = try WebhookKey.generate()
        let ring = try KeyRing([
            .init(key: old, id: "old", notAfter: now + 60),
            .init(key: .generate(), id: "over", notAfter: now - 60),
            .init(key: new, id: "new"),
            .init(key: .generate(), id: "not yet", notBefore: now + 60),
        ])
        try await Receiver.with { _ in
            .status(204)
        } _: { receiver in
            let body = #"{"name":"Zoë"}"#
            let result = try await attempt(delivery(body), to: receiver.url, keys: ring)
            #expect(result == .answered(status: 204, retryAfter: nil))
            let post = try #require(receiver.posts().first)
            #expect(post.path == "/events")
            #expect(post.text == body)
            #expect(post.id == "evt_1")
            #expect(post.headers.first(name: "content-type") == "application/json")
            #expect(post.headers.first(name: "webhook-timestamp") == String(clock.now / 1_000_000))
            #expect(post.headers.first(name: "webhook-signature")?.split(separator: " ").count == 2)
            for key in [old, new] {
                let verified = try StandardWebhooks.verify(
                    headers: { post.headers[$0] },
                    body: post.body,
                    keys: KeyRing([.init(key: key, id: "theirs")]),
                    now: now,
                    tolerance: 300
                )
                #expect(verified.id == "evt_1")
            }
        }
    }

    @Test("without a key that is active nothing is sent")
    func unsigned() async throws {
        try await Receiver.with { _ in
            .status(204)
        } _: { receiver in
            guard case .unsigned = try await attempt(to: receiver.url, keys: KeyRing()) else {
                Issue.record("sent unsigned")
                return
            }
            #expect(receiver.posts().isEmpty)
        }
    }

    @Test("a redirect is not followed", arguments: [301, 302, 303, 307, 308])
    func redirect(_ status: Int) async throws {
        try await Receiver.with { _ in
            .status(204)
        } _: { elsewhere in
            try await Receiver.with { _ in
                .status(status, [("location", elsewhere.url)])
            } _: { receiver in
                let result = try await attempt(to: receiver.url)
                #expect(result == .answered(status: status, retryAfter: nil))
            }
            #expect(elsewhere.posts().isEmpty)
        }
    }

    @Test("Retry-After comes back, as seconds or as a date")
    func retryAfter() async throws {
        let headers = [("retry-after", "Fri, 20 Nov 2026 15:00:45 GMT")]
        try await Receiver.with {
            $0.number == 1 ? .status(503, headers) : .status(429, [("Retry-After", "7")])
        } _: { receiver in
            let first = try await attempt(to: receiver.url)
            #expect(first == .answered(status: 503, retryAfter: .seconds(45)))
            let second = try await attempt(to: receiver.url)
            #expect(second == .answered(status: 429, retryAfter: .seconds(7)))
        }
    }

    @Test("an answer that drips for ever ends at the deadline and is no success")
    func dripping() async throws {
        try await Receiver.with { _ in
            .drip
        } _: { receiver in
            let began = ContinuousClock.now
            let result = try await attempt(to: receiver.url, deadline: .seconds(2))
            #expect(result == .unreachable(detail: "no whole answer within \(Duration.seconds(2))"))
            #expect(ContinuousClock.now - began >= .seconds(2))
            #expect(receiver.posts().count == 1)
        }
    }

    @Test("no answer at all ends at the deadline")
    func hanging() async throws {
        try await Receiver.with { _ in
            .hang
        } _: { receiver in
            let result = try await attempt(to: receiver.url, deadline: .milliseconds(300))
            #expect(result == .unreachable(detail: "no whole answer within \(Duration.milliseconds(300))"))
        }
    }

    @Test("of an answer without end the status counts, and its flood is not read")
    func flood() async throws {
        try await Receiver.with { _ in
            .flood
        } _: { receiver in
            let result = try await attempt(to: receiver.url)
            #expect(result == .answered(status: 200, retryAfter: nil))
        }
    }

    @Test("a long error page is read whole")
    func longAnswer() async throws {
        try await Receiver.with { _ in
            .status(404, body: String(repeating: "x", count: 60_000))
        } _: { receiver in
            let result = try await attempt(to: receiver.url)
            #expect(result == .answered(status: 404, retryAfter: nil))
        }
    }

    @Test("nobody listening is said in words, at once")
    func refused() async throws {
        let url = try await Receiver.with { _ in
            .hang
        } _: {
            $0.url
        }
        guard case .unreachable(let detail) = try await attempt(to: url) else {
            Issue.record("reached nobody")
            return
        }
        #expect(detail.lowercased().contains("refused"), "\(detail)")
    }

    @Test("a connection that is closed without an answer gets one silent second try, no more")
    func closed() async throws {
        try await Receiver.with {
            $0.number == 1 ? .close : .status(204)
        } _: { receiver in
            let result = try await attempt(to: receiver.url)
            #expect(result == .answered(status: 204, retryAfter: nil))
            let posts = receiver.posts()
            #expect(posts.count == 2 && posts[0].body == posts[1].body && posts[0].id == posts[1].id)
        }
        try await Receiver.with { _ in
            .close
        } _: { receiver in
            guard case .unreachable = try await attempt(to: receiver.url) else {
                Issue.record("answered")
                return
            }
            #expect(receiver.posts().count == 2)
        }
    }

    @Test("a cancelled attempt says that it was stopped")
    func cancelled() async throws {
        try await Receiver.with { _ in
            .hang
        } _: { receiver in
            let task = Task { try await attempt(to: receiver.url) }
            await receiver.wait(for: 1)
            task.cancel()
            let result = try await task.value
            #expect(result == .stopped)
        }
    }
}
