import Bridge
import CXone
import CoreMetrics
import Logging
import Notation
import Reconciliation
import Store
import Synchronization

/// One run of one script: the world, and the bridges that live in it one after the other.
final class World: Sendable {
    /// One bridge, from its start to its death.
    struct Incarnation {
        var life: Life
        var heart: BridgeHeart
        var task: Task<Void, Never>
    }

    struct State {
        var present: Incarnation?
        var restartAfter: Duration = .seconds(1)
        var deafUntil: Instant?
        var requests = 0
        var last: (body: [UInt8], id: RequestID, source: SourceName)?
        var isOver = false
    }

    let script: Script
    let plant: Plant?
    let timeline = Timeline(start: Script.start)
    let executor = DriverExecutor()
    let observer: Observer
    let cxone: SimulatedCXone
    let database: MemoryDatabase
    let store: SQLiteStore
    let draws: SharedDraws
    let state = Mutex(State())

    private static let mostJobs = 200_000

    init(_ script: Script, plant: Plant?, database: MemoryDatabase) {
        self.script = script
        self.plant = plant
        self.database = database
        store = SQLiteStore(in: database)
        observer = Observer(script, timeline: timeline)
        cxone = SimulatedCXone(script, timeline: timeline, observer: observer)
        draws = SharedDraws(script.seed ^ 0xD1CE)
    }

    /// When the faults end.
    private var healedAt: Instant { Script.start + (script.events.map(\.at).max() ?? .zero) + .minutes(1) }

    /// When every change must have ended, and every event have arrived.
    private var end: Instant {
        let last = script.events.map { $0.at + $0.span }.max() ?? .zero
        return max(Script.start + last, healedAt) + .minutes(40)
    }

    /// Runs the script to its end, or to the first broken invariant.
    func run() {
        for event in script.events { timeline.at(Script.start + event.at) { self.happens(event) } }
        timeline.at(healedAt) { self.heal() }
        start()
        let end = end
        while !observer.isBroken {
            guard executor.drain(most: Self.mostJobs) else {
                observer.breaks(.circles, "the bridge goes round in circles")
                break
            }
            guard timeline.step(until: end) else { break }
        }
        finish()
    }

    private func finish() {
        if !observer.isBroken { spawn { await self.judgeEnd() } }
        _ = executor.drain(most: Self.mostJobs)
        let last = state.withLock { state in
            state.isOver = true
            // The bridge holds the world and the world the bridge.
            defer { state.present = nil }
            return state.present
        }
        last?.life.end()
        last?.task.cancel()
        _ = executor.drain(most: Self.mostJobs)
        timeline.clear()
        _ = executor.drain(most: Self.mostJobs)
    }

    private func judgeEnd() async {
        do throws(StoreFault) {
            let agents = try await store.agents(of: .standard, after: nil, limit: 100)
            observer.judgeEnd(agents: agents, rows: try await store.journalRows(after: 0, limit: 100_000))
        } catch {
            observer.breaks(.journal, "the store cannot be read: \(error)")
        }
    }

    /// Has something run on the driver's thread.
    @discardableResult
    func spawn(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        // The driver's loop is not asynchronous; it runs the task itself, to its end.
        Task(executorPreference: executor) { await work() }
    }

    // MARK: Life and death

    func start() {
        if state.withLock({ $0.isOver || $0.present != nil }) { return }
        do throws(StoreFault) {
            try database.reopen()
        } catch {
            return observer.breaks(.journal, "the store cannot be opened: \(error)")
        }
        observer.born()
        let life = Life { self.dies() }
        let heart = BridgeHeart(setup(life))
        let task = spawn { await heart.run() }
        state.withLock { $0.present = Incarnation(life: life, heart: heart, task: task) }
    }

    private func dies() {
        observer.died()
        let (dead, after) = state.withLock { state in
            defer { state.present = nil }
            return (state.present, state.restartAfter)
        }
        dead?.task.cancel()
        timeline.at(timeline.now + after) { self.start() }
    }

    private func setup(_ life: Life) -> BridgeHeart.Setup {
        let book = script.book
        let clock = timeline.clock(on: executor)
        let logger = Logger(label: "simulated-time") { _ in SwiftLogNoOpLogHandler() }
        let manners = Manners(
            RateSettings(),
            tenant: .standard,
            clock: clock,
            metrics: CXoneMetrics(in: NOOPMetricsHandler.instance),
            logger: logger,
            jitter: Jitter { Double(self.draws.int(0...999)) / 1_000 }
        )
        return BridgeHeart.Setup(
            store: SimulatedStore(inner: store, life: life, observer: observer, plant: plant),
            client: SimulatedClient(cxone: cxone, life: life, observer: observer, plant: plant, manners: manners),
            policies: plant?.book(book) ?? book,
            sources: Script.sources,
            endpoint: EndpointName("wfm"),
            clock: plant?.clock(clock, draws) ?? clock,
            random: { self.draws.bytes($0) },
            post: { await self.receive($0, life) },
            sweepEvery: script.sweep,
            runs: 8,
            logger: logger
        )
    }

    /// The receiver of events.
    private func receive(_ delivery: Delivery, _ life: Life) async -> Int? {
        do { try await timeline.sleep(until: (timeline.now + .milliseconds(draws.int(5...80))).microseconds) } catch { return nil }
        guard life.isAlive else { return nil }
        if let until = state.withLock({ $0.deafUntil }), timeline.now < until { return 503 }
        observer.delivered(delivery)
        return life.step() ? 200 : nil
    }
}
