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

@Suite("The courier's lanes, over real sockets")
struct CourierLanesTests {
    private let scene: CourierScene
    private var clock: ManualClock { scene.clock }
    private var ring: KeyRing { scene.ring }

    init() throws {
        scene = try CourierScene()
    }

    @Test("lanes go on side by side, each in its order")
    func concurrency() async throws {
        let gate = OpenGate()
        try await Receiver.with(clock: clock.wallClock) {
            $0.number <= 8 ? .after(gate) : .status(204)
        } _: { receiver in
            let options = scene.options(limit: 8)
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], options) { desk in
                for number in 1...12 {
                    for agent in 1...12 { try await desk.queue("evt_\(agent)_\(number)", of: "agent-\(agent)") }
                }
                await receiver.wait(for: 8)
                #expect(receiver.most == 8)
                gate.open()
                await receiver.wait(for: 144)
                #expect(receiver.most <= 8)
                expectOrder(receiver.posts(), agents: 12, count: 12)
            }
        }
    }

    /// Every event came, and the first copies of each agent's came in order.
    private func expectOrder(_ posts: [Receiver.Post], agents: Int, count: Int, _ note: String = "") {
        var firsts: [String: [Int]] = [:]
        var seen: Set<String> = []
        for post in posts where seen.insert(post.id).inserted {
            let parts = post.id.split(separator: "_")
            firsts[String(parts[1]), default: []].append(Int(parts[2]) ?? 0)
        }
        #expect(firsts.count == agents, "\(note)")
        for (agent, numbers) in firsts { #expect(numbers == Array(1...count), "agent \(agent) \(note)") }
    }

    @Test("under all sorts of failures every event arrives, each agent's in order, with the same bytes each time")
    func chaos() async throws {
        let random = Mutex(SeededRandom())
        let seed = random.withLock { $0.seed }
        let clock = WallClock.accelerated(by: 500)
        let answering: Receiver.Answering = { post in
            let dice = random.withLock { Int.random(in: 0..<20, using: &$0) }
            return switch dice {
            case 0: .status(500)
            case 1: .status(503, [("retry-after", "2")])
            case 2: .close
            case 3: .status(429)
            case 4: .status(301)
            default: .status(200, body: "{}")
            }
        }
        try await Receiver.with(clock: clock, answering) { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], .init(clock: clock, limit: 16)) { desk in
                for number in 1...10 {
                    for agent in 1...20 { try await desk.queue("evt_\(agent)_\(number)", of: "agent-\(agent)") }
                }
                let watch = DeliveredWatch(desk)
                try await watch.wait(for: 200)
                let posts = receiver.posts()
                expectOrder(posts, agents: 20, count: 10, "seed \(seed)")
                for copies in Dictionary(grouping: posts, by: \.id).values {
                    #expect(Set(copies.map(\.body)).count == 1, "seed \(seed)")
                }
                // No later event of a lane is tried before the earlier one is through.
                var newest: [Substring: Int] = [:]
                for post in posts {
                    let parts = post.id.split(separator: "_")
                    let number = Int(parts[2]) ?? 0
                    #expect(number >= newest[parts[1], default: 0], "\(post.id), seed \(seed)")
                    newest[parts[1]] = number
                }
                let left = try await desk.counts()
                #expect(left == DeliveryCounts(queued: 0, dead: 0))
            }
        }
    }

    @Test("an endpoint that hangs delays no other, though both share host and port")
    func endpointsApart() async throws {
        let options = scene.options(grace: .zero, limit: 4)
        try await Receiver.with(clock: clock.wallClock) {
            $0.path == "/slow" ? .hang : .status(204)
        } _: { receiver in
            let base = String(receiver.url.dropLast("/events".count))
            let endpoints = [
                Endpoint.sample("fast", url: base + "/fast", keys: ring), Endpoint.sample("slow", url: base + "/slow", keys: ring),
            ]
            try await CourierDesk.with(endpoints, options) { desk in
                for number in 1...10 { try await desk.queue("evt_\(number)", of: "agent-\(number)", to: ["slow", "fast"]) }
                await receiver.wait(for: 14)
                #expect(receiver.posts().filter { $0.path == "/fast" }.count == 10)
                #expect(receiver.posts().filter { $0.path == "/slow" }.count == 4)
            }
        }
    }

    @Test("one event that always brings the endpoint down does not hold up the lanes of others")
    func poison() async throws {
        let start = clock.now
        try await Receiver.with(clock: clock.wallClock) {
            $0.id == "evt_bad" ? .status(500) : .status(204)
        } _: { receiver in
            let options = scene.options(limit: 1)
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], options) { desk in
                try await desk.queue("evt_bad", of: "ann")
                await receiver.wait(for: 1)
                try await clock.waitForSleepers()
                for number in 1...3 { try await desk.queue("evt_\(number)", of: "agent-\(number)") }
                try await scene.wakeNext()
                await receiver.wait(for: 2)
                #expect(receiver.posts()[1].id != "evt_bad")
                // Its turn comes again with each opening; the others get through between.
                for _ in 0..<4 where Set(receiver.posts().map(\.id)).count < 4 {
                    let count = receiver.posts().count
                    try await scene.wakeNext()
                    await receiver.wait(for: count + 1)
                }
                #expect(Set(receiver.posts().map(\.id)).count == 4)
                #expect(clock.now - start <= 60_000_000)
            }
        }
    }

    @Test("while a lane's head is in hand its line waits, and does not ask the store again and again")
    func noSpin() async throws {
        let gate = OpenGate()
        let options = scene.options()
        try await Receiver.with(clock: clock.wallClock) {
            $0.number == 1 ? .after(gate) : .status(204)
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], options) { desk in
                for number in 1...3 { try await desk.queue("evt_\(number)") }
                await receiver.wait(for: 1)
                // Another lane's event goes out meanwhile; by then the line has seen the head that is in hand.
                for number in 1...20 {
                    try await desk.queue("bob_\(number)", of: "bob")
                    await receiver.wait(for: 1 + number)
                    await desk.watched.waitForSettlements(number)
                }
                let before = desk.watched.claims
                // At most two looks for an event: one when it is queued, one when it has ended.
                #expect(before <= 3 + 2 * 20 + 1, "\(before)")
                for _ in 0..<1_000 { await Task.yield() }
                #expect(desk.watched.claims <= before + 1)
                gate.open()
                await receiver.wait(for: 23)
                #expect(receiver.posts().suffix(2).map(\.id) == ["evt_2", "evt_3"])
            }
        }
    }

    @Test("what came of a delivery is recorded once the store can, and nothing is sent twice")
    func storeOut() async throws {
        let options = scene.options(settlementsToRefuse: 3)
        try await Receiver.with(clock: clock.wallClock) { _ in
            .status(204)
        } _: { receiver in
            try await CourierDesk.with([.sample(url: receiver.url, keys: ring)], options) { desk in
                try await desk.queue("evt_1")
                try await desk.queue("evt_2")
                for _ in 1...3 { try await scene.wakeNext() }
                await desk.watched.waitForSettlements(2)
                #expect(receiver.posts().map(\.id) == ["evt_1", "evt_2"])
                let types = try await desk.records().map(\.type)
                #expect(types == ["delivered", "delivered"])
            }
        }
    }
}
