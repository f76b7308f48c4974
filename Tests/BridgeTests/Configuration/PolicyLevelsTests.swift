import Bridge
import Foundation
import Notation
import Reconciliation
import TestSupport
import Testing

@Suite("Policies of tenants, sources and teams")
struct PolicyLevelsTests {
    private static let text = """
        {"cxone": {"default": {"policy": "careful"}},
         "sources": {"wfm": {"policy": "shadowed"}, "hr": {}},
         "teams": {"Sales": {"policy": "eager"}},
         "policy": {"careful": {"onContact": "refuse", "stampedePercent": 5, "fightLimit": 1, "fightHoldMinutes": 10},
                    "shadowed": {"shadow": true, "satisfiable": ["Break", "Training"], "reportContacts": true},
                    "eager": {"shadow": false, "override": "wfm-wins", "stampedeExempt": true, "unavailableFirst": false,
                              "stampedeAgents": 7}}}
        """

    private static func load(_ text: String) throws -> BridgeConfiguration {
        let directory = try TemporaryDirectory()
        let file = directory.path(of: "bridge.json")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        defer { withExtendedLifetime(directory) {} }
        return try ConfigurationLoader.load(file: file, commandLine: [:], environment: [:])
    }

    @Test("The team's choice is over the source's, the source's over the tenant's, and what is not chosen is left alone")
    func levels() throws {
        let book = try Self.load(Self.text).policyBook(of: .standard)
        let tenant = book.policy(tenant: .standard, source: SourceName("hr"))
        #expect(tenant.onContact == .refuse && tenant.stampedeShare == 5 && !tenant.shadow && tenant.override == .untilNextChange)
        #expect(tenant.fightLimit == 1 && tenant.fightHold == .minutes(10) && tenant.satisfiable == [.onBreak])
        let source = book.policy(tenant: .standard, source: SourceName("wfm"))
        #expect(source.onContact == .refuse && source.shadow && source.satisfiable == [.onBreak, .training] && source.reportsContacts)
        let team = book.policy(tenant: .standard, source: SourceName("wfm"), team: "Sales")
        #expect(!team.shadow && team.override == .wfmWins && team.onContact == .refuse && team.isStampedeExempt)
        #expect(!team.unavailableFirst && team.stampedeCount == 7 && team.reportsContacts)
        let elsewhere = book.policy(tenant: TenantName("other"), source: nil, team: "Sales")
        #expect(elsewhere.override == .untilNextChange)
    }

    @Test(
        "A policy that is not there, a team without one and a status that is none are named with their places",
        arguments: [
            (#"{"sources": {"wfm": {"policy": "lax"}}}"#, "sources.wfm.policy"),
            (#"{"teams": {"Sales": {"policy": "lax"}}}"#, "teams.Sales.policy"),
            (#"{"teams": {"Sales": {"tenant": "default"}}}"#, "teams.Sales.policy"),
            (#"{"policy": {"default": {"satisfiable": ["Brake"]}}}"#, "policy.default.satisfiable"),
            (#"{"policy": {"default": {"stampedePercent": 101}}}"#, "policy.default.stampedePercent"),
            (#"{"policy": {"default": {"shadow": "yes"}}}"#, "policy.default.shadow"),
        ]
    )
    func faults(_ text: String, _ place: String) {
        let fault = #expect(throws: ConfigurationFault.self) { try Self.load(text) }
        #expect(fault.map { "\($0)".contains(place) } == true, "\(fault.map { "\($0)" } ?? "none")")
    }
}
