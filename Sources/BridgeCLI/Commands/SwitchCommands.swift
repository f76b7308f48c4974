import ArgumentParser
import Bridge
import Notation
import Reconciliation
import Store

/// `pause`: all writes to CXone off.
struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stops all writes to CXone at once, until resume; changes go on being accepted, and wait.",
        discussion: "A write that is on its way already is not called back. The pause survives restarts."
    )

    @OptionGroup var options: OrderOptions

    func run() async throws {
        options.show(try await options.perform(.pause)) { answer in
            answer["wasPaused"]?.bool == true ? "All writes to CXone were off already." : "All writes to CXone are off."
        }
    }
}

/// `resume`: all writes to CXone on.
struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets the bridge write to CXone again; what waited and has not expired goes on."
    )

    @OptionGroup var options: OrderOptions

    func run() async throws {
        options.show(try await options.perform(.resume)) { answer in
            answer["wasPaused"]?.bool == true ? "Writes to CXone are on again." : "Writes to CXone were on already."
        }
    }
}

/// `shadow`: everything but the write.
struct Shadow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Switches shadow mode for a tenant, a source or a team: everything is decided and recorded, nothing written.",
        discussion: "The most specific switch counts: team, source, tenant; policy leaves it to the configuration's policy again."
    )

    enum Position: String, ExpressibleByArgument, CaseIterable {
        case on, off, policy
    }

    @Argument(help: "on, off, or policy.") var position: Position
    @Option(help: "The tenant; with --team the team's.") var tenant: String?
    @Option(help: "The source.") var source: String?
    @Option(help: "The team.") var team: String?
    @OptionGroup var options: OrderOptions

    func validate() throws {
        guard (try? scope) != nil else { throw ValidationError("name one scope: --tenant, --source, or --team (with --tenant)") }
    }

    private var scope: ShadowScope {
        get throws {
            switch (tenant, source, team) {
            case (let tenant?, nil, nil): .tenant(TenantName(tenant))
            case (nil, let source?, nil): .source(SourceName(source))
            case (let tenant, nil, let team?): .team(team, of: tenant.map { TenantName($0) } ?? .standard)
            default: throw ValidationError("no scope")
            }
        }
    }

    func run() async throws {
        let isOn: Bool? = position == .policy ? nil : position == .on
        options.show(try await options.perform(.shadow(try scope, isOn))) { _ in
            switch position {
            case .on: "Shadow mode is on there: nothing is written to CXone."
            case .off: "Shadow mode is off there."
            case .policy: "The policy decides about shadow mode there again."
            }
        }
    }
}
