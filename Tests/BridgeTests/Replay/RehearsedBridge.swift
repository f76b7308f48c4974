import Bridge
import CXone
import Foundation
import Logging
import Notation
import Reconciliation
import Rehearsal
import ServiceLifecycle
import Telemetry
import TestSupport
import WebhookSignature

/// The real bridge, set up for a rehearsal.
enum RehearsedBridge {
    private static let token = "wbo_rehearsal"

    /// Opens and runs a bridge in a directory; it stops with the handle.
    static func start(_ needs: RehearsalNeeds, in directory: TemporaryDirectory) async throws -> BridgeHandle {
        var logger = Logger(label: "rehearsed")
        logger.logLevel = .error
        let key = try WebhookKey.generate()
        let eventKey = try WebhookKey.generate()
        let platform = PlatformConfiguration(
            tenant: .standard,
            statusURL: try BaseURL(needs.cxoneURL),
            reportingURL: try BaseURL(needs.cxoneURL),
            clientID: needs.cxoneClientID,
            clientSecret: needs.cxoneClientSecret
        )
        let setup = BridgeSetup(
            storePath: directory.path(of: "bridge.sqlite"),
            journalPath: directory.path(of: "journal"),
            tenants: [.standard: .init(.platform(platform))],
            sources: [Source(name: SourceName("wfm"), tenant: .standard, keys: KeyRing([.init(key: key, id: "k1")]))],
            endpoints: [
                Endpoint(
                    name: EndpointName("wfm"),
                    url: needs.eventsURL,
                    keys: KeyRing([.init(key: eventKey, id: "k1")]),
                    types: [.updated, .updateFailed]
                )
            ],
            intake: .init(host: "127.0.0.1", port: 0),
            operators: .init(host: "127.0.0.1", port: 0),
            authenticate: { $0 == token ? Operator(name: "rehearsal", role: .operator) : nil },
            clock: needs.clock,
            registry: MetricsRegistry(),
            logger: logger,
            version: "test"
        )
        let bridge = try await Bridge.open(setup)
        let quiet = Logger(label: "quiet", factory: { _ in SwiftLogNoOpLogHandler() })
        let group = ServiceGroup(configuration: .init(services: [bridge], logger: quiet))
        // It runs beside the rehearsal, which ends it by the handle and waits for it there.
        let running = Task { try await group.run() }
        let ports = try await bridge.ports()
        return BridgeHandle(
            intakeURL: "http://127.0.0.1:\(ports.intake ?? 0)",
            signingSecret: Secret(key.text),
            eventSecret: Secret(eventKey.text),
            operatorURL: "http://127.0.0.1:\(ports.operators ?? 0)",
            operatorToken: Secret(token),
            stop: {
                await group.triggerGracefulShutdown()
                _ = await running.result
                withExtendedLifetime(directory) {}
            }
        )
    }
}
