import Foundation
import Notation
import TestSupport
import Testing

@Suite("The bridge as a process")
struct ServeTests {
    @Test("The info file has what a client needs, for its owner alone")
    func info() async throws {
        let serving = try await Serving()
        let names = Set(try #require(serving.info.object).members.map(\.name))
        #expect(
            names == [
                "url", "source", "signingSecret", "eventSecret", "operatorUrl", "operatorToken", "cxoneUrl", "cxoneClientId",
                "cxoneClientSecret", "agents", "journal", "journalPublicKey",
            ]
        )
        let path = serving.directory.path(of: "info.json")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        #expect(serving.info["agents"]?.array?.count == 40)
        #expect(try serving.text("journal") == serving.data + "/journal")
        for name in ["url", "operatorUrl", "cxoneUrl"] {
            #expect(URL(string: try serving.text(name))?.path == "")
        }
        #expect(await serving.stop() == 0, "\(serving.program.complaints)")
    }

    @Test("An info file that cannot be written is refused before anything starts")
    func unwritableInfo() async throws {
        let directory = try TemporaryDirectory()
        for path in ["/nowhere/info.json", directory.path] {
            let ended = try await Program.run(
                ["serve", "--simulate", "--port", "0", "--data", directory.path(of: "data"), "--info", path]
            )
            #expect(ended.code == 1 && ended.output.isEmpty)
            #expect(ended.complaints.contains("--info") && ended.complaints.contains(path), "\(ended.complaints)")
        }
    }

    @Test("A second bridge on the data directory is refused by the first one's process id; a taken port is named")
    func refusals() async throws {
        let serving = try await Serving()
        let second = try await Program.run(["serve", "--simulate", "--port", "0", "--data", serving.data])
        #expect(second.code == 1)
        #expect(second.complaints.contains("process \(serving.program.pid)"), "\(second.complaints)")
        let port = try #require(URL(string: try serving.text("url"))?.port)
        let other = try await Program.run(["serve", "--simulate", "--port", "\(port)", "--data", serving.directory.path(of: "other")])
        #expect(other.code == 1)
        #expect(other.complaints.contains("127.0.0.1:\(port) is in use"), "\(other.complaints)")
        serving.program.signal(SIGINT)
        #expect(await serving.program.exitCode() == 0)
    }

    @Test("SIGTERM ends it within a bounded time while CXone hangs")
    func hangingCXone() async throws {
        let serving = try await Serving()
        let fault = Data(#"[{"call": "put_status", "kind": "hang", "times": 5}]"#.utf8)
        #expect(try await Web.send("PUT", try serving.text("cxoneUrl") + "/simulator/faults", fault) < 300)
        let body = try serving.directory.write(
            #"{"event":"agent_status_change_requested","userId":"\#(try serving.agent(0))","status":"Training"}"#,
            to: "body.json"
        )
        let sent = try await Program.run(
            ["send", body, "--to", try serving.text("url")],
            environment: ["WFM_WEBHOOK_SECRET": try serving.text("signingSecret")]
        )
        #expect(sent.code == 0, "\(sent.complaints)")
        let begun = ContinuousClock.now
        #expect(await serving.stop() == 0, "\(serving.program.complaints)")
        #expect(ContinuousClock.now - begun < .seconds(30))
        let verdict = try await Program.run(["journal", "verify", try serving.text("journal")])
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    @Test("SIGTERM ends it within a bounded time while the receiver of its events hangs")
    func hangingReceiver() async throws {
        let receiver = try SilentServer()
        let serving = try await Serving(["--webhook-url", "http://127.0.0.1:\(receiver.port)"])
        let set = try await Program.run(["status", "set", try serving.agent(0), "Training", "--data", serving.data])
        #expect(set.code == 0, "\(set.output)\(set.complaints)")
        try await receiver.connected()
        let begun = ContinuousClock.now
        #expect(await serving.stop() == 0, "\(serving.program.complaints)")
        #expect(ContinuousClock.now - begun < .seconds(30))
        let verdict = try await Program.run(["journal", "verify", try serving.text("journal")])
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    @Test(
        "What is missing or wrong in the configuration is named, no secret is repeated, and the exit code is not 0",
        arguments: [
            ([:], "cxone.default.clientId"),
            (["CXONE_CLIENT_ID": "a", "CXONE_CLIENT_SECRET": "PLANTED", "WFM_BRIDGE_INTAKE_PORT": "abc"], "intake.port"),
            (["CXONE_CLIENT_ID": "a", "CXONE_CLIENT_SECRET": "PLANTED", "CXONE_TENANT": "http://127.0.0.1:1"], "cxone.default.tenant"),
            (["CXONE_CLIENT_ID": "a", "CXONE_CLIENT_SECRET_FILE": "/nowhere/PLANTED"], "cxone.default.clientSecret"),
            (["CXONE_CLIENT_ID": "a", "CXONE_CLIENT_SECRET": "s", "WFM_BRIDGE_CONFIG": "/nowhere/c.json"], "/nowhere/c.json"),
        ] as [([String: String], String)]
    )
    func configuration(environment: [String: String], names: String) async throws {
        let directory = try TemporaryDirectory()
        for command in ["serve", "check"] {
            let ended = try await Program.run([command], environment: environment, in: directory.path)
            #expect(ended.code == 1)
            #expect((ended.output + ended.complaints).contains(names), "\(ended.output)\(ended.complaints)")
            if environment["CXONE_CLIENT_SECRET"] == "PLANTED" {
                #expect(!(ended.output + ended.complaints).contains("PLANTED"))
            }
        }
    }
}
