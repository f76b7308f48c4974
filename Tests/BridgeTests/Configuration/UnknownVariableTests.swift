import TestSupport
import Testing

@testable import Bridge

@Suite("Variables that nobody reads")
struct UnknownVariableTests {
    @Test(
        "a misspelled variable of the bridge's is refused, with what was meant",
        arguments: [
            ("WFM_BRIDGE_INTAKE_PROT", "WFM_BRIDGE_INTAKE_PORT"), ("WFM_BRIDGE_LOG_LEVLE", "WFM_BRIDGE_LOG_LEVEL"),
            ("WFM_BRIDGE_CXONE_DEFAULT_CLIENTID", "WFM_BRIDGE_CXONE_DEFAULT_CLIENT_ID"), ("WFM_BRIDGE_CONFG", "WFM_BRIDGE_CONFIG"),
        ]
    )
    func misspelled(name: String, meant: String) throws {
        let place = try ConfigurationPlace()
        let problem = try #require(try place.problems(environment: [name: "x"]).first)
        #expect(problem.code == .unknownVariable && problem.path == name)
        #expect(problem.detail.contains("“\(meant)”?"))
        try place.directory.write("\(name)=x", to: ".env")
        #expect(try place.problems().map(\.origin) == [".env"])
    }

    @Test(
        "a variable of a name that is not configured is refused",
        arguments: ["SOURCES_ACME_TEAM", "POLICY_STRICT_DRIFT", "INTAKE_PORT_FILE"]
    )
    func unconfiguredName(name: String) throws {
        let place = try ConfigurationPlace()
        #expect(try place.problems(environment: ["WFM_BRIDGE_\(name)": "x"]).map(\.code) == [.unknownVariable])
    }

    @Test("variables of other programs are nobody's business, and a near miss of a plain name is a warning")
    func plainNames() throws {
        let place = try ConfigurationPlace()
        let configuration = try place.load(environment: [
            "CXONE_CLIENT_SECERT": "planted-secret", "CXONE_REGION_OF_SOMEBODY": "x", "WFM_TEST_SEED": "1", "HOME": "/",
        ])
        #expect(configuration.warnings == ["CXONE_CLIENT_SECERT is set and not read; did you mean CXONE_CLIENT_SECRET?"])
    }

    @Test("the bridge's other variables are known", arguments: ["WFM_BRIDGE_TOKEN", "CXONE_USER_ID", "WFM_WEBHOOK_SECRET_FILE"])
    func others(name: String) throws {
        let place = try ConfigurationPlace()
        let problems = try place.problems(environment: [name: "x"])
        #expect(!problems.contains { $0.code == .unknownVariable })
    }

    @Test("among mounted secrets a misspelled one and one that is no secret are refused, those of others are not")
    func mounted() throws {
        let place = try ConfigurationPlace()
        let secrets = try TemporaryDirectory()
        try secrets.write("x", to: "database-password")
        #expect(try place.problems(environment: ["WFM_BRIDGE_SECRETS_DIRECTORY": secrets.path]).isEmpty)
        try secrets.write("x", to: "wfm-bridge-cxone-default-client-secert")
        try secrets.write("1", to: "wfm-bridge-intake-port")
        let problems = try place.problems(environment: ["WFM_BRIDGE_SECRETS_DIRECTORY": secrets.path])
        #expect(Set(problems.map(\.path)) == ["WFM_BRIDGE_CXONE_DEFAULT_CLIENT_SECERT", "intake.port"])
    }
}
