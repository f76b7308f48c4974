import AsyncHTTPClient
import Foundation
import NIOCore

/// A server in a process of its own, of this same program.
final class Server {
    private let process: Process
    private let input = Pipe()
    let port: Int
    private let operatorsPort: Int?

    /// Starts it and waits for the line of JSON in which it names its ports.
    init(_ arguments: [String]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        // It ends when this pipe does, so that none is left behind whatever happens here.
        process.standardInput = input
        try process.run()
        guard let line = try output.fileHandleForReading.readLine(),
            let ports = try JSONSerialization.jsonObject(with: line) as? [String: Int], let port = ports["port"]
        else { throw BenchmarkFault(detail: "\(arguments[0]) did not say its port") }
        self.port = port
        operatorsPort = ports["operators"]
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func readings() async throws -> Readings {
        let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        // The second field is the name in parentheses and may hold anything (proc(5)); utime and stime are fields 14 and 15.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
        guard fields.count > 13, let user = Double(Array(fields)[11]), let system = Double(Array(fields)[12]) else {
            throw BenchmarkFault(detail: "/proc/\(process.processIdentifier)/stat cannot be read")
        }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        return Readings(userSeconds: user / ticks, systemSeconds: system / ticks, metrics: try await metrics())
    }

    private func metrics() async throws -> [String: Double] {
        guard let operatorsPort else { return [:] }
        let answer = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://127.0.0.1:\(operatorsPort)/metrics"),
            timeout: .seconds(10)
        )
        let text = String(buffer: try await answer.body.collect(upTo: 1 << 24))
        var metrics: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.contains("_bucket{") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else { continue }
            metrics[String(line[..<(line.firstIndex(of: "{") ?? space)]), default: 0] += value
        }
        return metrics
    }

    /// Runs the generator once.
    static func load(_ arguments: [String]) async throws -> LoadResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkFault(detail: "the generator failed") }
        return try JSONDecoder().decode(LoadResult.self, from: data)
    }
}

extension FileHandle {
    /// Bytes up to a line feed; nil at the end of the file before one.
    fileprivate func readLine() throws -> Data? {
        var line = Data()
        while let byte = try read(upToCount: 1), let first = byte.first {
            if first == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        return nil
    }
}
