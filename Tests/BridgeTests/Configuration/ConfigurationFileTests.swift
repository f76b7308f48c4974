import Foundation
import TestSupport
import Testing

@testable import Bridge

@Suite("The configuration file")
struct ConfigurationFileTests {
    private func problem(_ path: String) throws -> ConfigurationProblem {
        let problem = #expect(throws: ConfigurationProblem.self) { try ConfigurationFile.read(path) }
        return try #require(problem)
    }

    @Test("a fault of JSON is named with line and column, and a duplicate key is one")
    func json() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("{\n  \"intake\": {\"port\": 1,\n    \"port\": 2}}", to: "a.json")
        let found = try problem(path)
        #expect(found.code == .syntax && found.path == path)
        #expect(found.detail.hasPrefix("line 3, column 5"), "\(found)")
        #expect(try problem(try directory.write("[]", to: "b.json")).detail.contains("one map of keys"))
        #expect(try problem(try directory.write("", to: "c.json")).code == .syntax)
    }

    @Test("a file that is not there, not a file, not text, too long, or of no known ending is named")
    func unreadable() throws {
        let directory = try TemporaryDirectory()
        #expect(try problem(directory.path(of: "none.json")).detail.contains("No such file"))
        try FileManager.default.createDirectory(atPath: directory.path(of: "d.json"), withIntermediateDirectories: false)
        #expect(try problem(directory.path(of: "d.json")).detail.contains("regular file"))
        #expect(mkfifo(directory.path(of: "pipe.json"), 0o600) == 0)
        #expect(try problem(directory.path(of: "pipe.json")).detail.contains("regular file"))
        #expect(try problem(try directory.write("{}", to: "a.toml")).detail.contains(".json, .yaml or .yml"))
        try Data([0x7B, 0xFF, 0x7D]).write(to: URL(fileURLWithPath: directory.path(of: "b.json")))
        #expect(try problem(directory.path(of: "b.json")).detail.contains("UTF-8"))
        let long = try directory.write(String(repeating: " ", count: ConfigurationFile.mostBytes + 1), to: "l.json")
        #expect(try problem(long).detail.contains("longer"))
    }
}

@Suite("Near misses of names")
struct SuggestionTests {
    @Test(
        "the nearest word is meant, or none",
        arguments: [
            ("prot", "port"), ("hst", "host"), ("HOST", "host"), ("tolerence", nil), ("xyz", nil), ("toleranceSecond", "toleranceSeconds"),
            ("", nil),
        ]
    )
    func nearest(word: String, meant: String?) {
        #expect(Suggestion.nearest(to: word, among: ["port", "host", "toleranceSeconds"]) == meant)
    }
}
