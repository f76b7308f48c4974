import NIOCore
import NIOPosix
import Testing

/// A port that was free a moment ago, for a program that has to be told of it before it is listened on.
enum FreePort {
    static func find() throws -> Int {
        let channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).wait()
        defer { try? channel.close().wait() }
        return try #require(channel.localAddress?.port)
    }
}
