import ArgumentParser
import Bridge
import CXone
import Foundation
import Notation
import Reconciliation
import Store

/// `check`: the doctor.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks at the configuration and tries the connection to CXone: token, each right by a harmless call.",
        discussion: """
            Exits 1 if anything is wrong. Changes nothing. Name a user id to have the rights tried on it. Looks at every tenant, \
            or at the one that is named.
            """
    )

    @Option(help: "A CXone user id to try the rights on; CXONE_USER_ID if left out.") var user: String?
    @Option(help: "The tenant to look at, and that --user is of; all of them if left out.") var tenant: String?
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if let user, !UserIDText.isValid(user) { throw ValidationError("\"\(user)\" is no user id: \(UserIDText.rule)") }
    }

    func run() async throws {
        var findings: [CXoneFinding] = []
        let configuration: BridgeConfiguration
        do {
            configuration = try options.load()
            findings.append(
                CXoneFinding(.well, "configuration", configuration.file.map { "read from \($0)" } ?? "from the environment and defaults")
            )
            findings += configuration.warnings.map { CXoneFinding(.doubtful, "configuration", $0) }
        } catch {
            show([CXoneFinding(.wrong, "configuration", Self.words(error))])
            throw ExitCode(1)
        }
        findings += dataDirectory(configuration)
        findings += receivers(configuration)
        for name in try tenants(configuration) {
            let found = await look(at: name, configuration)
            guard configuration.tenants.count > 1 else {
                findings += found
                continue
            }
            findings += found.map { CXoneFinding($0.mark, "\(name): \($0.subject)", $0.words) }
        }
        show(findings)
        if findings.contains(where: { $0.mark == .wrong }) { throw ExitCode(1) }
    }

    /// The tenants to look at, by name.
    private func tenants(_ configuration: BridgeConfiguration) throws -> [TenantName] {
        // A user is one tenant's.
        if tenant != nil || user != nil { return [try configuration.tenant(named: tenant)] }
        return configuration.tenants.keys.sorted()
    }

    private func look(at name: TenantName, _ configuration: BridgeConfiguration) async -> [CXoneFinding] {
        // Whose history is shown where none is named is a user of the tenant that is meant where none is named.
        let isMeant = (try? configuration.tenant(named: nil)) == name
        let user = user ?? (isMeant || tenant != nil ? configuration.historyUser : nil)
        do {
            return try await DirectCXone.with(configuration, tenant: name) { client in
                await client.check(userID: user, now: Instant(microseconds: WallClock.system.now()))
            } + agentCount(configuration.tenants[name])
        } catch {
            return [CXoneFinding(.wrong, "CXone", Self.words(error))]
        }
    }

    /// Where nobody knows how many agents there are, nothing is too large a share of them.
    private func agentCount(_ settings: TenantSettings?) -> [CXoneFinding] {
        guard let settings, settings.agents == nil, settings.dialect == .platform || settings.acd.stateReads == .single else { return [] }
        let words = "not known: more than fifty sent Offline at once are held, but no share of all is; set agents of the tenant"
        return [CXoneFinding(.doubtful, "number of agents", words)]
    }

    /// The subject stands in front of it already.
    private static func words(_ error: any Error) -> String {
        let words = String(describing: error)
        return words.hasPrefix("configuration: ") ? String(words.dropFirst("configuration: ".count)) : words
    }

    private func show(_ findings: [CXoneFinding]) {
        for finding in findings {
            let mark = finding.mark.word
            Terminal.say("\(mark)\(String(repeating: " ", count: 6 - mark.count))\(finding.subject): \(finding.words)")
        }
    }

    private func dataDirectory(_ configuration: BridgeConfiguration) -> [CXoneFinding] {
        let directory = DataDirectory(configuration.data)
        do {
            guard FileManager.default.fileExists(atPath: directory.path) else {
                return [CXoneFinding(.doubtful, "data", "\(directory.path) is not there yet; serve makes it")]
            }
            if let running = try directory.runningBridge() {
                return [CXoneFinding(.well, "data", "\(directory.path); a bridge runs on it (process \(running.pid))")]
            }
            return [CXoneFinding(.well, "data", "\(directory.path); no bridge runs on it")]
        } catch {
            return [CXoneFinding(.wrong, "data", "\(error)")]
        }
    }

    private func receivers(_ configuration: BridgeConfiguration) -> [CXoneFinding] {
        guard !configuration.endpoints.isEmpty else {
            return [CXoneFinding(.doubtful, "events", "nobody receives them: set WFM_WEBHOOK_URL or configure an endpoint")]
        }
        return configuration.endpoints.sorted { $0.key < $1.key }.map { CXoneFinding(.well, "events", "\($0.key) at \($0.value.url)") }
    }
}

extension CXoneFinding.Mark {
    fileprivate var word: String {
        switch self {
        case .well: "ok"
        case .doubtful: "note"
        case .wrong: "FAIL"
        }
    }
}
