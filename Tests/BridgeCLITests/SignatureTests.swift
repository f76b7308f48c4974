import Foundation
import TestSupport
import Testing

@Suite("Keys and signatures from the command line")
struct SignatureTests {
    private let vectors = Repository.path("fixtures/signatures/standard.jsonl")

    @Test("The vectors of the repository pass, from a file and from standard input")
    func standard() async throws {
        let file = try await Program.run(["signature", "check", vectors])
        #expect(file.code == 0)
        #expect(file.output == "134 passed, 0 failed")
        let input = try Data(contentsOf: URL(fileURLWithPath: vectors))
        #expect(try await Program.run(["signature", "check", "-"], input: input).output == file.output)
    }

    @Test("A vector that differs is named, rubbish is told by its line, and the exit code is 1")
    func differing() async throws {
        let text = try String(contentsOfFile: vectors, encoding: .utf8)
        let first = try #require(text.split(separator: "\n").first)
        let turned = first.replacingOccurrences(of: #""expect":"accept""#, with: #""expect":"reject""#)
        #expect(turned != first)
        let ended = try await Program.run(["signature", "check", "-"], input: Data("rubbish\n\n{}\n\(turned)\n\(first)\n".utf8))
        #expect(ended.code == 1)
        let lines = ended.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("line 1:") } && lines.contains { $0.hasPrefix("line 3:") })
        #expect(lines.contains { $0.hasPrefix("published-example: expected reject") })
        #expect(lines.last == "1 passed, 3 failed")
    }

    @Test("A header given in two cases counts as repeated")
    func twoCases() async throws {
        let text = try String(contentsOfFile: vectors, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.contains("WEBHOOK-SIGNATURE") && $0.contains("webhook-signature") })
        #expect(try await Program.run(["signature", "check", "-"], input: Data(line.utf8)).output == "1 passed, 0 failed")
    }

    @Test("A key file is private, holds several keys, and no id twice; what it signs verifies")
    func keys() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.path(of: "keys.json")
        for name in ["one", "two"] {
            let ended = try await Program.run(["keys", "new", "--file", file, "--id", name])
            #expect(ended.code == 0)
            #expect(!ended.output.contains("whsec_"))
        }
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let again = try await Program.run(["keys", "new", "--file", file, "--id", "one"])
        #expect(again.code == 1 && again.complaints.contains("\"one\""))
        let body = try directory.write("{\"a\": 1}", to: "body.json")
        let signed = try await Program.run(["signature", "sign", body, "--keys", file, "--id", "msg_1", "--timestamp", "1614265330"])
        #expect(signed.code == 0)
        #expect(signed.output.split(separator: " ").filter { $0.contains("v1,") }.count == 2)
        let open = chmod(file, 0o644)
        #expect(open == 0)
        let refused = try await Program.run(["signature", "sign", body, "--keys", file])
        #expect(refused.code == 1 && refused.complaints.contains("chmod 600"))
        #expect(!refused.complaints.contains("whsec_"))
    }

    @Test("A printed key signs, and the signature passes the check of vectors")
    func roundTrip() async throws {
        let key = try await Program.run(["keys", "new"]).output
        #expect(key.hasPrefix("whsec_"))
        let signed = try await Program.run(
            ["signature", "sign", "-", "--id", "msg_1", "--timestamp", "1614265330"],
            environment: ["WFM_WEBHOOK_SECRET": key],
            input: Data("body".utf8)
        )
        let value = try #require(signed.output.split(separator: "\n").last?.split(separator: " ").last)
        let vector = { (body: String) in
            """
            {"id":"ours","scheme":"standard","keys":["\(key)"],"now":1614265330.5,"headers":{"Webhook-Id":"msg_1",\
            "Webhook-Timestamp":"1614265330","WEBHOOK-SIGNATURE":"\(value)"},"body":"\(body)","expect":"accept"}
            """
        }
        let input = Data("\(vector("body"))\n\(vector("other"))\n".utf8)
        let checked = try await Program.run(["signature", "check", "-"], input: input)
        #expect(checked.output.split(separator: "\n").last == "1 passed, 1 failed")
        #expect(!checked.output.contains(key))
    }

    @Test("A secret that cannot be used is not repeated")
    func planted() async throws {
        let ended = try await Program.run(["signature", "sign", "-"], environment: ["WFM_WEBHOOK_SECRET": "whsec_PLANTED!"], input: Data())
        #expect(ended.code == 1)
        #expect(!(ended.output + ended.complaints).contains("PLANTED"))
    }
}
