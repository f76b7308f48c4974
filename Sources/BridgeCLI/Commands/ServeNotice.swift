import Bridge
import Foundation
import Notation
import Reconciliation
import Rehearsal
import WebhookSignature

/// What `serve` says once everything listens: to people, to the lock file, and to the file that clients read.
struct ServeNotice: Sendable {
    let configuration: BridgeConfiguration
    let directory: DataDirectory
    let start: FirstStart
    let simulator: SimulatorServer?
    let standsIn: Bool

    func announce(_ ports: (intake: Int?, operators: Int?), lock: DirectoryLock, info: String?) throws {
        let intake = Self.url(configuration.intake.host, ports.intake)
        let operators = Self.url(configuration.operators.host, ports.operators)
        try lock.announce(operatorURL: operators)
        if let info { try write(facts(intake, operators).encodedText(pretty: true) + "\n", to: info) }
        for line in words(intake, operators) { Terminal.say(line) }
    }

    /// A base URL that a client on this machine can use.
    private static func url(_ host: String, _ port: Int?) -> String {
        let reachable =
            switch host {
            case "0.0.0.0": "127.0.0.1"
            case "::": "[::1]"
            default: host.contains(":") ? "[\(host)]" : host
            }
        return "http://\(reachable):\(port ?? 0)"
    }

    private var source: SourceName? { configuration.sources.keys.sorted().first }
    private var endpoint: EndpointName? { configuration.endpoints.keys.sorted().first }
    private var tenant: TenantSettings? { configuration.tenants[.standard] ?? configuration.tenants.values.first }

    /// What a client needs. Secrets of a real tenant are not among it; the simulator's are no secrets.
    private func facts(_ intake: String, _ operators: String) -> JSONValue {
        let signing = source.flatMap { start.sources[$0]?.entries.first?.key.text }
        let events = endpoint.flatMap { start.endpoints[$0]?.entries.first?.key.text }
        return [
            "url": .string(intake),
            "source": .string(orNull: source?.text),
            "signingSecret": .string(orNull: signing),
            "eventSecret": .string(orNull: events),
            "operatorUrl": .string(operators),
            "operatorToken": .string(orNull: start.operatorToken?.reveal()),
            "cxoneUrl": .string(orNull: tenant?.statusURL),
            "cxoneClientId": .string(orNull: simulator == nil ? nil : tenant?.clientID),
            "cxoneClientSecret": .string(orNull: simulator == nil ? nil : tenant?.clientSecret?.reveal()),
            "agents": .array((simulator?.roster.ids ?? []).map { .string($0) }),
            "journal": .string(directory.journal),
            "journalPublicKey": .null,
        ]
    }

    /// Makes sure, before anything starts, that the file for clients can be written.
    static func checkPlace(of path: String) throws {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw CommandFault("--info \(path) is a directory; name a file in it")
        }
        try create(path + ".new", "")
        unlink(path + ".new")
    }

    /// By rename, so that nobody reads half of it; for its owner alone, since it holds secrets.
    private func write(_ text: String, to path: String) throws {
        try Self.create(path + ".new", text)
        guard rename(path + ".new", path) == 0 else {
            throw CommandFault("--info \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    private static func create(_ path: String, _ text: String) throws {
        unlink(path)
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
            throw CommandFault("--info: \(path) cannot be made; is there such a directory, and may this user write in it?")
        }
    }

    private func words(_ intake: String, _ operators: String) -> [String] {
        var lines = ["wfm-bridge \(WFMBridge.version) is ready"]
        for name in configuration.sources.keys.sorted() {
            lines.append("  status changes  \(intake)/v1/sources/\(name)/status-changes")
        }
        lines.append("  operators       \(operators)  (token in \(directory.operatorToken))")
        if let tenant { lines.append("  CXone           \(tenant.statusURL)\(simulator == nil ? "" : "  (simulator)")") }
        for (name, endpoint) in configuration.endpoints.sorted(by: { $0.key < $1.key }) {
            lines.append("  events to       \(endpoint.url)  (\(standsIn ? "stand-in" : name.text))")
        }
        if configuration.endpoints.isEmpty {
            lines.append("  events to       nobody: set WFM_WEBHOOK_URL or --webhook-url to have them sent")
        }
        lines.append("  journal         \(directory.journal)")
        return lines
    }
}
