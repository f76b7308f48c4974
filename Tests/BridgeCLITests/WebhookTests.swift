import Foundation
import Notation
import TestSupport
import Testing

@Suite("Sending, listening and rehearsing from the command line")
struct WebhookTests {
    @Test("What is sent is answered, its event is heard, the journal tells both")
    func loop() async throws {
        let key = try await Program.run(["keys", "new"]).output
        let listener = try Program(["listen", "--port", "0", "--count", "1"], environment: ["WFM_WEBHOOK_SECRET": key])
        let address = try await listener.complaint { $0.hasPrefix("listening on ") }.dropFirst("listening on ".count).description
        let serving = try await Serving(["--webhook-url", address], environment: ["WFM_WEBHOOK_SECRET": key])
        let secret = ["WFM_WEBHOOK_SECRET": try serving.text("signingSecret")]
        let body = try serving.directory.write(
            #"{"event":"agent_status_change_requested","userId":"\#(try serving.agent(0))","status":"Training"}"#,
            to: "body.json"
        )
        #expect(try await Web.send("POST", address, Data("forged".utf8)) == 401)
        let url = try serving.text("url")
        let sent = try await Program.run(["send", body, "--to", url], environment: secret)
        #expect(sent.code == 0 && sent.complaints.contains("HTTP 202"), "\(sent.complaints)")
        let change = try #require(try JSONValue(parsing: sent.output)["changes"]?.array?.first?["changeId"]?.string)
        let refused = try await Program.run(["send", body, "--to", url], environment: ["WFM_WEBHOOK_SECRET": key])
        #expect(refused.code == 1 && refused.complaints.contains("HTTP 401"))
        let nowhere = try await Program.run(["send", body, "--to", "http://127.0.0.1:1"], environment: secret)
        #expect(nowhere.code == 1 && nowhere.complaints.contains("refused"), "\(nowhere.complaints)")
        let event = try JSONValue(parsing: await listener.output())
        #expect(event["changeId"]?.string == change)
        #expect(await listener.exitCode() == 0)
        #expect(listener.complaints.contains("refused ("))

        let tail = try await Program.run(["journal", "tail", try serving.text("journal"), "-n", "3", "--json"])
        #expect(tail.output.split(separator: "\n").count == 3)
        #expect(await serving.stop() == 0, "\(serving.program.complaints)")
        try await expectJournal(serving)
        let written = try FileManager.default.contentsOfDirectory(atPath: serving.data + "/journal").map {
            try String(contentsOfFile: serving.data + "/journal/\($0)", encoding: .utf8)
        }.joined()
        for name in ["signingSecret", "eventSecret", "operatorToken", "cxoneClientSecret"] {
            #expect(!(written + serving.program.complaints).contains(try serving.text(name)))
        }
    }

    private func expectJournal(_ serving: Serving) async throws {
        let folder = serving.data + "/journal"
        let verify = { (more: [String]) in try await Program.run(["journal", "verify", folder] + more) }
        let sound = try await verify(["--json"])
        #expect(sound.code == 0)
        #expect(try JSONValue(parsing: sound.output)["result"]?.string == "sound")
        #expect(try await verify(["--key", "some"]).code == 4)
        #expect(try await Program.run(["journal", "verify", folder + "/nowhere"]).code == 5)
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".jsonl") })
        let path = "\(folder)/\(name)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try (text + #"{"seq":"#).write(toFile: path, atomically: false, encoding: .utf8)
        #expect(try await verify([]).code == 2)
        let altered = text.replacingOccurrences(of: "Training", with: "Offline!")
        #expect(altered != text)
        try altered.write(toFile: path, atomically: false, encoding: .utf8)
        #expect(try await verify([]).code == 1)
    }

    @Test("New lines of the journal are followed")
    func following() async throws {
        let serving = try await Serving()
        let tail = try Program(["journal", "tail", try serving.text("journal"), "-f", "-n", "1", "--json"])
        _ = try await tail.line { _ in true }
        #expect(await serving.stop() == 0)
        let line = try await tail.line { $0.contains(#""type":"stop""#) }
        #expect(line.hasPrefix("{"))
        tail.signal(SIGTERM)
    }

    @Test("A fixture passes; a fixture that expects something else fails with 1")
    func rehearsing() async throws {
        let directory = try TemporaryDirectory()
        let fixture = Repository.path("fixtures/scheduled")
        let report = directory.path(of: "report.json")
        // Slow enough for a machine that is busy with other tests.
        let speed = ["--speed", "5"]
        async let passing = Program.run(["rehearse", fixture, "--report", report] + speed, in: directory.path)
        let copy = directory.path(of: "tampered")
        try FileManager.default.copyItem(atPath: fixture, toPath: copy)
        let expected = try String(contentsOfFile: copy + "/expected.jsonl", encoding: .utf8)
        let tampered = expected.replacingOccurrences(
            of: #"{"agent": 0, "ends": {"status": "Training"}}"#,
            with: #"{"agent": 0, "ends": {"status": "Busy"}}"#
        )
        #expect(tampered != expected)
        try tampered.write(toFile: copy + "/expected.jsonl", atomically: false, encoding: .utf8)
        let failed = try await Program.run(["rehearse", copy] + speed, in: directory.path)
        let ended = try await passing
        #expect(ended.code == 0, "\(ended.output)\(ended.complaints)")
        #expect(!ended.output.contains("\u{1B}") && ended.output.components(separatedBy: "scheduled: ").count == 2)
        #expect(try JSONValue(parsing: String(contentsOfFile: report, encoding: .utf8)).object?.isEmpty == false)
        #expect(failed.code == 1, "\(failed.output)")
        #expect(try await Program.run(["rehearse", directory.path(of: "nowhere")]).code == 2)
    }
}
