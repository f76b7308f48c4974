import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until a signal asks them to stop.
enum Running {
    /// SIGTERM and SIGINT let them finish what is in hand.
    static func untilStopped(_ services: [any Service], logger: Logger? = nil) async throws {
        var quiet = logger ?? Logger(label: "wfm-bridge")
        quiet.logLevel = .warning
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        try await ServiceGroup(configuration: configuration).run()
    }
}
