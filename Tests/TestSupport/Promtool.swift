import Foundation

/// A run of `promtool check metrics`.
package enum Promtool {
    package struct Verdict: Equatable {
        package let status: Int32
        package let output: String

        package init(status: Int32, output: String) {
            self.status = status
            self.output = output
        }
    }

    /// Throws where promtool is missing: a check that cannot run has failed.
    package static func check(_ text: String) throws -> Verdict {
        // From a file: a pipe could fill up on both sides.
        let input = FileManager.default.temporaryDirectory.appending(path: "promtool-\(UUID().uuidString).prom")
        try Data(text.utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }

        let promtool = Process()
        promtool.executableURL = URL(filePath: "/usr/bin/env")
        promtool.arguments = ["promtool", "check", "metrics"]
        promtool.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        promtool.standardOutput = output
        promtool.standardError = output
        try promtool.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        promtool.waitUntilExit()
        return Verdict(status: promtool.terminationStatus, output: String(decoding: said, as: UTF8.self))
    }
}
