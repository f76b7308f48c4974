import Foundation
import Notation
import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("What prevails in the configuration")
struct PrecedenceTests {
    /// The places a secret can stand, the one that prevails first.
    enum Origin: Int, CaseIterable {
        case commandLine, bridgeVariable, plainVariable, bridgeVariableFile, plainVariableFile, mounted
        case environmentFile, environmentFilePath, file
    }

    @Test("each origin of a secret prevails over all behind it", arguments: Origin.allCases)
    func secrets(first: Origin) throws {
        let place = try ConfigurationPlace()
        var commandLine: [String: String] = [:]
        var environment: [String: String] = [:]
        var environmentFile = ""
        var json = "{}"
        // Everything from the one that is to prevail to the last is set.
        for origin in Origin.allCases where origin.rawValue >= first.rawValue {
            let text = "secret-from-\(origin)"
            switch origin {
            case .commandLine: commandLine["cxone.default.clientSecret"] = text
            case .bridgeVariable: environment["WFM_BRIDGE_CXONE_DEFAULT_CLIENT_SECRET"] = text
            case .plainVariable: environment["CXONE_CLIENT_SECRET"] = text
            case .bridgeVariableFile:
                environment["WFM_BRIDGE_CXONE_DEFAULT_CLIENT_SECRET_FILE"] = try place.directory.write(text + "\n", to: "a")
            case .plainVariableFile: environment["CXONE_CLIENT_SECRET_FILE"] = try place.directory.write(text + "\r\n", to: "b")
            case .mounted:
                let secrets = place.directory.path(of: "mounted")
                try FileManager.default.createDirectory(atPath: secrets, withIntermediateDirectories: true)
                try place.directory.write(text, to: "mounted/cxone-client-secret")
                try place.directory.write("of somebody else", to: "mounted/database-password")
                try place.directory.write("of somebody else", to: "mounted/.hidden")
                environment["WFM_BRIDGE_SECRETS_DIRECTORY"] = secrets
            case .environmentFile: environmentFile += "CXONE_CLIENT_SECRET='\(text)'\n"
            case .environmentFilePath:
                environmentFile += "CXONE_CLIENT_SECRET_FILE=\(try place.directory.write(text, to: "c"))\n"
            case .file: json = #"{"cxone": {"default": {"clientSecret": "\#(text)"}}}"#
            }
        }
        if !environmentFile.isEmpty { try place.directory.write(environmentFile, to: ".env") }
        let configuration = try place.load(json: json, commandLine: commandLine, environment: environment)
        #expect(configuration.tenants[.standard]?.clientSecret?.reveal() == "secret-from-\(first)")
    }

    @Test("a port: command line, environment, .env, file, default")
    func port() throws {
        let place = try ConfigurationPlace()
        #expect(try place.load().intake.port == 8080)
        let json = #"{"intake": {"port": 1}}"#
        #expect(try place.load(json: json).intake.port == 1)
        try place.directory.write("WFM_BRIDGE_INTAKE_PORT=2", to: ".env")
        #expect(try place.load(json: json).intake.port == 2)
        let environment = ["WFM_BRIDGE_INTAKE_PORT": "3"]
        #expect(try place.load(json: json, environment: environment).intake.port == 3)
        #expect(try place.load(json: json, commandLine: ["intake.port": "4"], environment: environment).intake.port == 4)
    }

    @Test("a wrong value is named even where another prevails in its stead")
    func wrongValueBehind() throws {
        let place = try ConfigurationPlace()
        let problems = try place.problems(environment: ["WFM_BRIDGE_INTAKE_PORT": "many"])
        #expect(problems.map(\.path) == ["intake.port"])
    }
}
