import ArgumentParser

/// The bridge between workforce-management systems and the NICE CXone contact centre.
@main
struct WFMBridge: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "wfm-bridge",
        abstract: "Makes NICE CXone follow a workforce-management system, and tells it what really happened.",
        discussion: """
            Start with no account anywhere:  wfm-bridge serve --simulate
            Against a tenant, set CXONE_TENANT, CXONE_BASE_URL, CXONE_CLIENT_ID and CXONE_CLIENT_SECRET:  wfm-bridge check
            """,
        version: version,
        subcommands: [
            Serve.self, Simulate.self, Rehearse.self, StatusCommand.self, HistoryCommand.self, Send.self, Listen.self,
            AgentsCommand.self, HoldsCommand.self, PlanCommand.self, Pause.self, Resume.self, Shadow.self,
            JournalCommand.self, KeysCommand.self, SignatureCommand.self, Check.self, LintCommand.self,
        ]
    )
}
