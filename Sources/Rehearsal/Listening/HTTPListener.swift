import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// An HTTP listener that can be closed and opened again on its port, and whose shutdown is bounded even while requests hang.
final class HTTPListener: Sendable {
    /// Answers a request; nil leaves it without an answer and closes the connection.
    typealias Answering = @Sendable (Exchange) async throws -> Response?

    private struct Unanswered: Error {}

    private let host: String
    private let logger: Logger
    private let door: ListenerDoor
    private let answer: Answering

    /// How long requests in hand may take when the listener stops, in real time.
    private static let grace = Duration.seconds(2)

    init(host: String, port: Int, logger: Logger, answer: @escaping Answering) {
        self.host = host
        var quiet = logger
        // The server's own messages repeat what is said elsewhere.
        quiet.logLevel = max(logger.logLevel, .warning)
        self.logger = quiet
        self.answer = answer
        door = ListenerDoor(port: port)
    }

    /// The bound address, as soon as there is one; throws what kept the listener from binding, or that it stopped.
    func address() async throws -> ListenerAddress {
        ListenerAddress(host: host, port: try await door.port())
    }

    /// Stops listening and drops every connection: from its return on, clients are refused.
    func close() async throws {
        try await door.close()
    }

    /// Listens again, on the same port; returns when it does.
    func open() async throws {
        try await door.open()
    }

    /// Runs until the service is shut down, when requests in hand get their grace, or its task is cancelled, when they get none.
    func run() async throws {
        do {
            // Not a part of this task: were the server cancelled while it listens, a connection that is just being accepted would be
            // dropped unfinished, which NIO traps (NIOAsyncWriter). It ends by the door, which is closed first either way.
            let serving = Task { while await door.isWantedOpen() { try await serve() } }
            try await withTaskCancellationHandler {
                try await withGracefulShutdownHandler {
                    try await serving.value
                } onGracefulShutdown: {
                    self.door.stop(at: .leisure)
                }
            } onCancel: {
                self.door.stop(at: .once)
            }
            door.ended(nil)
        } catch {
            door.ended(error)
            throw error
        }
    }

    /// Listens until the door is to be closed.
    private func serve() async throws {
        let registry = ConnectionRegistry()
        let answer = self.answer
        let child = HTTP1Channel(
            responder: { request, writer, channel in
                guard let response = try await answer(Exchange(request: request, channel: channel, registry: registry)) else {
                    throw Unanswered()
                }
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: .init(additionalChannelHandlers: [ConnectionWatch(registry)])
        )
        let server = Server(
            childChannelSetup: child,
            configuration: ServerConfiguration(address: .hostname(host, port: door.nextPort), backlog: 1_024),
            onServerRunning: { channel in self.door.opened(port: channel.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { try await self.shut(server, registry) }
            do {
                try await group.next()
            } catch is CancellationError {
                // The task was cancelled: what is still running ends below.
            } catch is Server<HTTP1Channel>.Error {
                // It was shut down before it had begun.
            }
            group.cancelAll()
            // Whatever the other one throws follows from having been cancelled.
            while let result = await group.nextResult() { _ = result }
        }
        registry.closeAll()
        door.closed()
    }

    /// Waits until the door is to be closed, then lets requests in hand end (or not, where it only goes down) and drops the rest.
    private func shut(_ server: Server<HTTP1Channel>, _ registry: ConnectionRegistry) async throws {
        let isStopping = try await door.untilNotWantedOpen()
        registry.releaseHanging()
        if !isStopping { registry.closeAll() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.shutdownGracefully() }
            group.addTask { try await Task.sleep(for: Self.grace) }
            group.addTask { [door] in
                try await door.untilHurried()
                registry.closeAll()
                // Until the port is closed, too.
                try await Task.sleep(for: Self.grace)
            }
            try await group.next()
            registry.closeAll()
            group.cancelAll()
        }
    }
}
