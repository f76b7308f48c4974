package import CXone
package import Logging
import Metrics
package import Notation
package import Reconciliation
package import Store
import WebhookSignature

/// The bridge between its listeners and the outside: intake behind the signature, reconciler, sweeper and outbox, over a store, a
/// clock, a client of CXone and a receiver of events that are given.
///
/// The parts that `Bridge` runs, for simulated time: no socket, no file, no thread of its own.
package final class BridgeHeart: Sendable {
    package struct Setup: Sendable {
        package var store: any Store
        package var client: any CXoneClient
        package var policies: PolicyBook
        package var sources: [SourceName]
        package var endpoint: EndpointName
        package var clock: WallClock
        /// Gives so many random bytes.
        package var random: @Sendable (Int) -> [UInt8]
        /// Brings an event to its receiver; the HTTP status it answers, nil for none.
        package var post: @Sendable (Delivery) async -> Int?
        package var sweepEvery: Duration
        /// Runs at once.
        package var runs: Int
        package var logger: Logger

        package init(
            store: any Store,
            client: any CXoneClient,
            policies: PolicyBook,
            sources: [SourceName],
            endpoint: EndpointName,
            clock: WallClock,
            random: @escaping @Sendable (Int) -> [UInt8],
            post: @escaping @Sendable (Delivery) async -> Int?,
            sweepEvery: Duration,
            runs: Int,
            logger: Logger
        ) {
            self.store = store
            self.client = client
            self.policies = policies
            self.sources = sources
            self.endpoint = endpoint
            self.clock = clock
            self.random = random
            self.post = post
            self.sweepEvery = sweepEvery
            self.runs = runs
            self.logger = logger
        }
    }

    private struct Receiver: DeliveryAttempts {
        let endpoint: Endpoint
        let deadline: Duration = .seconds(10)
        let post: @Sendable (Delivery) async -> Int?

        func attempt(_ delivery: Delivery) async -> AttemptResult {
            guard let status = await post(delivery) else { return .unreachable(detail: "no answer") }
            return .answered(status: status, retryAfter: nil)
        }
    }

    private let parts: WorkingParts
    private let line: EndpointLine
    private let clock: WallClock

    package init(_ setup: Setup) {
        let metrics = NOOPMetricsHandler.instance
        let mint = IDMinter(now: setup.clock.now, random: setup.random)
        let scribe = Scribe(boot: mint.boot(), mint: mint)
        let types: Set<EventType> = [.updated, .updateFailed]
        let endpoint = Endpoint(name: setup.endpoint, url: "", keys: KeyRing([]), types: types)
        let line = EndpointLine(
            poster: Receiver(endpoint: endpoint, post: setup.post),
            parts: CourierParts(
                store: setup.store,
                scribe: scribe,
                mint: mint,
                clock: setup.clock,
                metrics: CourierMetrics(in: metrics),
                logger: setup.logger,
                owner: scribe.boot,
                limit: 8,
                grace: .seconds(1),
                recorded: {}
            )
        )
        self.line = line
        clock = setup.clock
        let sources = setup.sources.map { ($0, Source(name: $0, tenant: .standard, keys: KeyRing([]))) }
        parts = WorkingParts(
            WorkingParts.Given(
                store: setup.store,
                tenants: [.standard: Tenant(name: .standard, client: setup.client)],
                policies: PolicyShelf([.standard: setup.policies]),
                sources: Current(Dictionary(uniqueKeysWithValues: sources)),
                subscriptions: [EventPost.Subscription(endpoint: setup.endpoint, types: types)],
                scribe: scribe,
                gate: RecordingGate(),
                unsigned: UnsignedTally(),
                clock: setup.clock,
                metrics: metrics,
                logger: setup.logger,
                recorded: {},
                eventsQueued: { line.wake() },
                runs: setup.runs,
                sweepEvery: setup.sweepEvery,
                patience: .seconds(10)
            )
        )
    }

    /// Takes up what is open and runs until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            // It throws where the store cannot be read at all; then there is nothing to run.
            group.addTask { try? await self.parts.reconciler.run() }
            group.addTask { await self.line.run() }
            group.addTask { try? await self.parts.sweeper.run() }
            group.addTask { try? await self.parts.forecaster.run() }
        }
    }

    /// Takes in a request as if its signature had been verified.
    ///
    /// - Returns: the HTTP status of the answer.
    package func accept(_ body: [UInt8], id: RequestID, from name: SourceName) async -> Int {
        guard let source = parts.intake.sources.value[name] else { return 404 }
        do throws(Problem) {
            let request = Intake.Request(source: source, id: id, at: Instant(microseconds: clock.now()))
            return try await parts.intake.accept(body, request).status
        } catch {
            return error.status
        }
    }

    /// Carries out what an operator orders.
    package func perform(_ order: ConsoleOrder) async -> JSONValue? {
        do throws(Problem) {
            return try await parts.console.perform(order, by: Operator(name: "operator", role: .operator))
        } catch {
            return nil
        }
    }
}
