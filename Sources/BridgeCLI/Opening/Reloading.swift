import Bridge
import Logging
import UnixSignals

/// Reading the configuration of a running bridge again.
enum Reloading {
    /// SIGHUP asks for it, as with most daemons; what has changed is noticed without.
    static func service(
        of bridge: Bridge,
        _ served: ServedConfiguration,
        logger: Logger,
        setUp: @escaping @Sendable (ServedConfiguration) throws -> BridgeSetup,
        read: @escaping @Sendable () throws -> ServedConfiguration
    ) async -> Reloader {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // Lives as long as the process: a SIGHUP that nobody waits for would end it.
        Task {
            for await _ in signals { request.yield() }
        }
        return Reloader(bridge, first: served, requests: requests, logger: logger, read: read, setup: setUp)
    }
}
