import ArgumentParser
import Foundation
import Notation

/// Durable accepts against a bare 202, by turns.
struct Accepts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Durable accepts a second against a bare Hummingbird 202 in the same run.",
        discussion: """
            Two servers in processes of their own take the same signed bodies of 500 bytes from the same generator, by turns:
            one collects the body and answers 202, the other is the bridge with its store and its journal on the disk.
            Generator and servers share the machine's cores: read the ratio, not the rates.
            """
    )

    @Option(help: "Length of one window, in seconds.")
    var seconds: Double = 4

    @Option(help: "Numbers of keep-alive connections, each measured for itself.", transform: Accepts.numbers)
    var connections: [Int] = [64, 512]

    @Option(help: "Windows of each server at each number of connections; the medians count.")
    var rounds = 5

    @Option(help: "Where the bridge keeps its data; a new directory in it, removed at the end. It should lie on the real disk.")
    var directory = FileManager.default.temporaryDirectory.path

    static func numbers(_ text: String) throws -> [Int] {
        let numbers = text.split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }
        guard !numbers.isEmpty else { throw ValidationError("name numbers above 0, separated by commas: 64,512") }
        return numbers
    }

    func run() async throws {
        let place = URL(fileURLWithPath: directory).appendingPathComponent("wfm-bridge-benchmark-\(getpid())")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        for line in try Machine.facts(disk: place.path) { print(line) }
        let secret = "whsec_" + Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
        let bare = try Server(["serve-bare"])
        defer { bare.stop() }
        let bridge = try Server(["serve-bridge", "--data", place.path, "--secret", secret])
        defer { bridge.stop() }

        for count in connections {
            print("\n\(count) connections, windows of \(seconds) s, \(rounds) each, by turns")
            var windows: [String: [Window]] = [:]
            // One of each that does not count: pools are filled, pages are warm.
            for round in 0...rounds {
                for (name, server) in [("bare 202", bare), ("bridge", bridge)] {
                    let length = round == 0 ? min(seconds, 1) : seconds
                    let window = try await measure(server, connections: count, seconds: length, secret: secret)
                    if round > 0 { windows[name, default: []].append(window) }
                }
            }
            report(windows["bare 202"] ?? [], windows["bridge"] ?? [])
        }
    }

    private func measure(_ server: Server, connections: Int, seconds: Double, secret: String) async throws -> Window {
        let before = try await server.readings()
        let load = try await Server.load([
            "load", "--port", String(server.port), "--connections", String(connections), "--seconds", String(seconds), "--secret", secret,
        ])
        let after = try await server.readings()
        let window = Window(load: load, before: before, after: after)
        if let fault = window.fault { throw BenchmarkFault(detail: fault) }
        return window
    }

    private func report(_ bare: [Window], _ bridge: [Window]) {
        print("            req/s    p50 ms   p99 ms   CPU µs/req   (user + system)")
        for (name, windows) in [("bare 202", bare), ("bridge", bridge)] {
            print(
                name.padded(10),
                windows.median(\.rate).text(0, width: 8),
                windows.median { $0.load.p50 / 1_000 }.text(2, width: 8),
                windows.median { $0.load.p99 / 1_000 }.text(2, width: 8),
                windows.median(\.cpu).text(1, width: 10),
                "  ",
                "(\(windows.median(\.userCPU).text(1)) + \(windows.median(\.systemCPU).text(1)))"
            )
        }
        let ratios = zip(bare, bridge).map { $1.rate / $0.rate }.sorted()
        print("ratio       \((bridge.median(\.rate) / bare.median(\.rate) * 100).text(1)) % of the bare 202", terminator: "")
        if let least = ratios.first, let most = ratios.last {
            print("   (of single rounds: \((least * 100).text(1)) to \((most * 100).text(1)) %)")
        }
        print(
            "by CPU      \((bare.median(\.cpu) / bridge.median(\.cpu) * 100).text(1)) % (the servers' own time a request, without the generator's)"
        )
        print(
            "store       \(bridge.median(\.acceptsPerCommit).text(1)) accepts a commit, commit",
            "\(bridge.median(\.commitMilliseconds).text(2)) ms on average, \(bridge.median(\.commitsPerSecond).text(0)) commits/s"
        )
        print(
            "journal     \(bridge.median(\.recordsPerSync).text(1)) records a sync;",
            "\(bridge.median(\.syncsPerAccept).text(3)) syncs an accept, store and journal together"
        )
    }
}

struct BenchmarkFault: Error, CustomStringConvertible {
    let detail: String
    var description: String { detail }
}

extension String {
    func padded(_ width: Int) -> String {
        padding(toLength: Swift.max(width, count), withPad: " ", startingAt: 0)
    }
}

extension Double {
    func text(_ digits: Int, width: Int = 0) -> String {
        let text = String(format: "%.\(digits)f", self)
        return String(repeating: " ", count: Swift.max(0, width - text.count)) + text
    }
}

extension [Window] {
    func median(_ value: (Window) -> Double) -> Double {
        let values = map(value).sorted()
        guard !values.isEmpty else { return .nan }
        return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    }
}
