import NIOCore
import NIOPosix
import Testing

/// Takes connections and never says a word.
final class SilentServer: Sendable {
    private let channel: any Channel
    private let arrivals: AsyncStream<Void>
    let port: Int

    init() throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        self.arrivals = arrivals
        channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                arrival.yield()
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = try #require(channel.localAddress?.port)
    }

    /// Returns once somebody has come.
    func connected() async throws {
        for await _ in arrivals { return }
    }

    deinit { channel.close(promise: nil) }
}
