import Notation
import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("Values that a command needs")
struct RequiredSettingsTests {
    @Test("missing credentials are both named, with variables, file and key")
    func credentials() throws {
        let place = try ConfigurationPlace()
        let configuration = try place.load()
        let fault = #expect(throws: ConfigurationFault.self) { try configuration.requireCXone() }
        let problems = try #require(fault).problems
        #expect(problems.map(\.path) == ["cxone.default.clientId", "cxone.default.clientSecret"])
        #expect(problems.map(\.code) == [.missing, .missing])
        let text = try #require(fault).description
        for word in ["CXONE_CLIENT_ID", "CXONE_CLIENT_SECRET", "CXONE_CLIENT_SECRET_FILE", ".env", "\"clientSecretFile\"", "--simulate"] {
            #expect(text.contains(word), "\(text)")
        }
    }

    @Test("given ones are given out")
    func given() throws {
        let place = try ConfigurationPlace()
        let credentials = try place.load(environment: ["CXONE_CLIENT_ID": "a", "CXONE_CLIENT_SECRET": "b"]).requireCXone()
        #expect(credentials.clientID == "a" && credentials.clientSecret.reveal() == "b")
    }

    @Test("of another tenant the tenant's own variables are named, and of none the ones there are")
    func tenants() throws {
        let place = try ConfigurationPlace()
        let configuration = try place.load(json: #"{"cxone": {"emea": {"clientId": "x"}, "default": {}}}"#)
        let fault = #expect(throws: ConfigurationFault.self) { try configuration.requireCXone(TenantName("emea")) }
        #expect(fault?.problems.map(\.path) == ["cxone.emea.clientSecret"])
        #expect(fault?.description.contains("WFM_BRIDGE_CXONE_EMEA_CLIENT_SECRET") == true)
        #expect(fault?.description.contains("set CXONE_") == false)
        let unknown = #expect(throws: ConfigurationFault.self) { try configuration.requireCXone(TenantName("eema")) }
        #expect(unknown?.description.contains("“emea”?") == true)
    }

    @Test("a slip in a variable's name is said where its value is missed")
    func slip() throws {
        let place = try ConfigurationPlace()
        let configuration = try place.load(environment: ["CXONE_CLIENT_SECERT": "x", "CXONE_CLIENT_ID": "y"])
        let fault = #expect(throws: ConfigurationFault.self) { try configuration.requireCXone() }
        #expect(fault?.description.contains("CXONE_CLIENT_SECERT is set and not read") == true)
    }

    @Test("the default user of the history is asked for by name")
    func historyUser() throws {
        let place = try ConfigurationPlace()
        #expect(try place.load(environment: ["CXONE_USER_ID": "u"]).requireHistoryUser() == "u")
        let configuration = try place.load()
        let fault = #expect(throws: ConfigurationFault.self) { try configuration.requireHistoryUser() }
        #expect(fault?.description.contains("CXONE_USER_ID") == true)
    }
}

@Suite("The table of keys")
struct ConfigurationKeyTests {
    @Test("no two keys or variables are the same, and every key says what it is for")
    func unique() {
        let names = ["cxone": ["default"], "sources": ["wfm"], "endpoints": ["wfm"], "policy": ["default"]]
        let variables = KeyPlace.all(names: names).flatMap(\.variables)
        #expect(Set(variables).count == variables.count)
        #expect(Set(ConfigurationKey.all.map(\.path)).count == ConfigurationKey.all.count)
        for key in ConfigurationKey.all { #expect(!key.help.isEmpty) }
    }

    @Test("camel case and dashes become underscores in variables")
    func variables() throws {
        let key = try #require(ConfigurationKey.all.first { $0.path == "sources.*.requireEffectiveAt" })
        #expect(KeyPlace(key, named: "acme-East2").variables == ["WFM_BRIDGE_SOURCES_ACME_EAST2_REQUIRE_EFFECTIVE_AT"])
    }
}
