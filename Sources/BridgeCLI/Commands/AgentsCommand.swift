import ArgumentParser
import Bridge
import Notation
import Reconciliation

/// `agents`: what the bridge knows of agents, and why it did what it did.
struct AgentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract: "What the bridge knows of agents, and why it did what it did.",
        subcommands: [List.self, Why.self]
    )

    /// `agents list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the agents that the bridge has heard of, by user id.")

        @Option(help: "The tenant; the only one, or default, if left out.") var tenant: String?
        @Option(help: "Go on after this user id.") var after: String?
        @Option(help: "At most so many.") var limit = 200
        @OptionGroup var options: OrderOptions

        func validate() throws {
            guard (1...1_000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000") }
        }

        func run() async throws {
            options.show(try await options.perform(.agents(tenant: tenant, after: after, limit: limit))) { answer in
                let agents = answer["agents"]?.array ?? []
                guard !agents.isEmpty else { return "The bridge has heard of no agent." }
                let lines = agents.map { agent in
                    let status = agent["lastReported"]?["status"]?.string ?? "–"
                    return "\(agent["userId"]?.string ?? "")  \(status)  \(agent["openChanges"]?.int ?? 0) open"
                }
                let more = answer["next"]?.string.map { ["… go on with --after \($0)"] } ?? []
                return (lines + more).joined(separator: "\n")
            }
        }
    }

    /// `agents why`.
    struct Why: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The chain of rules behind the latest decision about an agent, with what it leaned on."
        )

        @Argument(help: "The CXone user id.") var user: String
        @Option(help: "The tenant; the only one, or default, if left out.") var tenant: String?
        @OptionGroup var options: OrderOptions

        func validate() throws {
            guard UserIDText.isValid(user) else { throw ValidationError("\"\(user)\" is no user id: \(UserIDText.rule)") }
        }

        func run() async throws {
            options.show(try await options.perform(.why(userID: user, tenant: tenant)), WhyWords.text)
        }
    }
}
