import Foundation
import Notation
import TestSupport
import Testing

@Suite("Configuration of a bridge that runs")
struct ReloadTests {
    private static func send(_ serving: Serving, _ key: String) async throws -> Int32 {
        let body = #"{"event":"agent_status_change_requested","userId":"\#(try serving.agent(0))","status":"Training"}"#
        let url = try serving.text("url")
        return try await Program.run(["send", "-", "--to", url], environment: ["WFM_WEBHOOK_SECRET": key], input: Data(body.utf8)).code
    }

    private static func keys(_ secrets: [String]) -> String {
        let keys = secrets.enumerated().map { #"{"id": "k\#($0)", "secret": "\#($1)"}"# }
        return #"{"keys": [\#(keys.joined(separator: ", "))]}"#
    }

    /// Whole or not at all, as people are told to put files in place.
    private static func replace(_ path: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + ".new"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + ".new")
        #expect(rename(path + ".new", path) == 0)
    }

    @Test("SIGHUP takes over keys; a file that cannot be taken is named and leaves everything as it was")
    func keys() async throws {
        let serving = try await Serving()
        let (first, second) = (try serving.text("signingSecret"), try await Program.run(["keys", "new"]).output)
        let file = serving.data + "/keys/wfm.json"
        #expect(try await Self.send(serving, first) == 0)
        #expect(try await Self.send(serving, second) == 1)

        serving.program.signal(SIGHUP)
        _ = try await serving.program.complaint { $0.contains("nothing has changed") }
        #expect(!serving.program.complaints.contains("taken over"), "\(serving.program.complaints)")

        try Self.replace(file, Self.keys([first, second]))
        serving.program.signal(SIGHUP)
        _ = try await serving.program.complaint { $0.contains("taken over") && $0.contains("sources.wfm") }
        #expect(try await Self.send(serving, first) == 0)
        #expect(try await Self.send(serving, second) == 0)

        try Self.replace(file, "{")
        serving.program.signal(SIGHUP)
        let complaint = try await serving.program.complaint { $0.contains("cannot be taken") }
        #expect(complaint.contains(file), "\(complaint)")
        #expect(try await Self.send(serving, second) == 0)
        #expect(await serving.stop() == 0, "\(serving.program.complaints)")

        let journal = try FileManager.default.contentsOfDirectory(atPath: serving.data + "/journal").map {
            try String(contentsOfFile: serving.data + "/journal/\($0)", encoding: .utf8)
        }.joined()
        #expect(journal.contains(#""type":"config""#) && journal.contains(#""sources.wfm":{"k0":""#))
        #expect(!journal.contains(second) && !serving.program.complaints.contains(second))
    }

    @Test("A configuration file that has changed is noticed by itself: policies count at once, a port from the next start on")
    func file() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(#"{"policy": {"default": {"shadow": false}}, "operators": {"port": 0}}"#, to: "bridge.json")
        let serving = try await Serving(["--config", path])
        try Self.replace(path, #"{"policy": {"default": {"shadow": true}}, "operators": {"port": 0}, "intake": {"host": "127.0.0.2"}}"#)
        let taken = try await serving.program.complaint { $0.contains("taken over") }
        #expect(taken.contains("policy"), "\(taken)")
        let later = try await serving.program.complaint { $0.contains("from the next start on") }
        #expect(later.contains("intake"), "\(later)")
        #expect(try await Self.send(serving, try serving.text("signingSecret")) == 0)
        let agent = try serving.agent(0)
        let token = try serving.text("operatorToken")
        try await Observation.that("the change is shadowed") {
            let answer = try await Web.get(try serving.text("operatorUrl") + "/v1/status-changes?userId=\(agent)", token: token)
            return answer.contains("shadowed")
        }
        try Self.replace(path, #"{"policy": {"default": {"shadw": true}}}"#)
        let complaint = try await serving.program.complaint { $0.contains("cannot be taken") }
        #expect(complaint.contains("shadw"), "\(complaint)")
        #expect(await serving.stop() == 0)
    }
}
