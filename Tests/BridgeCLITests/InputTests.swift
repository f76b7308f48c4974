import Foundation
import TestSupport
import Testing

@Suite("Odd input and odd places")
struct InputTests {
    @Test(
        "A reader that has seen enough ends a command without a word",
        arguments: ["simulate --list --agents 20000", "signature check -"]
    )
    func closedPipe(command: String) async throws {
        let vectors = Data(String(repeating: "{}\n", count: 5_000).utf8)
        let ended = try await Program.run(
            ["-c", "set -o pipefail; '\(Program.path)' \(command) | head -n 1"],
            input: vectors,
            executable: "/bin/bash"
        )
        #expect(ended.output.split(separator: "\n").count == 1)
        #expect(ended.complaints.isEmpty, "\(ended.complaints)")
    }

    @Test("Completions are made for the usual shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
        let ended = try await Program.run(["--generate-completion-script", shell])
        #expect(ended.code == 0 && ended.output.contains("rehearse") && ended.output.contains("keep-running"))
    }

    @Test("A directory without a journal is no empty journal")
    func noJournal() async throws {
        let directory = try TemporaryDirectory()
        for command in ["verify", "tail"] {
            let ended = try await Program.run(["journal", command, directory.path])
            #expect(ended.code == (command == "verify" ? 5 : 1))
            #expect((ended.output + ended.complaints).contains(directory.path))
        }
    }

    @Test("A file without vectors is said to be one")
    func noVectors() async throws {
        let directory = try TemporaryDirectory()
        let ended = try await Program.run(["signature", "check", try directory.write("\n", to: "vectors.jsonl")])
        #expect(ended.code == 0 && ended.output == "0 passed, 0 failed")
        #expect(ended.complaints.contains("no vectors"))
    }

    @Test("An address that cannot be listened on is named", arguments: ["simulate", "listen"])
    func address(command: String) async throws {
        // TEST-NET-1 (RFC 5737): no machine has it.
        for (host, words) in [("192.0.2.1", "192.0.2.1 is no address"), ("nobody.invalid", "no such name")] {
            let ended = try await Program.run(
                [command, "--host", host, "--port", "0"],
                environment: ["WFM_WEBHOOK_SECRET": "whsec_" + String(repeating: "AAAA", count: 8)]
            )
            #expect(ended.code == 1 && ended.complaints.contains(words), "\(ended.complaints)")
        }
    }

    @Test("A store that is none is named, with what to do")
    func store() async throws {
        let directory = try TemporaryDirectory()
        let data = directory.path(of: "data")
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try Data(repeating: 7, count: 8_192).write(to: URL(fileURLWithPath: data + "/bridge.sqlite"))
        let ended = try await Program.run(["serve", "--simulate", "--port", "0", "--data", data])
        #expect(ended.code == 1 && ended.complaints.contains("\(data)/bridge.sqlite") && ended.complaints.contains("not a database"))
    }
}
