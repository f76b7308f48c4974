import Bridge
import Foundation
import LibCrypto
import Logging
import Notation
import Rehearsal
import ServiceLifecycle
import Telemetry
import WebhookSignature

/// The bridge that a rehearsal starts for itself.
enum OwnBridge {
    /// Starts a bridge against the rehearsal's simulator and stand-in.
    static func start(_ needs: RehearsalNeeds, in directory: DataDirectory) async throws -> BridgeHandle {
        // The environment may speak of a real tenant: a rehearsal listens to nobody but its fixture.
        let configuration = try ConfigurationLoader.load(
            commandLine: [
                "data": directory.path, "intake.host": "127.0.0.1", "intake.port": "0", "operators.port": "0",
                "allow.loopback": "true", "cxone.default.tenant": needs.cxoneURL, "cxone.default.baseUrl": needs.cxoneURL,
                "cxone.default.clientId": needs.cxoneClientID, "cxone.default.clientSecret": needs.cxoneClientSecret.reveal(),
                "endpoints.wfm.url": needs.eventsURL,
            ],
            environment: [:],
            workingDirectory: directory.path
        )
        try directory.create()
        let lock = try directory.lock(operatorURL: nil, at: needs.clock.now())
        let start = try FirstStart.prepare(configuration, in: directory, clock: needs.clock)
        let setup = try BridgeSetup(
            configuration,
            in: directory,
            start,
            clock: needs.clock,
            registry: MetricsRegistry(),
            logger: Companion.quiet("wfm-bridge"),
            version: WFMBridge.version
        )
        let bridge = try await OpenedBridge.open(setup, in: directory)
        let group = ServiceGroup(configuration: .init(services: [bridge], logger: Companion.quiet("wfm-bridge")))
        // The rehearsal ends it by `stop`, which waits for it.
        let running = Task { try await group.run() }
        let ports = try await bridge.ports()
        let operators = "http://127.0.0.1:\(ports.operators ?? 0)"
        try lock.announce(operatorURL: operators)
        guard let source = start.sources[.standard]?.entries.first?.key, let events = start.endpoints[.standard]?.entries.first?.key
        else { throw CommandFault("the rehearsal's bridge has no keys") }
        return BridgeHandle(
            intakeURL: "http://127.0.0.1:\(ports.intake ?? 0)",
            signingSecret: Secret(source.text),
            eventSecret: Secret(events.text),
            operatorURL: operators,
            operatorToken: start.operatorToken,
            stop: {
                await group.triggerGracefulShutdown()
                _ = try? await running.value
                lock.release()
            }
        )
    }
}
