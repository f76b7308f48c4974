import Foundation
import TestSupport
import Testing

/// Other people's programs, written in Python, against the real program.
@Suite("Python")
struct PythonTests {
    @Test("Requests signed by the package standardwebhooks are accepted, and the events that come back verify with it")
    func webhooks() async throws {
        let directory = try TemporaryDirectory()
        try await run("webhooks.py", [Program.path, directory.path], says: "6 events verified")
    }

    @Test("A client of CXone's endpoints works against the simulator", arguments: ["records", "data", "array", "header", "pagination"])
    func client(shape: String) async throws {
        try await run("cxone_client.py", [Program.path, shape], says: "all calls answered")
    }

    private func run(_ script: String, _ arguments: [String], says words: String) async throws {
        let python = try #require(
            ProcessInfo.processInfo.environment["WFM_BRIDGE_TEST_PYTHON"],
            "WFM_BRIDGE_TEST_PYTHON names no Python with deploy/test-requirements.txt: run deploy/test, which makes one"
        )
        let path = python.hasPrefix("/") ? python : Repository.path(python)
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is no program: run deploy/test, which makes it")
        let ended = try await Program.run([Repository.path("Tests/BridgeCLITests/Python/\(script)")] + arguments, executable: path)
        #expect(ended.code == 0, "\(ended.output)\n\(ended.complaints)")
        #expect(ended.output.contains(words), "\(ended.output)\n\(ended.complaints)")
    }
}
