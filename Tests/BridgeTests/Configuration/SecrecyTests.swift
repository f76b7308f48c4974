import Foundation
import Notation
import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("Secrets in the configuration")
struct SecrecyTests {
    static let planted = "planted-Secret-4711"
    static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private static func everyPrinting(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return [dumped, String(describing: value), String(reflecting: value), "\(value)"].joined(separator: "\n")
    }

    @Test("no printing of a configuration shows them")
    func configuration() throws {
        let place = try ConfigurationPlace()
        let json =
            #"{"sources": {"wfm": {"secret": "\#(Self.key)"}}, "cxone": {"default": {"clientSecret": "\#(Self.planted)", "clientId": "seen"}}}"#
        let environment = ["WFM_WEBHOOK_SECRET": Self.key, "WFM_WEBHOOK_URL": "https://wfm.example.com"]
        let configuration = try place.load(json: json, environment: environment)
        #expect(configuration.tenants[.standard]?.clientSecret?.reveal() == Self.planted)
        let text = Self.everyPrinting(configuration)
        #expect(text.contains("seen"), "the printing shows what is no secret")
        #expect(!text.contains(Self.planted) && !text.contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let credentials = try configuration.requireCXone()
        #expect(!Self.everyPrinting(credentials).contains(Self.planted))
    }

    @Test(
        "no problem shows them, wherever they were put by mistake",
        arguments: [
            #"{"cxone": {"default": {"clientSecret": "SECRET", "credentials": "SECRET"}}}"#,
            #"{"cxone": {"default": {"clientSecret": "SECRET", "tenant": "https://id:SECRET@cx.example.com"}}}"#,
            #"{"cxone": {"default": {"clientSecret": ["SECRET"]}}}"#,
            #"{"cxone": {"default": {"clientSecret": {"value": "SECRET"}}}}"#,
            #"{"cxone": {"default": {"clientSecret": "SECRET\n"}}}"#,
            #"{"cxone": {"default": {"clientSecret": "SECRET", "SECRET": 1}}}"#,
            #"{"cxone": {"default": {"clientSecret": "SECRET", "clientSecretFile": "SECRET"}}}"#,
            #"{"cxone": {"default": {"clientSecret": "SECRET", "states": {"9": "SECRET"}}}}"#,
            #"{"cxone": {"default": {"clientSecrett": "SECRET"}}}"#,
            #"{"sources": {"wfm": {"secret": "SECRET"}}}"#,
            #"{"endpoints": {"wfm": {"secret": "SECRET", "url": "SECRET"}}}"#,
            #"{"cxone": {"default": {"clientSecret": "SECRET" "x": 1}}}"#,
            #"{"cxone": {"default": {"clientSecret": "SECRET}"#,
            #"{"log": {"level": "whsec_SECRET"}}"#,
        ]
    )
    func problems(json: String) throws {
        let place = try ConfigurationPlace()
        let problems = try place.problems(json: json.replacing("SECRET", with: Self.planted))
        try #require(!problems.isEmpty)
        let text = Self.everyPrinting(ConfigurationFault(problems))
        #expect(!text.contains(Self.planted), "\(text)")
    }

    @Test("a number that was meant as a secret is not shown")
    func number() throws {
        let place = try ConfigurationPlace()
        let problems = try place.problems(yaml: "cxone: {default: {clientSecret: 918273}}")
        #expect(problems.map(\.path) == ["cxone.default.clientSecret"])
        #expect(problems.first?.detail.contains("quotes") == true)
        #expect(!Self.everyPrinting(problems).contains("918273"))
    }

    @Test(
        "no problem of a YAML file shows the lines around it",
        arguments: [
            "a: SECRET\n b: 1", "a: \"SECRET", "a: SECRET\na: SECRET", "cxone: {default: {clientSecret: SECRET]}", "a: !SECRET x",
            "a: \"SECRET \\q\"",
        ]
    )
    func yaml(text: String) throws {
        let place = try ConfigurationPlace()
        let problems = try place.problems(yaml: text.replacing("!SECRET", with: "!kept").replacing("SECRET", with: Self.planted))
        #expect(problems.count == 1 && problems.first?.code == .syntax)
        #expect(!Self.everyPrinting(problems).contains(Self.planted))
    }

    @Test(
        "no problem of variables shows them",
        arguments: [
            "WFM_BRIDGE_INTAKE_PORT", "WFM_BRIDGE_CXONE_DEFAULT_STATES", "WFM_WEBHOOK_URL", "CXONE_TENANT", "CXONE_CLIENT_SECRET_FILE",
            "WFM_WEBHOOK_SECRET", "WFM_BRIDGE_LOG_LEVEL", "WFM_BRIDGE_NOTHING", "WFM_BRIDGE_SECRETS_DIRECTORY",
        ]
    )
    func variables(name: String) throws {
        let place = try ConfigurationPlace()
        // The path of a file counts only where the secret itself is not given.
        var environment = [name: Self.planted + " x"]
        if name != "CXONE_CLIENT_SECRET_FILE" { environment["CXONE_CLIENT_SECRET"] = Self.planted + " x" }
        let problems = try place.problems(environment: environment)
        try #require(!problems.isEmpty)
        #expect(!Self.everyPrinting(ConfigurationFault(problems)).contains(Self.planted), "\(problems)")
    }

    @Test("a file that holds one and is open to others is warned of")
    func openFile() throws {
        let place = try ConfigurationPlace()
        let path = try place.directory.write(#"{"cxone": {"default": {"clientSecret": "\#(Self.planted)"}}}"#, to: "c.json")
        for (mode, isOpen) in [(mode_t(0o644), true), (0o640, true), (0o600, false)] {
            #expect(chmod(path, mode) == 0)
            let warnings = try ConfigurationLoader.load(file: path, environment: [:], workingDirectory: place.directory.path).warnings
            #expect(warnings.contains { $0.contains("chmod 600 '\(path)'") } == isOpen)
        }
        #expect(try place.load(json: "{}").warnings.isEmpty)
    }

    @Test("nor does a line of .env that is none")
    func environmentFile() throws {
        let place = try ConfigurationPlace()
        try place.directory.write("export CXONE_CLIENT_SECRET: \(Self.planted)\nCXONE_CLIENT_SECRET='\(Self.planted)\n", to: ".env")
        let problems = try place.problems()
        #expect(
            problems.map(\.detail) == [
                "line 1 is no NAME=value", "line 2 CXONE_CLIENT_SECRET has a quote that is not closed, or text behind the closing one",
            ]
        )
        #expect(!Self.everyPrinting(problems).contains(Self.planted))
    }
}
