import CXone
import Notation
import Reconciliation
import Testing

@testable import Bridge

@Suite("Tenants of the dialect acd")
struct ACDSettingsTests {
    private static let whole = """
        {"cxone": {"default": {"dialect": "acd", "accessKeyId": "key", "accessKeySecret": "planted-secret", "tokenForm": "access-key",
            "discoveryTenantId": "t-1", "discoveryUrl": "https://find.example.com/", "apiUrl": "https://api.example.com",
            "authUrl": "auth.example.com", "pathPrefix": "/inContactAPI/services", "version": "33.0",
            "codes": {"Break": "Rest", "Training": "Coaching", "Busy": "Back Office", "Offline": "Shift End",
                      "reasons": {"IT Issue": "Technical"}},
            "logoutForOffline": true, "stateReads": "single", "staleSeconds": 3, "successCodes": ["200", "202"], "queuesStates": "yes",
            "schedules": "export", "schedulesUrl": "https://wfm.example.com/", "schedulesPath": "/wfm/v1/schedules/export",
            "userMaxAgeSeconds": 600,
            "states": {"9": "Training"}, "pauseReasons": ["IT Issue", "Lunch"]}}}
        """

    @Test("every key of the dialect reaches the client")
    func whole() throws {
        let configuration = try ConfigurationPlace().load(json: Self.whole)
        guard case .acd(let acd) = try CXoneConfiguration(.standard, of: configuration) else {
            Issue.record("not the dialect acd")
            return
        }
        #expect(acd.accessKeyID == "key" && acd.accessKeySecret.reveal() == "planted-secret")
        #expect(acd.tokenForm == .accessKey)
        #expect(acd.discoveryTenantID == "t-1")
        #expect(acd.discoveryURL.description == "https://find.example.com")
        #expect(acd.apiURL?.description == "https://api.example.com")
        #expect(acd.authURL?.description == "https://auth.example.com")
        #expect(acd.pathPrefix == "/inContactAPI/services" && acd.version == "33.0")
        #expect(acd.codes.onBreak == "Rest" && acd.codes.training == "Coaching")
        #expect(acd.codes.busy == "Back Office" && acd.codes.offline == "Shift End")
        #expect(acd.codes.reasons == ["IT Issue": "Technical"] && acd.codes.pauseReasons == ["IT Issue", "Lunch"])
        #expect(acd.logoutForOffline && acd.stateReads == .single && acd.staleness == .seconds(3))
        #expect(acd.successCodes == [200, 202] && acd.queuesStates == .yes)
        #expect(acd.schedules == .export && acd.schedulesURL?.description == "https://wfm.example.com")
        #expect(acd.schedulesPath == "/wfm/v1/schedules/export" && acd.schedulesMemory == .minutes(10))
        #expect(acd.states.table.state(id: 9).meaning == .status(.training))
        #expect(acd.states.table.state(id: 0).meaning == .status(.offline))
    }

    @Test("what the dialect needs and has not got is named: key, client, and how to find the interface")
    func missing() throws {
        let place = try ConfigurationPlace()
        let configuration = try place.load(json: #"{"cxone": {"default": {"dialect": "acd"}}}"#)
        let fault = #expect(throws: ConfigurationFault.self) { try CXoneConfiguration(.standard, of: configuration) }
        #expect(
            fault?.problems.map(\.path) == [
                "cxone.default.accessKeyId", "cxone.default.accessKeySecret", "cxone.default.clientId", "cxone.default.clientSecret",
                "cxone.default.discoveryTenantId",
            ]
        )
        let text = try #require(fault).description
        for word in ["WFM_BRIDGE_CXONE_DEFAULT_ACCESS_KEY_SECRET_FILE", "accessKeySecretFile", "apiUrl and authUrl"] {
            #expect(text.contains(word), "\(text)")
        }
    }

    @Test("the older token form needs no client, and configured addresses no tenant id")
    func older() throws {
        let json = """
            {"cxone": {"default": {"dialect": "acd", "tokenForm": "access-key", "accessKeyId": "a", "accessKeySecret": "b",
                "apiUrl": "https://api.example.com", "authUrl": "https://auth.example.com"}}}
            """
        let configuration = try ConfigurationPlace().load(json: json)
        #expect(throws: Never.self) { try CXoneConfiguration(.standard, of: configuration) }
    }

    @Test("a discovered address is held to the same rules as a configured one")
    func discovered() throws {
        let configuration = try ConfigurationPlace().load(json: Self.whole)
        guard case .acd(let acd) = try CXoneConfiguration(.standard, of: configuration) else {
            Issue.record("not the dialect acd")
            return
        }
        #expect(acd.refusal(try BaseURL("https://api-na1.example.com")) == nil)
        for address in ["http://api.example.com", "https://127.0.0.1", "https://10.0.0.1", "https://169.254.169.254"] {
            #expect(acd.refusal(try BaseURL(address)) != nil, "\(address)")
        }
    }

    @Test("keys of the other dialect are taken and said to do nothing")
    func otherDialect() throws {
        let place = try ConfigurationPlace()
        let acd = try place.load(json: #"{"cxone": {"default": {"dialect": "acd", "statusScope": "a"}}}"#)
        #expect(acd.warnings.contains("cxone.default.statusScope has no effect in the dialect acd"))
        let platform = try place.load(json: #"{"cxone": {"default": {"apiUrl": "https://api.example.com"}}}"#)
        #expect(platform.warnings.contains("cxone.default.apiUrl has no effect in the dialect platform"))
    }
}
