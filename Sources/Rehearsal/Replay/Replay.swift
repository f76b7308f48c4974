import AsyncHTTPClient
package import Logging
import Notation
import ServiceLifecycle
import WebhookSignature

/// Replays a fixture against a bridge and compares what happens with what should.
package struct Replay: Sendable {
    private let fixture: Fixture
    private let bridge: BridgeUnderTest
    private let speed: Double
    private let logger: Logger
    private let progress: @Sendable (ReplayProgress) -> Void

    /// - Parameters:
    ///   - speed: how many times as fast as real time; 1 for a bridge that runs already.
    ///   - progress: told whenever something happens, from whichever task it happens in.
    package init(
        _ fixture: Fixture,
        on bridge: BridgeUnderTest,
        speed: Double = 1,
        logger: Logger,
        progress: @escaping @Sendable (ReplayProgress) -> Void = { _ in }
    ) {
        self.fixture = fixture
        self.bridge = bridge
        self.speed = speed
        self.logger = logger
        self.progress = progress
    }

    /// Replays the fixture.
    ///
    /// - Parameter afterwards: called with the report while bridge, simulator and stand-in still run; they stop when it returns. Where
    ///   the clock was faster, it catches up with the real time by and by and stays with it.
    /// - Throws: `ReplayFault`, what starting the bridge throws, and what keeps simulator or stand-in from running
    @discardableResult
    package func run(
        afterwards: @escaping @Sendable (ReplayReport, RehearsalParts) async throws -> Void = { _, _ in }
    ) async throws -> ReplayReport {
        let calls = WebCalls(http: WebCalls.client())
        let result: Result<ReplayReport, any Error>
        do {
            result = .success(try await run(calls, afterwards))
        } catch {
            result = .failure(error)
        }
        try? await calls.http.shutdown()
        return try result.get()
    }

    private func run(
        _ calls: WebCalls,
        _ afterwards: @escaping @Sendable (ReplayReport, RehearsalParts) async throws -> Void
    ) async throws -> ReplayReport {
        let board = ProgressBoard(fixture, tell: progress)
        board.update { _ in }
        switch bridge {
        case .own(let start):
            let clock = clock
            let simulator = SimulatorServer(fixture.simulatorConfiguration, clock: clock, logger: logger)
            let standIn = standIn(StandInConfiguration(keys: KeyRing()), clock, board)
            return try await accompanied(by: [simulator, standIn]) {
                let needs = RehearsalNeeds(
                    cxoneURL: try await simulator.address().baseURL,
                    cxoneClientID: simulator.configuration.clientID,
                    cxoneClientSecret: simulator.configuration.clientSecret,
                    eventsURL: try await standIn.address().baseURL + "/events",
                    clock: clock,
                    agents: fixture.roster.ids
                )
                let parts = RehearsalParts(
                    bridge: try await start(needs),
                    cxoneURL: needs.cxoneURL,
                    eventsURL: needs.eventsURL,
                    clock: clock
                )
                return try await replay(parts, isOwn: true, standIn, calls, board, afterwards)
            }
        case .given(let handle, let cxone, let host, let port):
            guard speed == 1 else { throw ReplayFault.needsRealTime }
            var configuration = StandInConfiguration(keys: KeyRing())
            configuration.host = host
            configuration.port = port
            let standIn = standIn(configuration, .system, board)
            return try await accompanied(by: [standIn]) {
                let parts = RehearsalParts(
                    bridge: handle,
                    cxoneURL: cxone,
                    eventsURL: try await standIn.address().baseURL,
                    clock: .system
                )
                return try await replay(parts, isOwn: false, standIn, calls, board, afterwards)
            }
        }
    }

    /// The clock of a bridge of one's own. It starts so far back that nothing is dated in the future, even if outcomes are waited for to
    /// the deadline.
    private var clock: WallClock {
        guard speed > 1 else { return speed == 1 ? .system : .accelerated(by: speed) }
        return .catchingUp(speed: speed, over: fixture.deadline + fixture.quiet + Self.starting * speed)
    }

    /// What bridge and simulator need to start and to be compared, in real time.
    private static let starting: Duration = .seconds(5)

    private func standIn(_ configuration: StandInConfiguration, _ clock: WallClock, _ board: ProgressBoard) -> StandIn {
        let arrived: @Sendable (EventArrival) async -> Void = { arrival in
            guard case .event(let event) = arrival, let type = event.type, event.json?["changeId"]?.string != nil else { return }
            board.update { progress in
                progress.outcomesDone += 1
                progress.latest = type
            }
        }
        return StandIn(configuration, clock: clock, logger: logger, onArrival: arrived)
    }

    private func replay(
        _ parts: RehearsalParts,
        isOwn: Bool,
        _ standIn: StandIn,
        _ calls: WebCalls,
        _ board: ProgressBoard,
        _ afterwards: (ReplayReport, RehearsalParts) async throws -> Void
    ) async throws -> ReplayReport {
        let result: Result<ReplayReport, any Error>
        do {
            standIn.setKeys(try eventKeys(of: parts.bridge))
            let conductor = Conductor(
                fixture: fixture,
                handle: parts.bridge,
                calls: calls,
                control: parts.cxoneURL.map { SimulatorControl(base: $0, calls: calls) },
                standIn: standIn,
                clock: parts.clock,
                board: board,
                eventsURL: isOwn ? nil : parts.eventsURL
            )
            let performance = try await conductor.perform()
            let report = ReplayReport(fixture, performance, speed: speed)
            board.update { $0.phase = .finished }
            try await afterwards(report, parts)
            result = .success(report)
        } catch {
            result = .failure(error)
        }
        await parts.bridge.stop()
        return try result.get()
    }

    private func eventKeys(of handle: BridgeHandle) throws(ReplayFault) -> KeyRing {
        do {
            return KeyRing([KeyRing.Entry(key: try WebhookKey(handle.eventSecret.reveal()), id: "events")])
        } catch {
            throw .unusableKey("of events: \(error.description)")
        }
    }

    /// Does something while services run, and ends them afterwards; ends with the first of them that fails.
    private func accompanied(
        by services: [any Service],
        _ work: @escaping @Sendable () async throws -> ReplayReport
    ) async throws -> ReplayReport {
        let quiet = Logger(label: "rehearsal", factory: { _ in SwiftLogNoOpLogHandler() })
        let services = ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: quiet))
        return try await withThrowingTaskGroup(of: ReplayReport?.self) { group in
            group.addTask {
                try await services.run()
                return nil
            }
            group.addTask(operation: work)
            defer { group.cancelAll() }
            while let result = try await group.next() {
                guard let report = result else { continue }
                await services.triggerGracefulShutdown()
                _ = try await group.next()
                return report
            }
            throw CancellationError()
        }
    }
}
