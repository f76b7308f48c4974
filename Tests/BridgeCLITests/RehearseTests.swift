import Foundation
import Notation
import TestSupport
import Testing

@Suite("Rehearsals from the command line")
struct RehearseTests {
    @Test("A bridge that runs already, its simulator in another process, is rehearsed twice, and a difference is exit code 1")
    func target() async throws {
        let directory = try TemporaryDirectory()
        let port = try FreePort.find()
        let simulator = try Program(["simulate", "--port", "0", "--agents", "12"])
        let cxone = try await simulator.line { _ in true }
        let bridge = try Program(
            [
                "serve", "--allow-loopback", "--port", "0", "--data", directory.path(of: "data"), "--info", directory.path(of: "info.json"),
                "--webhook-url", "http://127.0.0.1:\(port)",
            ],
            environment: [
                "CXONE_TENANT": cxone, "CXONE_BASE_URL": cxone, "CXONE_CLIENT_ID": "simulator", "CXONE_CLIENT_SECRET": "simulator-secret",
            ],
            in: directory.path
        )
        _ = try await bridge.line { $0.contains("is ready") }
        let info = directory.path(of: "info.json")
        let url = try #require(try JSONValue(parsing: String(contentsOfFile: info, encoding: .utf8))["url"]?.string)
        let place = ["--target", url + "/", "--info", info, "--listen", "\(port)"]
        let fixture = try ShortFixture()

        let unnamed = try await Program.run(["rehearse", fixture.path] + place)
        #expect(unnamed.code == 2 && unnamed.complaints.contains("throttle") && unnamed.complaints.contains("--cxone"))

        let report = directory.path(of: "report.json")
        for _ in 1...2 {
            let passed = try await Program.run(["rehearse", fixture.path, "--cxone", cxone, "--report", report] + place)
            #expect(passed.code == 0, "\(passed.output)\(passed.complaints)")
            #expect(passed.output.contains("PASSED") && passed.complaints.isEmpty)
            let json = try JSONValue(parsing: String(contentsOfFile: report, encoding: .utf8))
            #expect(json["passed"]?.bool == true && json["cxone"]?["writes"]?.int == 1 && json["speed"]?.double == 1)
        }

        let other = try ShortFixture(expecting: "Break")
        let failed = try await Program.run(["rehearse", other.path, "--cxone", cxone] + place)
        #expect(failed.code == 1 && failed.output.contains("FAILED") && failed.output.contains("\"Training\""), "\(failed.output)")

        bridge.signal(SIGTERM)
        #expect(await bridge.exitCode() == 0, "\(bridge.complaints)")
        simulator.signal(SIGTERM)
        #expect(await simulator.exitCode() == 0)
    }

    @Test("--keep-running leaves everything running in real time, says how to go on, and Ctrl-C ends it as the replay went")
    func keepsRunning() async throws {
        let directory = try TemporaryDirectory()
        let data = directory.path(of: "data")
        let fixture = try ShortFixture()
        let rehearsal = try Program(
            ["rehearse", fixture.path, "--speed", "20", "--keep-running", "--data", data, "--report", directory.path(of: "report.json")]
        )
        let notice = try await rehearsal.line { $0.contains("goes on running") }
        #expect(notice.contains("Ctrl-C"))
        let intake = try await rehearsal.line { $0.contains("status changes") }.split(separator: " ").first { $0.hasPrefix("http") }
        let url = try #require(intake).description
        #expect(try await rehearsal.line { $0.contains("wfm-bridge status set") }.contains("--data \(data)"))
        #expect(try JSONValue(parsing: String(contentsOfFile: directory.path(of: "report.json"), encoding: .utf8))["passed"]?.bool == true)

        let agent = try #require(try await Program.run(["simulate", "--list"]).output.split(separator: "\n").first).description
        let set = try await Program.run(["status", "set", agent, "Busy", "--data", data], environment: ["CXONE_CLIENT_ID": "unused"])
        #expect(set.code == 0, "\(set.output)\(set.complaints)")
        // Signed by the real time, which is not the bridge's far past or future.
        let body = try directory.write(
            #"{"event":"agent_status_change_requested","userId":"\#(agent)","status":"Available"}"#,
            to: "change.json"
        )
        let sent = try await Program.run(["send", body, "--to", url, "--keys", "\(data)/keys/wfm.json"])
        #expect(sent.code == 0, "\(sent.output)\(sent.complaints)")

        rehearsal.signal(SIGINT)
        let rest = await rehearsal.output()
        #expect(await rehearsal.exitCode() == 0, "\(rehearsal.complaints)")
        #expect(rest.contains("Audit journal") && rest.contains("sound:"), "\(rest)")
        #expect(try await Program.run(["journal", "verify", data + "/journal"]).code == 0)
    }

    @Test("Ctrl-C while it replays is told, removes the temporary folder, and is exit code 130")
    func interrupted() async throws {
        let folder = try TemporaryDirectory()
        let fixture = try ShortFixture(rest: "10m")
        let rehearsal = try Program(["rehearse", fixture.path], environment: ["TMPDIR": folder.path])
        for _ in 0..<500 where try Self.content(of: folder).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try Self.content(of: folder).count == 1)
        rehearsal.signal(SIGINT)
        #expect(await rehearsal.exitCode() == 130)
        #expect(try await rehearsal.complaint { _ in true } == "interrupted; nothing was compared")
        #expect(try Self.content(of: folder).isEmpty)
    }

    @Test("What cannot be replayed is refused at once, with exit code 2")
    func refused() async throws {
        let directory = try TemporaryDirectory()
        let fixture = try ShortFixture()
        func words(_ more: [String], fixture path: String? = nil) async throws -> String {
            let ended = try await Program.run(["rehearse", path ?? fixture.path] + more, in: directory.path)
            #expect(ended.code == 2 && ended.output.isEmpty, "\(ended.output)")
            return ended.complaints
        }
        #expect(try await words([], fixture: directory.path(of: "nowhere")).contains("nowhere/fixture.json"))
        #expect(try await words(["--report", "/nowhere/r.json"]).contains("/nowhere/r.json"))
        #expect(try await words(["--data", fixture.path]).contains("not empty"))
        let target = ["--target", "http://127.0.0.1:1", "--info"]
        #expect(try await words(target + ["/nowhere/info.json"]).contains("/nowhere/info.json"))
        let info = try directory.write("not JSON", to: "info.json")
        #expect(try await words(target + [info]).contains("serve --info"))
        try directory.write(#"{"url": "http://127.0.0.1:1"}"#, to: "info.json")
        #expect(try await words(target + [info]).contains("/source"))
        try directory.write(
            #"{"url": "http://127.0.0.1:1", "source": "wfm", "signingSecret": "whsec_PLANTED", "eventSecret": "whsec_PLANTED"}"#,
            to: "info.json"
        )
        let port = try FreePort.find()
        let key = try await words(target + [info, "--listen", "\(port)", "--cxone", "http://127.0.0.1:1"])
        #expect(key.contains("key") && !key.contains("PLANTED"))
        let silent = try SilentServer()
        let taken = try await words(target + [info, "--listen", "\(silent.port)", "--cxone", "http://127.0.0.1:1"])
        #expect(taken.contains("in use"), "\(taken)")
    }

    private static func content(of folder: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("wfm-bridge-rehearsal") }
    }
}
