import ArgumentParser
import Bridge
import CXone
import Foundation
import Logging
import Notation
import Reconciliation
import Telemetry
import WebhookSignature

/// The bridge as it is, with store and journal on the disk. Its CXone answers nobody: what it accepts is for tomorrow.
struct ServeBridge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    @Option var data: String
    @Option var secret: String

    func run() async throws {
        var logger = Logger(label: "bridge")
        logger.logLevel = .critical
        let nobody = try BaseURL("http://127.0.0.1:9")
        let key = try WebhookKey(secret)
        let setup = BridgeSetup(
            storePath: data + "/bridge.sqlite",
            journalPath: data + "/journal",
            tenants: [
                .standard: .init(
                    .platform(
                        PlatformConfiguration(statusURL: nobody, reportingURL: nobody, clientID: "none", clientSecret: Secret("none"))
                    )
                )
            ],
            sources: [Source(name: SourceName("wfm"), tenant: .standard, keys: KeyRing([.init(key: key, id: "k1")]))],
            endpoints: [],
            intake: .init(host: "127.0.0.1", port: 0),
            operators: .init(host: "127.0.0.1", port: 0),
            authenticate: { _ in nil },
            clock: .system,
            registry: MetricsRegistry(),
            logger: logger,
            version: "benchmark"
        )
        let bridge = try await Bridge.open(setup)
        try await Parent.untilGone {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await bridge.run() }
                let ports = try await bridge.ports()
                Parent.tell(["port": ports.intake ?? 0, "operators": ports.operators ?? 0])
                try await group.waitForAll()
            }
        }
    }
}
