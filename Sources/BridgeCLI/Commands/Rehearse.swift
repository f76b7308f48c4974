import ArgumentParser
import Bridge
import Foundation
import Journal
import Logging
import Notation
import Rehearsal
import ServiceLifecycle
import Telemetry

/// `rehearse`: replays recorded webhooks and compares what comes of them.
struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replays recorded webhooks against a bridge and compares what comes of it.",
        discussion: """
            Without --target it starts a bridge of its own, with the CXone simulator and a WFM stand-in beside it. With --target the \
            bridge must send its events to http://127.0.0.1:PORT of --listen, and --info names the file that its serve --info wrote.
            Exits 1 on any difference from what the fixture expects.
            """
    )

    @Argument(help: "The fixture's folder, such as fixtures/quarter-hour.") var fixtures: String
    @Option(help: "Run the bridge's and the simulator's clock so many times as fast.") var speed: Double?
    @Option(help: "The intake address of a bridge that runs already.") var target: String?
    @Option(help: "With --target: the file that the bridge's serve --info wrote.") var info: String?
    @Option(help: "With --target: the address of the simulator, for steps that need it.") var cxone: String?
    @Option(help: "With --target: the port to receive the bridge's events on.") var listen = 8099
    @Option(help: "Where the bridge keeps its data; a temporary folder that is removed if left out.") var data: String?
    @Option(help: "Write the result to this file, as JSON.") var report: String?
    @Flag(help: "Leave everything running after the replay, until Ctrl-C.") var keepRunning = false

    func validate() throws {
        if let speed, !(speed > 0 && speed <= 1_000) { throw ValidationError("--speed must be above 0, and 1000 at most") }
        guard PortFault.isPort(listen) else { throw ValidationError("--listen must be 0 to 65535") }
        if target != nil {
            guard info != nil else { throw ValidationError("--target needs --info, the file that the bridge's serve --info wrote") }
            guard speed == nil || speed == 1 else { throw ValidationError("--speed is 1 with --target: its clock is its own") }
        }
    }

    func run() async throws {
        LogOutput.bootstrap(format: .auto, level: .critical, now: WallClock.system.now)
        do {
            try await rehearse()
        } catch let fault as any Error & CustomStringConvertible {
            throw CommandFault(fault.description)
        }
    }

    private func rehearse() async throws {
        let fixture = try Fixture(directory: fixtures)
        let directory = DataDirectory(try data ?? Self.temporaryFolder())
        defer { if data == nil { try? FileManager.default.removeItem(atPath: directory.path) } }
        let progress = ProgressLine()
        let replay = Replay(
            fixture,
            on: try bridgeUnderTest(directory),
            speed: target == nil ? speed ?? fixture.speed : 1,
            logger: Logger(label: "rehearse"),
            progress: { progress.show($0) }
        )
        let keepRunning = keepRunning
        let result = try await replay.run(afterwards: { report in
            progress.end()
            Terminal.say(report.table(colours: Terminal.hasColours))
            if keepRunning { await Self.untilInterrupted() }
        })
        if let report { try Self.write(result.json.encodedText(pretty: true) + "\n", to: report) }
        let isSound = target != nil || showJournal(directory)
        if !result.passed || !isSound { throw ExitCode(1) }
    }

    private func bridgeUnderTest(_ directory: DataDirectory) throws -> BridgeUnderTest {
        guard let target, let info else {
            return .own { needs in try await OwnBridge.start(needs, in: directory) }
        }
        let facts = try JSONValue(parsing: try Input.bytes(of: info))
        return .given(
            try BridgeHandle(info: facts, url: target),
            cxoneURL: cxone,
            listenHost: "127.0.0.1",
            listenPort: listen
        )
    }

    private static func temporaryFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wfm-bridge-rehearsal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    /// Prints the journal's ends and what its verification says.
    private func showJournal(_ directory: DataDirectory) -> Bool {
        let verdict = JournalVerifier(path: directory.journal).verify()
        Terminal.say("\nAudit journal")
        if let first = Self.firstLine(of: directory.journal) { Terminal.say("  first  \(LineWords.text(of: first))") }
        if let last = try? JournalTail(directory: directory.journal).last(1).last {
            Terminal.say("  last   \(LineWords.text(of: last))")
        }
        for line in verdict.words { Terminal.say("  \(line)") }
        return verdict.outcome == .sound
    }

    private static func firstLine(of journal: String) -> [UInt8]? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: journal)) ?? []
        guard let name = names.filter({ $0.hasSuffix(".jsonl") }).min(), let file = FileHandle(forReadingAtPath: "\(journal)/\(name)"),
            let start = try? file.read(upToCount: JournalLine.longest)
        else { return nil }
        return start.split(separator: 0x0A).first.map { Array($0) }
    }

    private static func write(_ text: String, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            throw CommandFault("\(path) cannot be written")
        }
    }

    private static func untilInterrupted() async {
        Terminal.say("Everything goes on running; Ctrl-C stops it.")
        try? await Running.untilStopped([UntilShutDown()])
    }

    private struct UntilShutDown: Service {
        func run() async throws { try await gracefulShutdown() }
    }
}
