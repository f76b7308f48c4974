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
        discussion: "Exits 1 if anything is wrong. Changes nothing. Name a user id to have the rights tried on it."
    )

    @Option(help: "A CXone user id to try the rights on; CXONE_USER_ID if left out.") var user: String?
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        var findings: [Finding] = []
        let configuration: BridgeConfiguration
        do {
            configuration = try options.load()
            findings.append(
                Finding(.well, "configuration", configuration.file.map { "read from \($0)" } ?? "from the environment and defaults")
            )
            findings += configuration.warnings.map { Finding(.doubtful, "configuration", $0) }
        } catch {
            show([Finding(.wrong, "configuration", "\(error)")])
            throw ExitCode(1)
        }
        findings += dataDirectory(configuration)
        findings += receivers(configuration)
        do {
            let user = user ?? configuration.historyUser
            findings += try await DirectCXone.with(configuration) { client in await Self.rights(client, user) }
        } catch {
            findings.append(Finding(.wrong, "CXone", "\(error)"))
        }
        show(findings)
        if findings.contains(where: { $0.mark == .wrong }) { throw ExitCode(1) }
    }

    struct Finding: Sendable {
        enum Mark: String, Sendable {
            case well = "ok"
            case doubtful = "note"
            case wrong = "FAIL"
        }

        let mark: Mark
        let subject: String
        let words: String

        init(_ mark: Mark, _ subject: String, _ words: String) {
            self.mark = mark
            self.subject = subject
            self.words = words
        }
    }

    private func show(_ findings: [Finding]) {
        for finding in findings {
            let mark = finding.mark.rawValue
            Terminal.say("\(mark)\(String(repeating: " ", count: 6 - mark.count))\(finding.subject): \(finding.words)")
        }
    }

    private func dataDirectory(_ configuration: BridgeConfiguration) -> [Finding] {
        let directory = DataDirectory(configuration.data)
        do {
            guard FileManager.default.fileExists(atPath: directory.path) else {
                return [Finding(.doubtful, "data", "\(directory.path) is not there yet; serve makes it")]
            }
            if let running = try directory.runningBridge() {
                return [Finding(.well, "data", "\(directory.path); a bridge runs on it (process \(running.pid))")]
            }
            return [Finding(.well, "data", "\(directory.path); no bridge runs on it")]
        } catch {
            return [Finding(.wrong, "data", "\(error)")]
        }
    }

    private func receivers(_ configuration: BridgeConfiguration) -> [Finding] {
        guard !configuration.endpoints.isEmpty else {
            return [Finding(.doubtful, "events", "nobody receives them: set WFM_WEBHOOK_URL or configure an endpoint")]
        }
        return configuration.endpoints.sorted { $0.key < $1.key }.map { Finding(.well, "events", "\($0.key) at \($0.value.url)") }
    }

    private static func rights(_ client: PlatformClient, _ user: String?) async -> [Finding] {
        var findings: [Finding] = []
        for (scope, name) in [(TokenRealm.status, "token for statuses"), (.reporting, "token for the history")] {
            findings.append(
                await attempt(name) { () async throws(CXoneFault) in
                    try await client.authenticate(scope)
                    return "given"
                }
            )
        }
        guard let user else {
            findings.append(Finding(.doubtful, "rights", "not tried: name a user with --user or CXONE_USER_ID"))
            return findings
        }
        findings.append(
            await attempt("user") { () async throws(CXoneFault) in
                let found = try await client.user(user)
                return "\(user) has the roles \(found.roles.joined(separator: ", "))"
            }
        )
        findings.append(
            await attempt("user:status:read") { () async throws(CXoneFault) in
                "\(user) is \(try await client.liveStatus(user).status.label)"
            }
        )
        findings.append(
            await attempt("reporting:read") { () async throws(CXoneFault) in
                let now = Instant(microseconds: WallClock.system.now())
                let records = try await client.history(of: user, from: now - .hours(24), to: now, timeZone: "UTC")
                return "\(records.count) state records in the last 24 hours"
            }
        )
        findings.append(
            Finding(.doubtful, "user:status:write", "not tried: any call would change a status (granted under Applications > API Access)")
        )
        return findings
    }

    private static func attempt(_ name: String, _ call: () async throws(CXoneFault) -> String) async -> Finding {
        do throws(CXoneFault) {
            return Finding(.well, name, try await call())
        } catch {
            return Finding(.wrong, name, "\(error)")
        }
    }
}
