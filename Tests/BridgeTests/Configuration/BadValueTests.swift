import TestSupport
import Testing

@testable import Bridge

/// A configuration that is not taken, and what has to be said of it.
struct BadValue: Sendable, CustomTestStringConvertible {
    let json: String
    let code: ConfigurationProblem.Code
    let path: String
    let words: [String]

    init(_ json: String, _ code: ConfigurationProblem.Code, _ path: String, _ words: String...) {
        self.json = json
        self.code = code
        self.path = path
        self.words = words
    }

    var testDescription: String { json }

    static let all: [BadValue] = [
        // Unknown keys, with what was probably meant.
        BadValue(#"{"intakes": {}}"#, .unknownKey, "intakes", "is no key", "“intake”"),
        BadValue(#"{"intake": {"prot": 1}}"#, .unknownKey, "intake.prot", "“port”"),
        BadValue(#"{"sources": {"wfm": {"tolerance": 5}}}"#, .unknownKey, "sources.wfm.tolerance", "toleranceSeconds"),
        BadValue(#"{"cxone": {"default": {"clientID": "x"}}}"#, .unknownKey, "cxone.default.clientID", "“clientId”"),
        BadValue(#"{"cxone": {"clientId": "x"}}"#, .wrongType, "cxone.clientId", "a map of keys"),
        BadValue(#"{"policy": {"default": {"oncontact": "defer"}}}"#, .unknownKey, "policy.default.oncontact", "“onContact”"),
        BadValue(#"{"zebra": 1}"#, .unknownKey, "zebra", "there are data, intake, operators"),
        BadValue(
            #"{"cxone": {"default": {"states": {"9": {"label": "X", "means": "Break", "colour": 1}}}}}"#,
            .unknownKey,
            "cxone.default.states.9.colour",
            "label, means"
        ),
        // Wrong types.
        BadValue(#"{"intake": 8080}"#, .wrongType, "intake", "a map of keys"),
        BadValue(#"{"sources": ["wfm"]}"#, .wrongType, "sources", "found a list", "a map of keys"),
        BadValue(#"{"sources": {"wfm": "keys.json"}}"#, .wrongType, "sources.wfm", "a map of keys"),
        BadValue(#"{"data": 7}"#, .wrongType, "data", "found 7", "a text", "quotes"),
        BadValue(#"{"intake": {"port": "8080"}}"#, .wrongType, "intake.port", "“8080”", "0 to 65535"),
        BadValue(#"{"intake": {"port": 80.5}}"#, .wrongType, "intake.port", "80.5"),
        BadValue(#"{"sources": {"wfm": {"requireEffectiveAt": "yes"}}}"#, .wrongType, "sources.wfm.requireEffectiveAt", "true or false"),
        BadValue(#"{"cxone": {"default": {"roles": "Agent"}}}"#, .wrongType, "cxone.default.roles", "a list"),
        BadValue(#"{"cxone": {"default": {"roles": ["Agent", 7]}}}"#, .wrongType, "cxone.default.roles[1]", "found 7"),
        BadValue(#"{"cxone": {"default": {"states": []}}}"#, .wrongType, "cxone.default.states", "a map"),
        BadValue(#"{"cxone": {"default": {"clientSecretFile": 7}}}"#, .wrongType, "cxone.default.clientSecretFile", "path of a file"),
        // Values out of range.
        BadValue(#"{"intake": {"port": 65536}}"#, .badValue, "intake.port", "found 65536", "0 to 65535"),
        BadValue(#"{"intake": {"host": ""}}"#, .badValue, "intake.host", "is empty"),
        BadValue(#"{"intake": {"host": "a\nb"}}"#, .badValue, "intake.host", "control character"),
        BadValue(#"{"intake": {"port": 8081}}"#, .badValue, "operators.port", "intake"),
        BadValue(#"{"sources": {"wfm": {"toleranceSeconds": 0}}}"#, .badValue, "sources.wfm.toleranceSeconds", "found 0", "1 to 3600"),
        BadValue(#"{"sources": {"wfm": {"rank": 1001}}}"#, .badValue, "sources.wfm.rank", "-1000 to 1000"),
        BadValue(#"{"sources": {"wfm": {"tenant": "emea"}}}"#, .badValue, "sources.wfm.tenant", "“emea”", "default"),
        BadValue(#"{"cxone": {"emea": {}}}"#, .badValue, "sources.wfm.tenant", "no “default”", "emea"),
        BadValue(#"{"sources": {"wfm": {"scheme": "github"}}}"#, .notAvailable, "sources.wfm.scheme", "not available", "standard"),
        BadValue(#"{"sources": {"wfm": {"scheme": "standart"}}}"#, .badValue, "sources.wfm.scheme", "“standard”?"),
        BadValue(#"{"sources": {"wfm": {"secret": "c2hvcnQ="}}}"#, .badValue, "sources.wfm.secret", "24 to 64 bytes"),
        BadValue(#"{"sources": {"operators": {}}}"#, .badValue, "sources.operators", "the bridge's own"),
        BadValue(#"{"sources": {"a.b": {}}}"#, .badValue, "sources.a.b", "is no name"),
        BadValue(#"{"sources": {"a-b": {}, "a_b": {}}}"#, .badValue, "sources.a_b.team", "WFM_BRIDGE_SOURCES_A_B_TEAM"),
        BadValue(#"{"cxone": {"default": {"dialect": "adc"}}}"#, .badValue, "cxone.default.dialect", "platform, acd", "“acd”?"),
        BadValue(#"{"cxone": {"default": {"tokenForm": "key"}}}"#, .badValue, "cxone.default.tokenForm", "password, access-key"),
        BadValue(#"{"cxone": {"default": {"version": "v30"}}}"#, .badValue, "cxone.default.version", "30.0"),
        BadValue(#"{"cxone": {"default": {"pathPrefix": "/a/../b"}}}"#, .badValue, "cxone.default.pathPrefix", "/incontactapi/services"),
        BadValue(#"{"cxone": {"default": {"successCodes": ["404"]}}}"#, .badValue, "cxone.default.successCodes", "200 to 299"),
        BadValue(#"{"cxone": {"default": {"staleSeconds": 61}}}"#, .badValue, "cxone.default.staleSeconds", "0 to 60"),
        BadValue(#"{"cxone": {"default": {"apiUrl": "http://10.0.0.1"}}}"#, .address, "cxone.default.apiUrl", "plain http"),
        BadValue(#"{"cxone": {"default": {"codes": "Break"}}}"#, .wrongType, "cxone.default.codes", "a map"),
        BadValue(#"{"cxone": {"default": {"codes": {"Breaks": "x"}}}}"#, .unknownKey, "cxone.default.codes.Breaks", "“Break”?"),
        BadValue(#"{"cxone": {"default": {"codes": {"Break": 7}}}}"#, .badValue, "cxone.default.codes.Break", "found 7", "name of a code"),
        BadValue(#"{"cxone": {"default": {"codes": {"Busy": "Training"}}}}"#, .badValue, "cxone.default.codes.Training", "Busy too"),
        BadValue(
            #"{"cxone": {"default": {"codes": {"reasons": {"IT Issue": "Busy"}}}}}"#,
            .badValue,
            "cxone.default.codes.reasons.IT Issue",
            "Busy too"
        ),
        BadValue(#"{"cxone": {"default": {"credentials": "header"}}}"#, .badValue, "cxone.default.credentials", "form, basic"),
        BadValue(#"{"cxone": {"default": {"roles": []}}}"#, .badValue, "cxone.default.roles", "is empty"),
        BadValue(#"{"cxone": {"default": {"roles": ["a", "a"]}}}"#, .badValue, "cxone.default.roles[1]", "twice"),
        BadValue(#"{"cxone": {"default": {"policy": "lax"}}}"#, .badValue, "cxone.default.policy", "“lax”", "default"),
        BadValue(#"{"cxone": {"default": {"states": {"nine": "Break"}}}}"#, .badValue, "cxone.default.states.nine", "state id"),
        BadValue(#"{"cxone": {"default": {"states": {"9": "Lunch"}}}}"#, .badValue, "cxone.default.states.9", "“Lunch”", "Available"),
        BadValue(#"{"cxone": {"default": {"states": {"9": {"means": "break"}}}}}"#, .badValue, "cxone.default.states.9", "“Break”?"),
        BadValue(
            #"{"cxone": {"default": {"clientSecret": "a", "clientSecretFile": "b"}}}"#,
            .badValue,
            "cxone.default.clientSecretFile",
            "keep one"
        ),
        BadValue(
            #"{"cxone": {"default": {"clientSecretFile": "none.txt"}}}"#,
            .unreadable,
            "cxone.default.clientSecret",
            "clientSecretFile in",
            "No such file"
        ),
        BadValue(#"{"secretsDirectory": "nowhere"}"#, .unreadable, "secretsDirectory", "nowhere", "cannot be listed"),
        BadValue(#"{"endpoints": {"x": {}}}"#, .missing, "endpoints.x.url", "is missing"),
        BadValue(#"{"endpoints": {"x": {"url": "wfm.example.com"}}}"#, .address, "endpoints.x.url", "https://"),
        BadValue(#"{"endpoints": {"x": {"url": "https://a.example", "types": []}}}"#, .badValue, "endpoints.x.types", "is empty"),
        BadValue(
            #"{"endpoints": {"x": {"url": "https://a.example", "types": ["agent_status_update"]}}}"#,
            .badValue,
            "endpoints.x.types",
            "“agent_status_updated”?"
        ),
        BadValue(#"{"policy": {"default": {"onContact": "wait"}}}"#, .badValue, "policy.default.onContact", "defer, apply, refuse"),
        BadValue(#"{"policy": {"default": {"loggedOut": "wiat"}}}"#, .badValue, "policy.default.loggedOut", "“wait”?"),
        BadValue(#"{"policy": {"default": {"override": "for(0m)"}}}"#, .badValue, "policy.default.override", "for(30m)"),
        BadValue(#"{"policy": {"default": {"override": "wfm"}}}"#, .badValue, "policy.default.override", "wfm-wins"),
        BadValue(#"{"policy": {"default": {"drift": "ignore"}}}"#, .badValue, "policy.default.drift", "report, correct"),
        BadValue(#"{"policy": {"default": {"shiftGraceSeconds": -1}}}"#, .badValue, "policy.default.shiftGraceSeconds", "found -1"),
        BadValue(#"{"log": {"level": "loud"}}"#, .badValue, "log.level", "trace, debug, info"),
        BadValue(#"{"log": {"format": "xml"}}"#, .badValue, "log.format", "auto, json, text"),
        BadValue(#"{"allow": {"hosts": ["https://a.example"]}}"#, .badValue, "allow.hosts", "without scheme"),
        BadValue(#"{"allow": {"plainHttp": ["a.example:80"]}}"#, .badValue, "allow.plainHttp", "without scheme, port"),
        // Addresses.
        BadValue(
            #"{"cxone": {"default": {"tenant": "http://cx.example.com"}}}"#,
            .address,
            "cxone.default.tenant",
            "allow.plainHttp",
            "cx.example.com"
        ),
        BadValue(#"{"cxone": {"default": {"baseUrl": "https://10.0.0.1"}}}"#, .address, "cxone.default.baseUrl", "allow.hosts", "10.0.0.1"),
        BadValue(#"{"cxone": {"default": {"tokenUrl": "https://localhost/t"}}}"#, .address, "cxone.default.tokenUrl", "--allow-loopback"),
        BadValue(#"{"cxone": {"default": {"tenant": "https://a.example/?q"}}}"#, .address, "cxone.default.tenant", "query"),
    ]
}

@Suite("Wrong values in the configuration")
struct BadValueTests {
    @Test("a wrong value is named with its path, what was found and what is allowed", arguments: BadValue.all)
    func named(bad: BadValue) throws {
        let place = try ConfigurationPlace()
        let problems = try place.problems(json: bad.json)
        let problem = try #require(problems.first { $0.path == bad.path }, "\(problems)")
        #expect(problem.code == bad.code, "\(problem)")
        for word in bad.words { #expect(problem.description.contains(word), "\(problem)") }
        #expect(ConfigurationFault(problems).description.contains(bad.path))
    }

    @Test("one wrong value is one problem, but for names that clash in every key", arguments: BadValue.all)
    func once(bad: BadValue) throws {
        let place = try ConfigurationPlace()
        let problems = try place.problems(json: bad.json)
        #expect(problems.count == 1 || bad.path == "sources.a_b.team", "\(problems)")
    }

    @Test("all wrong values are named at once, with the file, variable or option they stand in")
    func all() throws {
        let place = try ConfigurationPlace()
        try place.directory.write("WFM_BRIDGE_OPERATORS_PORT=x\n", to: ".env")
        let problems = try place.problems(
            json: #"{"intake": {"prot": 1, "host": ""}, "log": {"level": "loud"}}"#,
            commandLine: ["data": "", "intake.prt": "1"],
            environment: ["WFM_BRIDGE_INTAKE_PORT": "x", "WFM_BRIDGE_ALLOW_LOOPBACK": "perhaps"]
        )
        let found = Set(problems.map { "\($0.path) < \($0.origin ?? "-")" })
        let file = place.directory.path + "/bridge.json"
        #expect(
            found == [
                "intake.prot < \(file)", "intake.host < \(file)", "log.level < \(file)", "data < command line", "intake.prt < command line",
                "intake.port < environment variable WFM_BRIDGE_INTAKE_PORT",
                "allow.loopback < environment variable WFM_BRIDGE_ALLOW_LOOPBACK",
                "operators.port < WFM_BRIDGE_OPERATORS_PORT in .env",
            ]
        )
        let text = ConfigurationFault(problems).description
        #expect(text.hasPrefix("configuration: 8 problems\n  - "))
        #expect(text.split(separator: "\n").count == 9)
    }
}
