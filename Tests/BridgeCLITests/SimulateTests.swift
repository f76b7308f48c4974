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
