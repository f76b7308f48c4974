import Logging
import NIOHTTP1
import Notation
import Reconciliation
import Store
import Synchronization
import Telemetry
import TestSupport
import Testing
import WebhookSignature

@testable import Bridge

@Suite("The courier, over real sockets")
struct CourierTests {
    private let scene: CourierScene
    private var clock: ManualClock { scene.clock }
    private var ring: KeyRing { scene.ring }

    init() throws {
        scene = try CourierScene()
    }

    private func seconds(since start: UnixMicroseconds, _ posts: [Receiver.Post]) -> [Int] {
        posts.map { Int(($0.at - start + 500_000) / 1_000_000) }
    }

    @Test("a 4xx gets three tries, then the event is a dead letter and its lane goes on")
    func rejected() async throws {
        let start = clock.now
        try await Receiver.with(clock: clock.wallClock) {
            $0.id == "evt_1" ? .status(422) : .status(200)
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], scene.options()) { desk in
                try await desk.queue("evt_1")
                try await desk.queue("evt_2")
                await receiver.wait(for: 1)
                try await scene.wakeNext()
                await receiver.wait(for: 2)
                try await scene.wakeNext()
                await receiver.wait(for: 4)
                let posts = receiver.posts()
                #expect(posts.map(\.id) == ["evt_1", "evt_1", "evt_1", "evt_2"])
                let times = seconds(since: start, posts)
                #expect(times[0] == 0 && (4...5).contains(times[1]) && (270...305).contains(times[2]), "\(times)")
                #expect(times[3] == times[2])
                #expect(Set(posts.prefix(3).map(\.body)).count == 1, "a retry has the same bytes")
                #expect(Set(posts.prefix(3).map { $0.headers.first(name: "webhook-timestamp") }).count == 3)
                #expect(Set(posts.prefix(3).map { $0.headers.first(name: "webhook-signature") }).count == 3)
                #expect(desk.registry.value(.deliveryAttempts, AttemptLabel.rejected) == 3)
            }
        }
    }

    @Test("dead letters stay in the store and in the journal, with what was the matter")
    func deadLetters() async throws {
        let directory = try TemporaryDirectory()
        let options = scene.options(directory: directory)
        try await Receiver.with(clock: clock.wallClock) { _ in
            .status(400)
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], options) { desk in
                try await desk.queue("evt_1")
                for attempt in 1...3 {
                    await desk.watched.waitForSettlements(attempt)
                    if attempt < 3 { try await scene.wakeNext() }
                }
                let counts = try await desk.counts()
                #expect(counts == DeliveryCounts(queued: 0, dead: 1))
                let types = try await desk.records().map(\.type)
                #expect(types == ["dead"])
                let events = try await desk.records().map(\.event)
                #expect(events == ["evt_1"])
                #expect(desk.lines.all.contains { $0.contains("dead letter") && $0.contains("evt_1") && $0.contains("http_400") })
            }
        }
        let reopened = try SQLiteStore(path: directory.path(of: "store.sqlite"), log: .init(label: "test"), metrics: MetricsRegistry())
        #expect(try await reopened.deliveryCounts()[EndpointName("wfm")] == DeliveryCounts(queued: 0, dead: 1))
        try await reopened.close()
    }

    @Test("a redirect counts against the event: ten attempts by the schedule, then a dead letter")
    func redirected() async throws {
        let start = clock.now
        try await Receiver.with(clock: clock.wallClock) { _ in
            .status(302, [("location", "/elsewhere")])
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], scene.options()) { desk in
                try await desk.queue("evt_1")
                await receiver.wait(for: 1)
                for attempt in 2...10 {
                    try await scene.wakeNext()
                    await receiver.wait(for: attempt)
                }
                let posts = receiver.posts()
                #expect(posts.allSatisfy { $0.path == "/events" })
                var last = start
                for (post, wait) in zip(posts, RetrySchedule.waits) {
                    let waited = Double(post.at - last) / Double(max(1, wait.inMicroseconds))
                    if wait > .zero { #expect(waited >= 0.89 && waited <= 1.01, "attempt \(post.number)") }
                    last = post.at
                }
            }
        }
    }

    @Test(
        "faults of the endpoint pause it: probes after 5 s, doubling to 60 s, and no event's attempts are used up",
        arguments: [500, 503, 429]
    )
    func paused(_ status: Int) async throws {
        let start = clock.now
        try await Receiver.with(clock: clock.wallClock) {
            $0.number <= 8 ? .status(status) : .status(204)
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], scene.options()) { desk in
                for number in 1...5 { try await desk.queue("evt_\(number)") }
                await receiver.wait(for: 1)
                try await clock.waitForSleepers()
                #expect(desk.registry.value(.endpointsPaused) == 1)
                for attempt in 2...9 {
                    try await scene.wakeNext()
                    await receiver.wait(for: attempt)
                }
                await receiver.wait(for: 13)
                let posts = receiver.posts()
                #expect(seconds(since: start, posts) == [0, 5, 15, 35, 75, 135, 195, 255, 315, 315, 315, 315, 315])
                #expect(posts.prefix(9).allSatisfy { $0.id == "evt_1" }, "a probe is the head of its lane")
                #expect(posts.dropFirst(8).map(\.id) == (1...5).map { "evt_\($0)" }, "then the lane drains in order")
                #expect(desk.registry.value(.endpointsPaused) == 0)
            }
        }
    }

    @Test("Retry-After is a floor for the next probe")
    func retryAfter() async throws {
        let start = clock.now
        let answers: [Receiver.Answer] = [
            .status(503, [("retry-after", "90")]), .status(429, [("retry-after", "Fri, 20 Nov 2026 15:05:00 GMT")]),
            .status(503, [("retry-after", "86400")]), .status(204),
        ]
        try await Receiver.with(clock: clock.wallClock) {
            answers[min($0.number, answers.count) - 1]
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], scene.options()) { desk in
                try await desk.queue("evt_1")
                await receiver.wait(for: 1)
                for attempt in 2...4 {
                    try await scene.wakeNext()
                    await receiver.wait(for: attempt)
                }
                #expect(seconds(since: start, receiver.posts()) == [0, 90, 300, 3_900])
            }
        }
    }

    @Test("an endpoint that hangs, drips or refuses is paused like one that answers 503")
    func unreachable() async throws {
        let answers: [Receiver.Answer] = [.hang, .drip, .close, .close, .status(204)]
        // Real time: long enough that a busy machine still gets each attempt to the receiver.
        let options = scene.options(deadline: .seconds(4))
        let start = clock.now
        try await Receiver.with(clock: clock.wallClock) {
            answers[min($0.number, answers.count) - 1]
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], options) { desk in
                try await desk.queue("evt_1")
                for attempt in [1, 2, 3, 5] {
                    await receiver.wait(for: attempt)
                    if attempt < 5 { try await scene.wakeNext() }
                }
                // The closed connection was tried a second time at once.
                #expect(seconds(since: start, receiver.posts()) == [0, 5, 15, 15, 35])
                #expect(Set(receiver.posts().map(\.id)) == ["evt_1"])
            }
        }
    }

    @Test("410 turns the endpoint off; its events stay, and the next start tries again")
    func gone() async throws {
        let directory = try TemporaryDirectory()
        let options = scene.options(directory: directory)
        try await Receiver.with(clock: clock.wallClock) {
            $0.number == 1 ? .status(410) : .status(204)
        } _: { receiver in
            let endpoint = Endpoint.sample(url: receiver.url, keys: ring)
            try await CourierDesk.with([endpoint], options) { desk in
                try await desk.queue("evt_1")
                await desk.watched.waitForSettlements(1)
                try await desk.queue("evt_2")
                clock.advance(by: .hours(2))
                try await desk.queue("evt_3", of: "bob")
                let counts = try await desk.counts()
                #expect(counts == DeliveryCounts(queued: 3, dead: 0))
            }
            #expect(receiver.posts().count == 1)
            try await CourierDesk.with([endpoint], options) { desk in
                await receiver.wait(for: 4)
            }
            #expect(Set(receiver.posts().dropFirst().map(\.id)) == ["evt_1", "evt_2", "evt_3"])
        }
    }

    @Test("an event older than 76 hours is a dead letter without another attempt; younger ones go out")
    func tooOld() async throws {
        try await Receiver.with(clock: clock.wallClock) {
            $0.number == 1 ? .status(503) : .status(204)
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], scene.options()) { desk in
                for number in 1...20 { try await desk.queue("old_\(number)", of: "agent-\(number % 4)") }
                await receiver.wait(for: 1)
                try await clock.waitForSleepers()
                // 64 may be in hand at once, so the others of the first round have gone out and are not counted here.
                let delivered = Set(receiver.posts().map(\.id))
                clock.advance(by: .hours(77))
                try await desk.queue("young", of: "agent-1")
                await receiver.wait(for: receiver.posts().count + 1)
                let posts = receiver.posts()
                #expect(posts.filter { $0.at > clock.now - 3_600_000_000 }.map(\.id) == ["young"])
                let counts = try await desk.counts()
                #expect(counts.dead >= 20 - delivered.count && counts.dead > 0)
            }
        }
    }
}
