import ArgumentParser
import AsyncHTTPClient
import Bridge
import CXone
import Foundation
import Logging
import Notation
import Reconciliation
import Telemetry

/// The options that say how the bridge is configured; the rest is in the environment and in files.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "The configuration file, JSON or YAML; WFM_BRIDGE_CONFIG if left out.") var config: String?
    @Option(help: "The data directory: store, journal, keys, lock.") var data: String?
    @Flag(help: "Allow plain http and loopback addresses for CXone and for endpoints.") var allowLoopback = false
    @Option(help: "trace, debug, info, notice, warning, error or critical.") var logLevel: String?

    /// Reads the configuration, what the command line says over everything else.
    func load(_ more: [String: String] = [:]) throws -> BridgeConfiguration {
        var settings = more
        if let data { settings["data"] = data }
        if allowLoopback { settings["allow.loopback"] = "true" }
        if let logLevel { settings["log.level"] = logLevel }
        return try ConfigurationLoader.load(
            file: config,
            commandLine: settings,
            environment: ProcessInfo.processInfo.environment
        )
    }
}

/// Makes the client that commands use where they ask CXone themselves.
enum DirectCXone {
    static func with<Result: Sendable>(
        _ configuration: BridgeConfiguration,
        tenant: TenantName,
        _ work: @Sendable (any CXoneClient) async throws -> Result
    ) async throws -> Result {
        let cxone = try CXoneConfiguration(tenant, of: configuration).forOneAgent
        let http = CXoneHTTP.client()
        let client = cxone.client(
            http: http,
            clock: .system,
            metrics: CXoneMetrics(in: MetricsRegistry()),
            // What goes wrong is told by the command itself.
            logger: Companion.quiet("cxone")
        )
        do {
            let result = try await work(client)
            try await http.shutdown()
            return result
        } catch {
            try? await http.shutdown()
            throw error
        }
    }
}
