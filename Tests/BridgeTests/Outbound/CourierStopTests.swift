import Logging
import Notation
import Reconciliation
import Store
import Telemetry
import TestSupport
import Testing
import WebhookSignature

@testable import Bridge

@Suite("Stopping the courier")
struct CourierStopTests {
    private let ring: KeyRing

    init() throws {
        ring = KeyRing([.init(key: try .generate(), id: "k1")])
    }

    @Test("an attempt that hangs is given back after the grace, and made at the next start with nothing used up")
    func hanging() async throws {
        let directory = try TemporaryDirectory()
        try await Receiver.with {
            $0.number <= 2 ? .hang : .status(204)
        } _: { receiver in
            let endpoint = Endpoint.sample(url: receiver.url, keys: ring)
            let options = CourierDesk.Options(grace: .milliseconds(300), directory: directory)
            let began = ContinuousClock.now
            try await CourierDesk.with([endpoint], options) { desk in
                try await desk.queue("evt_1", of: "ann")
                try await desk.queue("evt_2", of: "bob")
                try await desk.queue("evt_3", of: "ann")
                await receiver.wait(for: 2)
            }
            let took = ContinuousClock.now - began
            #expect(took >= .milliseconds(300) && took < .seconds(10), "\(took)")
            #expect(receiver.posts().count == 2, "nothing new is begun while it stops")

            let store = try SQLiteStore(path: directory.path(of: "store.sqlite"), log: .init(label: "test"), metrics: MetricsRegistry())
            let later = Instant(microseconds: WallClock.system.now()) + .hours(1)
            let claimed = try await store.claimDeliveries(
                DeliveryClaim(endpoint: endpoint.name, owner: "me", now: later, leaseUntil: later + .seconds(60), limit: 9)
            )
            #expect(claimed.map(\.event.text).sorted() == ["evt_1", "evt_2"])
            #expect(claimed.allSatisfy { $0.attempts == 0 })
            try await store.close()

            try await CourierDesk.with([endpoint], options) { _ in await receiver.wait(for: 5) }
            let posts = receiver.posts()
            #expect(posts.suffix(3).map(\.id).sorted() == ["evt_1", "evt_2", "evt_3"])
            #expect(Set(posts.filter { $0.id == "evt_1" }.map(\.body)).count == 1)
        }
    }

    @Test("an attempt that ends within the grace counts")
    func finishing() async throws {
        let directory = try TemporaryDirectory()
        let gate = OpenGate()
        try await Receiver.with { _ in
            .after(gate)
        } _: { receiver in
            let endpoint = Endpoint.sample(url: receiver.url, keys: ring)
            try await CourierDesk.with([endpoint], .init(grace: .seconds(30), directory: directory)) { desk in
                try await desk.queue("evt_1")
                await receiver.wait(for: 1)
                await desk.stop()
                gate.open(200)
            }
            let store = try SQLiteStore(path: directory.path(of: "store.sqlite"), log: .init(label: "test"), metrics: MetricsRegistry())
            #expect(try await store.deliveryCounts().isEmpty)
            try await store.close()
        }
    }

    @Test("with nothing in hand a stop is at once, whatever waits")
    func idle() async throws {
        let clock = ManualClock()
        try await Receiver.with(clock: clock.wallClock) { _ in
            .status(503)
        } _: { receiver in
            let endpoint = Endpoint.sample(url: receiver.url, keys: ring)
            let began = ContinuousClock.now
            try await CourierDesk.with([endpoint], .init(clock: clock.wallClock, grace: .seconds(60))) { desk in
                try await desk.queue("evt_1")
                try await clock.waitForSleepers()
            }
            #expect(ContinuousClock.now - began < .seconds(30))
        }
    }
}
