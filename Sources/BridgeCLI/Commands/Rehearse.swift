import ArgumentParser
import Bridge
import Foundation
import Journal
import Logging
import Notation
import Rehearsal
import Telemetry

/// `rehearse`: replays recorded webhooks and compares what comes of them.
struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replays recorded webhooks against a bridge and compares what comes of it.",
        discussion: """
            Without --target it starts a bridge of its own, with the CXone simulator and a WFM stand-in beside it. With --target the \
            bridge must send its events to http://127.0.0.1:PORT of --listen (serve --webhook-url), and --info names the file that its \
            serve --info wrote; its simulator is put back to how it started, and the bridge should not know the agents from before.
            Exits 0 if all is as the fixture expects, 1 on any difference, 2 if it could not be replayed.
            """
    )

    @Argument(help: "The fixture's folder, such as fixtures/quarter-hour.") var fixtures: String
    @Option(help: "Run the bridge's and the simulator's clock so many times as fast.") var speed: Double?
    @Option(help: "The intake address of a bridge that runs already.") var target: String?
    @Option(help: "With --target: the file that the bridge's serve --info wrote.") var info: String?
    @Option(help: "With --target: the address of the simulator, for steps that need it.") var cxone: String?
    @Option(help: "With --target: the port to receive the bridge's events on; 8099 if left out.") var listen: Int?
    @Option(help: "Where the bridge keeps its data, a new or empty folder; one that is removed afterwards if left out.") var data: String?
    @Option(help: "Write the result to this file, as JSON.") var report: String?
    @Flag(help: "Leave everything running after the replay, until Ctrl-C; then exit as without it.") var keepRunning = false

    private static let standardPort = 8099

    func validate() throws {
        if let speed, !(speed > 0 && speed <= 1_000) { throw ValidationError("--speed must be above 0, and 1000 at most") }
        guard let target else {
            let needless = [("--info", info), ("--cxone", cxone), ("--listen", listen.map { String($0) })].first { $0.1 != nil }
            if let name = needless?.0 { throw ValidationError("\(name) goes with --target, the bridge that runs already") }
            return
        }
        guard info != nil else { throw ValidationError("--target needs --info, the file that the bridge's serve --info wrote") }
        guard speed == nil || speed == 1 else { throw ValidationError("--speed is 1 with --target: its clock is its own") }
        guard data == nil else { throw ValidationError("--data is for a bridge of the rehearsal's own; that of --target has its data") }
        guard (1...65_535).contains(listen ?? Self.standardPort) else {
            throw ValidationError("--listen must be 1 to 65535: the port that the bridge sends its events to")
        }
        for (name, text) in [("--target", target), ("--cxone", cxone ?? target)] where Self.base(text) == nil {
            throw ValidationError("\(name) \"\(text)\" is no base URL; it has to be like http://127.0.0.1:8080")
        }
    }

    /// A base URL without the slash at its end; nil where it is none.
    private static func base(_ text: String) -> String? {
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), !(url.host ?? "").isEmpty,
            ["", "/"].contains(url.path), url.query == nil
        else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    func run() async throws {
        LogOutput.bootstrap(format: .auto, level: .critical, now: WallClock.system.now)
        do {
            try await rehearse()
        } catch is Interruption.Interrupted {
            Terminal.warn("interrupted; nothing was compared")
            throw ExitCode(130)
        } catch let code as ExitCode {
            throw code
        } catch {
            // Not the 1 of a difference: nothing was compared.
            let ports = target == nil ? [] : [("127.0.0.1", listen ?? Self.standardPort)]
            Terminal.warn("Error: \(PortFault.words(error, for: ports, anyIsFine: false))")
            throw ExitCode(2)
        }
    }

    private func rehearse() async throws {
        let fixture = try Fixture(directory: fixtures)
        if let report { try Self.write("", to: report) }
        let interruption = Interruption()
        let command = self
        let isWell = try await interruption.during { try await command.rehearse(fixture, interruption) }
        if !isWell { throw ExitCode(1) }
    }

    /// - Returns: whether nothing differed, and the journal is sound
    private func rehearse(_ fixture: Fixture, _ interruption: Interruption) async throws -> Bool {
        let stage = try RehearsalStage(data: data, isNeeded: target == nil)
        defer { stage.strike() }
        let progress = ProgressLine()
        defer { progress.end() }
        let replay = Replay(
            fixture,
            on: try bridgeUnderTest(stage.directory),
            speed: target == nil ? speed ?? fixture.speed : 1,
            logger: Logger(label: "rehearse"),
            progress: { progress.show($0) }
        )
        let result = try await replay.run { [report, keepRunning] result, parts in
            progress.end()
            Terminal.say(result.table(colours: Terminal.hasColours))
            if let report { try Self.write(result.json.encodedText(pretty: true) + "\n", to: report) }
            guard keepRunning else { return }
            for line in KeepRunningWords(parts: parts, directory: stage.directory).lines { Terminal.say(line) }
            await interruption.awaited()
        }
        let isSound = stage.directory.map(Self.showJournal) ?? true
        return result.passed && isSound
    }

    private func bridgeUnderTest(_ directory: DataDirectory?) throws -> BridgeUnderTest {
        if let directory { return .own { needs in try await OwnBridge.start(needs, in: directory) } }
        guard let target = target.flatMap(Self.base), let info else { throw CommandFault("--target needs --info") }
        let facts: JSONValue
        do {
            facts = try JSONValue(parsing: try Input.bytes(of: info))
        } catch let fault as JSONFault {
            throw CommandFault("\(info) is not what serve --info writes: \(fault)")
        }
        do {
            return .given(
                try BridgeHandle(info: facts, url: target),
                cxoneURL: cxone.flatMap(Self.base),
                listenHost: "127.0.0.1",
                listenPort: listen ?? Self.standardPort
            )
        } catch {
            throw CommandFault("\(info): \(error)")
        }
    }

    /// Prints the journal's ends and what its verification says.
    private static func showJournal(_ directory: DataDirectory) -> Bool {
        let verdict = JournalVerifier(path: directory.journal).verify()
        Terminal.say("\nAudit journal")
        if let first = firstLine(of: directory.journal) { Terminal.say("  first  \(LineWords.text(of: first))") }
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
            throw CommandFault("\(path) cannot be written; is there such a directory, and may this user write in it?")
        }
    }
}
