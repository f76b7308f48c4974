import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A listening socket with its server: one part that runs.
final class Listener: Service {
    private let run_: @Sendable () async throws -> Void
    private let bound: BoundAddress

    /// - Parameters:
    ///   - host: an address or name to bind.
    ///   - port: 0 for any free one.
    ///   - stopTime: how long connections may last once it is to stop; real time.
    ///   - metrics: where connections and what ends them are counted.
    init(
        host: String,
        port: Int,
        responder: some HTTPResponder<EdgeContext>,
        limits: EdgeLimits,
        stopTime: Duration = StopTimes().requests,
        metrics: ConnectionMetrics? = nil,
        logger: Logger
    ) {
        let bound = BoundAddress()
        self.bound = bound
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        // A little more than what is allowed, so that most of what is too large gets its answer from the handler.
        decoder.maxHeaderFieldSize = limits.head * 2
        decoder.maxHeaderListSize = limits.head * 2
        decoder.maxHeaderFieldCount = limits.fields * 2
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [EdgeHandler(limits: limits, stopTime: TimeAmount(stopTime), metrics: metrics)],
            idleTimeout: limits.idleTime,
            httpDecoderConfiguration: decoder
        )
        let application = Application(
            responder: responder,
            server: .http1(configuration: channel),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)
            ),
            onServerRunning: { bound.set($0.localAddress) },
            logger: logger
        )
        run_ = { try await application.run() }
    }

    func run() async throws {
        do {
            try await run_()
        } catch {
            bound.fail(error)
            throw error
        }
        bound.fail(CancellationError())
    }

    /// The port it listens on, once it does.
    func port() async throws -> Int { try await bound.port() }
}

/// The address of a socket that is going to be bound.
private final class BoundAddress: Sendable {
    private struct State {
        var result: Result<Int, any Error>?
        var waiters: [CheckedContinuation<Int, any Error>] = []
    }

    private let state = Mutex(State())

    func set(_ address: SocketAddress?) { finish(.success(address?.port ?? 0)) }
    func fail(_ error: any Error) { finish(.failure(error)) }

    private func finish(_ result: Result<Int, any Error>) {
        let waiters = state.withLock { state in
            guard state.result == nil else { return [] as [CheckedContinuation<Int, any Error>] }
            state.result = result
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    func port() async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            let known = state.withLock { state in
                if state.result == nil { state.waiters.append(continuation) }
                return state.result
            }
            if let known { continuation.resume(with: known) }
        }
    }
}
