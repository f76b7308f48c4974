import Foundation
import Testing

@Suite("The simulator as a process")
struct SimulateTests {
    @Test("The list has as many ids as agents, the same for the same seed")
    func list() async throws {
        let one = try await Program.run(["simulate", "--list", "--agents", "30"])
        #expect(one.code == 0)
        #expect(Set(one.output.split(separator: "\n")).count == 30)
        #expect(try await Program.run(["simulate", "--list", "--agents", "30", "--seed", "1"]).output == one.output)
        #expect(try await Program.run(["simulate", "--list", "--agents", "30", "--seed", "2"]).output != one.output)
    }

    @Test("The list of the dialect acd has numbers, the same for the same seed")
    func listOfNumbers() async throws {
        let one = try await Program.run(["simulate", "--list", "--dialect", "acd", "--agents", "30"])
        #expect(one.code == 0)
        let numbers = one.output.split(separator: "\n").compactMap { Int32($0) }
        #expect(Set(numbers).count == 30)
        #expect(try await Program.run(["simulate", "--list", "--dialect", "acd", "--agents", "30"]).output == one.output)
        #expect(try await Program.run(["simulate", "--list", "--dialect", "acd", "--agents", "30", "--seed", "2"]).output != one.output)
    }

    @Test(
        "Wrong words about its manners exit with 64 and name the option",
        arguments: [
            "--dialect soap", "--on-contact wait", "--on-logged-out wait", "--state-answer 204", "--chaos-rate 0.5",
            "--chaos 1 --chaos-rate 2", "--chaos x",
        ]
    )
    func wrongManners(words: String) async throws {
        let ended = try await Program.run(["simulate"] + words.split(separator: " ").map(String.init))
        #expect(ended.code == 64)
        #expect(ended.complaints.contains("--"), "\(ended.complaints)")
    }

    @Test("The access key of its options gets a token, and another one does not")
    func accessKey() async throws {
        let simulator = try Program(["simulate", "--port", "0", "--agents", "2", "--access-key-id", "k", "--access-key-secret", "s"])
        let url = try await simulator.line { _ in true } + "/authentication/v1/token/access-key"
        #expect(try await Web.send("POST", url, Data(#"{"accessKeyId": "k", "accessKeySecret": "s"}"#.utf8)) == 200)
        #expect(try await Web.send("POST", url, Data(#"{"accessKeyId": "k", "accessKeySecret": "t"}"#.utf8)) == 401)
        simulator.signal(SIGTERM)
        #expect(await simulator.exitCode() == 0)
    }

    @Test("With chaos at rate 1 its calls meet faults")
    func chaos() async throws {
        let simulator = try Program(["simulate", "--port", "0", "--agents", "2", "--chaos", "4", "--chaos-rate", "1"])
        let url = try await simulator.line { _ in true }
        // Control is not met; a public call may be left without an answer.
        _ = try? await Web.send("POST", url + "/oauth/token", Data())
        #expect(try await Web.send("PUT", url + "/simulator/chaos", Data("null".utf8)) == 200)
        #expect(try await Web.send("POST", url + "/oauth/token", Data()) == 400)
        simulator.signal(SIGTERM)
        #expect(await simulator.exitCode() == 0)
    }

    @Test("Its first line is its base URL alone; a port that is taken is named; signals end it with 0", arguments: [SIGTERM, SIGINT])
    func address(signal: Int32) async throws {
        let simulator = try Program(["simulate", "--port", "0", "--agents", "2"])
        let first = try await simulator.line { _ in true }
        let url = try #require(URL(string: first))
        let port = try #require(url.port)
        #expect(first == "http://127.0.0.1:\(port)")
        let second = try await Program.run(["simulate", "--port", "\(port)"])
        #expect(second.code == 1)
        #expect(second.complaints.contains("127.0.0.1:\(port) is in use"), "\(second.complaints)")
        simulator.signal(signal)
        #expect(await simulator.exitCode() == 0)
    }
}
