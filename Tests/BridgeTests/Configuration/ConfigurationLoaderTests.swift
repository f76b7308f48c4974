import Logging
import Notation
import Reconciliation
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("Loading the configuration")
struct ConfigurationLoaderTests {
    private let place: ConfigurationPlace

    init() throws {
        place = try ConfigurationPlace()
    }

    @Test("with nothing said the defaults hold")
    func defaults() throws {
        let configuration = try place.load()
        #expect(configuration.data == place.directory.path + "/wfm-bridge-data")
        #expect(configuration.intake == ListenerSettings(host: "0.0.0.0", port: 8080))
        #expect(configuration.operators == ListenerSettings(host: "127.0.0.1", port: 8081))
        #expect(configuration.tenants == [.standard: TenantSettings()])
        #expect(configuration.tenants[.standard]?.statusURL == "https://platformapi.nicecxone.com")
        #expect(configuration.tenants[.standard]?.reportingURL == "https://api-us-1.cxone.com")
        #expect(configuration.sources == [.standard: SourceSettings(keys: "keys/wfm.json", isImplied: true)])
        #expect(configuration.endpoints.isEmpty)
        #expect(configuration.policies == ["default": PolicyEntry()])
        #expect(configuration.log == LogSettings(level: .info, format: .auto))
        #expect(configuration.addresses == AddressRules())
        #expect(configuration.historyUser == nil && configuration.eventSecret == nil && configuration.file == nil)
        #expect(configuration.warnings.isEmpty)
    }

    @Test("the plain names of the environment work as they are")
    func plainNames() throws {
        let configuration = try place.load(environment: [
            "CXONE_TENANT": "status.example.com", "CXONE_BASE_URL": "https://reports.example.com/",
            "CXONE_CLIENT_ID": "client-1", "CXONE_CLIENT_SECRET": "planted-secret", "CXONE_USER_ID": "user-7",
            "WFM_WEBHOOK_URL": "https://wfm.example.com/hooks/?team=3", "WFM_WEBHOOK_SECRET": Self.key, "PATH": "/bin",
        ])
        let tenant = try #require(configuration.tenants[.standard])
        #expect(tenant.statusURL == "https://status.example.com")
        #expect(tenant.reportingURL == "https://reports.example.com")
        #expect(tenant.clientID == "client-1")
        #expect(tenant.clientSecret?.reveal() == "planted-secret")
        #expect(configuration.historyUser == "user-7")
        let endpoint = try #require(configuration.endpoints[.standard])
        #expect(endpoint.url == "https://wfm.example.com/hooks/?team=3")
        #expect(endpoint.secret?.reveal() == Self.key)
        #expect(endpoint.keys == "keys/wfm-events.json" && endpoint.types == EndpointSettings.standardTypes && endpoint.isImplied)
        #expect(configuration.eventSecret?.reveal() == Self.key)
    }

    private static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    @Test("every key of a file arrives in its place")
    func everyKey() throws {
        let configuration = try place.load(json: Self.whole)
        try Self.checkWhole(configuration, in: place.directory.path)
    }

    @Test("YAML with the same keys is the same configuration")
    func yaml() throws {
        var fromJSON = try place.load(json: Self.whole)
        let fromYAML = try place.load(yaml: Self.wholeYAML)
        #expect(fromYAML.file?.hasSuffix("bridge.yaml") == true)
        fromJSON.file = fromYAML.file
        fromJSON.warnings = fromJSON.warnings.map { $0.replacing("bridge.json", with: "bridge.yaml") }
        #expect(fromJSON == fromYAML)
    }

    @Test("null and absent are the same, and empty maps are maps")
    func nullIsAbsent() throws {
        var configuration = try place.load(json: #"{"data": null, "intake": {"port": null}, "sources": {}, "endpoints": {"x": null}}"#)
        configuration.file = nil
        #expect(configuration == (try place.load()))
    }

    @Test("relative paths start at the file they stand in, and otherwise at the working directory")
    func relativePaths() throws {
        let elsewhere = try TemporaryDirectory()
        try elsewhere.write("planted-secret\r\n", to: "secret.txt")
        let file = try elsewhere.write(#"{"data": "here", "cxone": {"default": {"clientSecretFile": "secret.txt"}}}"#, to: "c.json")
        let fromFile = try ConfigurationLoader.load(file: file, environment: [:], workingDirectory: place.directory.path)
        #expect(fromFile.data == elsewhere.path + "/here")
        #expect(fromFile.tenants[.standard]?.clientSecret?.reveal() == "planted-secret")
        #expect(try place.load(environment: ["WFM_BRIDGE_DATA": "there"]).data == place.directory.path + "/there")
        #expect(try place.load(commandLine: ["data": "/absolute"]).data == "/absolute")
    }

    @Test("WFM_BRIDGE_CONFIG names the file where the command line names none")
    func fileFromEnvironment() throws {
        try place.directory.write("intake: {port: 9000}", to: "other.yml")
        #expect(try place.load(environment: ["WFM_BRIDGE_CONFIG": "other.yml"]).intake.port == 9000)
        #expect(try place.load(json: #"{"intake": {"port": 1}}"#, environment: ["WFM_BRIDGE_CONFIG": "other.yml"]).intake.port == 1)
    }

    @Test("lists, flags and maps can be said in variables")
    func variablesOfEveryKind() throws {
        let configuration = try place.load(environment: [
            "WFM_BRIDGE_CXONE_DEFAULT_ROLES": "Agent, Trainer", "WFM_BRIDGE_CXONE_DEFAULT_STATES": #"{"9": "Training"}"#,
            "WFM_BRIDGE_SOURCES_WFM_REQUIRE_EFFECTIVE_AT": "yes", "WFM_BRIDGE_SOURCES_WFM_TOLERANCE_SECONDS": "60",
            "WFM_BRIDGE_ALLOW_LOOPBACK": "1", "WFM_BRIDGE_LOG_FORMAT": "json", "WFM_BRIDGE_HISTORY_USER": "u",
        ])
        #expect(configuration.tenants[.standard]?.roles == ["Agent", "Trainer"])
        #expect(configuration.tenants[.standard]?.states == [9: StateOverride(meaning: .status(.training))])
        #expect(configuration.sources[.standard]?.requireEffectiveAt == true)
        #expect(configuration.sources[.standard]?.toleranceSeconds == 60)
        #expect(configuration.sources[.standard]?.isImplied == true)
        #expect(configuration.addresses.allowLoopback)
        #expect(configuration.log.format == .json)
        #expect(configuration.historyUser == "u")
    }

    @Test("values of configured names can be said in variables")
    func variablesOfNames() throws {
        let configuration = try place.load(
            json: #"{"sources": {"acme-east": {"team": "a"}}, "cxone": {"emea": {}, "default": {}}}"#,
            environment: ["WFM_BRIDGE_SOURCES_ACME_EAST_TEAM": "b", "WFM_BRIDGE_CXONE_EMEA_CLIENT_ID": "id"]
        )
        #expect(configuration.sources.keys.map(\.text) == ["acme-east"])
        #expect(configuration.sources[SourceName("acme-east")]?.team == "b")
        #expect(configuration.tenants[TenantName("emea")]?.clientID == "id")
        #expect(configuration.tenants[.standard]?.clientID == nil)
    }

    @Test("the tenant default is there where no other is configured, or a value for it is given")
    func defaultTenant() throws {
        let others = #"{"cxone": {"emea": {}}, "sources": {"wfm": {"tenant": "emea"}}}"#
        #expect(try place.load(json: others).tenants.keys.map(\.text) == ["emea"])
        #expect(
            try place.load(json: others, environment: ["CXONE_CLIENT_ID": "x"]).tenants.keys.map(\.text).sorted() == ["default", "emea"]
        )
    }

    @Test("an empty variable is not set")
    func emptyVariable() throws {
        #expect(try place.load(environment: ["CXONE_TENANT": "", "WFM_BRIDGE_INTAKE_PORT": ""]) == (try place.load()))
    }

    @Test("the endpoint wfm comes beside configured ones where its address is known")
    func impliedEndpoint() throws {
        let json = #"{"endpoints": {"archive": {"url": "https://archive.example.com", "keys": "a.json"}}}"#
        #expect(try place.load(json: json).endpoints.keys.map(\.text) == ["archive"])
        let both = try place.load(json: json, commandLine: ["endpoints.wfm.url": "https://wfm.example.com"])
        #expect(both.endpoints.keys.map(\.text).sorted() == ["archive", "wfm"])
        #expect(both.endpoints[EndpointName("archive")]?.isImplied == false)
    }

    @Test("an address that becomes known later is checked like any other, and signed for with WFM_WEBHOOK_SECRET")
    func lateAddress() throws {
        var configuration = try place.load(commandLine: ["allow.loopback": "true"], environment: ["WFM_WEBHOOK_SECRET": Self.key])
        #expect(configuration.endpoints.isEmpty)
        #expect(configuration.warnings == [BridgeConfiguration.addressMissing])
        try configuration.sendEvents(to: "http://127.0.0.1:4000/events")
        #expect(configuration.endpoints[.standard]?.url == "http://127.0.0.1:4000/events")
        #expect(configuration.endpoints[.standard]?.secret?.reveal() == Self.key)
        #expect(configuration.warnings.isEmpty)
        #expect(throws: ConfigurationFault.self) { try configuration.sendEvents(to: "http://10.0.0.1/") }
        #expect(throws: ConfigurationFault.self) { try configuration.sendEvents(to: "nowhere") }
    }

    @Test("a tenant's policy has the tenant's pause reasons and roles")
    func policyOfTenant() throws {
        let configuration = try place.load(json: Self.whole)
        let policy = configuration.policy(of: .standard)
        #expect(policy.onContact == .refuse && policy.loggedOut == .refuse)
        #expect(policy.pauseReasons == ["Lunch"] && policy.roles == ["Agent"])
        let standard = Policy()
        #expect(configuration.policy(of: TenantName("other")) == standard)
    }
}
