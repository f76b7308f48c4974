import ArgumentParser
import Foundation
import Histogram
import NIOCore
import NIOPosix
import Notation

/// The generator: signed requests over keep-alive connections, one in flight on each.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    @Option var port: Int
    @Option var connections: Int
    @Option var seconds: Double
    @Option var secret: String

    /// Requests a second that are signed beforehand; a faster server gets the rest signed as it goes.
    private static let signedBeforehand = 30_000.0

    func run() async throws {
        // One thread, as a client's share of the machine: the servers get the rest.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let count = Int(seconds * Self.signedBeforehand)
        let tally = try await loop.submit { [secret] in
            NIOLoopBound(LoadTally(pool: try RequestPool(secret: secret, count: count)), eventLoop: loop)
        }.get()
        let channels = try await withThrowingTaskGroup(of: (any Channel).self) { opening in
            for _ in 0..<connections {
                opening.addTask {
                    try await ClientBootstrap(group: loop)
                        .channelOption(.socketOption(.tcp_nodelay), value: 1)
                        .channelInitializer { channel in
                            channel.eventLoop.makeCompletedFuture {
                                try channel.pipeline.syncOperations.addHandler(LoadConnection(tally.value))
                            }
                        }
                        .connect(host: "127.0.0.1", port: port).get()
                }
            }
            return try await opening.reduce(into: [any Channel]()) { $0.append($1) }
        }
        let began = ContinuousClock.now
        try await loop.submit { for channel in channels { channel.pipeline.fireUserInboundEventTriggered(LoadConnection.Begin()) } }.get()
        try await Task.sleep(for: .seconds(seconds))
        // What is in flight is awaited and counted: every 202 must be found in the bridge's own count.
        let idle = try await loop.submit { tally.value.end() }.get()
        try await idle.get()
        let lasted = (ContinuousClock.now - began) / .seconds(1)
        let result = try await loop.submit { tally.value.result(seconds: lasted) }.get()
        FileHandle.standardOutput.write(try JSONEncoder().encode(result))
        for channel in channels { try? await channel.close() }
        try await group.shutdownGracefully()
    }
}

/// What the generator tells.
struct LoadResult: Codable {
    var accepted: Int
    var refused: Int
    var firstRefusal: String
    var seconds: Double
    /// Microseconds.
    var p50: Double
    var p99: Double
}

/// What the connections of one event loop share.
final class LoadTally {
    private let pool: RequestPool
    private var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
    private var accepted = 0
    private var refused = 0
    private var firstRefusal = ""
    private var inFlight = 0
    private var isEnding = false
    private var idle: EventLoopPromise<Void>?

    init(pool: RequestPool) { self.pool = pool }

    /// The next request; nil once the window is over.
    func next() -> ByteBuffer? {
        guard !isEnding, let request = try? pool.next() else { return nil }
        inFlight += 1
        return request
    }

    func answered(_ status: Substring, after nanoseconds: UInt64) {
        inFlight -= 1
        if status == "202" {
            accepted += 1
            histogram.record(nanoseconds / 1_000)
        } else {
            refused += 1
            if firstRefusal.isEmpty { firstRefusal = String(status) }
        }
        if isEnding, inFlight == 0 { idle?.succeed() }
    }

    func lost() {
        refused += 1
        firstRefusal = "connection lost"
        inFlight -= 1
        if isEnding, inFlight <= 0 { idle?.succeed() }
    }

    func end() -> EventLoopFuture<Void> {
        isEnding = true
        let promise = MultiThreadedEventLoopGroup.currentEventLoop?.makePromise(of: Void.self)
        idle = promise
        if inFlight == 0 { promise?.succeed() }
        return promise?.futureResult ?? MultiThreadedEventLoopGroup.singleton.next().makeSucceededVoidFuture()
    }

    func result(seconds: Double) -> LoadResult {
        LoadResult(
            accepted: accepted,
            refused: refused,
            firstRefusal: firstRefusal,
            seconds: seconds,
            p50: Double(histogram.valueAtPercentile(50)),
            p99: Double(histogram.valueAtPercentile(99))
        )
    }
}
