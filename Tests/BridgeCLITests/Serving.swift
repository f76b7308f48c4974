import Foundation
import Notation
import TestSupport
import Testing

/// `serve --simulate` as a process, with a data directory of its own.
struct Serving {
    let directory: TemporaryDirectory
    let program: Program
    let info: JSONValue
    let notice: String

    init(_ more: [String] = [], environment: [String: String] = [:]) async throws {
        directory = try TemporaryDirectory()
        program = try Program(
            [
                "serve", "--simulate", "--port", "0", "--agents", "40", "--data", directory.path(of: "data"), "--info",
                directory.path(of: "info.json"),
            ] + more,
            environment: environment,
            in: directory.path
        )
        notice = try await program.line { $0.contains("is ready") }
        info = try JSONValue(parsing: String(contentsOfFile: directory.path(of: "info.json"), encoding: .utf8))
    }

    var data: String { directory.path(of: "data") }

    func text(_ name: String) throws -> String { try #require(info[name]?.string) }

    /// What points commands at the simulator.
    func cxone() throws -> [String: String] {
        [
            "CXONE_TENANT": try text("cxoneUrl"), "CXONE_BASE_URL": try text("cxoneUrl"),
            "CXONE_CLIENT_ID": try text("cxoneClientId"), "CXONE_CLIENT_SECRET": try text("cxoneClientSecret"),
        ]
    }

    func agent(_ number: Int) throws -> String { try #require(info["agents"]?.array?[number].string) }

    func stop() async -> Int32 {
        program.signal(SIGTERM)
        return await program.exitCode()
    }
}
