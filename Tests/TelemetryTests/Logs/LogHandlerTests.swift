import Foundation
import Logging
import Testing

@testable import Telemetry

/// 2026-11-20T15:00:00.123456Z in microseconds.
private let instant: Int64 = 1_795_186_800_123_456

@Suite("JSON log lines")
struct JSONLogHandlerTests {
    let lines = LogLines()

    private func logger(level: Logger.Level = .trace) -> Logger {
        LogOutput(format: .json, level: level, sink: lines.sink, now: { instant }).logger("bridge.inbound")
    }

    private func object(_ index: Int = 0) throws -> [String: Any] {
        let line = try #require(lines.all.dropFirst(index).first)
        return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test("a line is timestamp, level, logger, message and the metadata in the order of its keys")
    func shape() {
        logger().info("Change accepted", metadata: .fields([.changeID: "chg_1", .agentID: "12345-abcde"]))
        #expect(
            lines.all == [
                #"{"timestamp":"2026-11-20T15:00:00.123Z","level":"info","logger":"bridge.inbound","#
                    + #""message":"Change accepted","agent.id":"12345-abcde","change.id":"chg_1"}"#
            ]
        )
    }

    @Test("whatever stands in a value comes back from a JSON parser as it was, on one line")
    func escapes() throws {
        var all = String.UnicodeScalarView()
        for code in (0...0x2FF).map(UInt32.init) + [0x2028, 0x2029, 0x202E, 0xD7FF, 0xE000, 0xFFFF, 0x1F3A7, 0x10FFFF] {
            if let scalar = Unicode.Scalar(code) {
                all.append(scalar)
            }
        }
        let text = String(all)
        logger().info("\(text)", metadata: [text: .string(text)])
        let object = try object()
        #expect(object["message"] as? String == text)
        #expect(object[text] as? String == text)
        let line = try #require(lines.all.first)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0 != "\u{202E}" })
    }

    @Test("nested metadata is flattened with dots, lists stay lists")
    func nesting() throws {
        logger().info(
            "x",
            metadata: ["a": ["b": "1", "c": ["d": "2"]], "list": ["x", ["y"], ["k": "v"]], "n": .stringConvertible(5)]
        )
        #expect(lines.all.first?.hasSuffix(#""a.b":"1","a.c.d":"2","list":["x",["y"],{"k":"v"}],"n":"5"}"#) == true)
        _ = try object()
    }

    @Test("no key stands twice, however metadata is named")
    func collisions() {
        logger().info("x", metadata: ["level": "own", "a.b": "1", "a": ["b": "2"]])
        #expect(lines.all.first?.hasSuffix(#""a.b":"1","a.b_2":"2","metadata.level":"own"}"#) == true)
    }

    @Test("the line's own metadata wins over the surroundings', theirs over the logger's")
    func precedence() throws {
        let output = LogOutput(format: .json, sink: lines.sink, now: { instant })
        let provider = Logger.MetadataProvider { ["a": "provider", "b": "provider", "c": "provider"] }
        var logger = Logger(label: "x") { output.handler($0, provider: provider) }
        logger[metadataKey: "b"] = "logger"
        logger[.agentID] = "7"
        logger.info("x", metadata: ["a": "line"])
        let object = try object()
        #expect(object["a"] as? String == "line")
        #expect(object["b"] as? String == "provider")
        #expect(object["agent.id"] as? String == "7")
        #expect(logger[.agentID] == "7")
    }

    @Test("an error handed to the logger is named and described")
    func errors() throws {
        struct DiskFault: Error, CustomStringConvertible {
            let description = "the disk is full"
        }
        logger().error("Cannot write", error: DiskFault())
        let object = try object()
        #expect(object["error"] as? String == "DiskFault")
        #expect(object["error.detail"] as? String == "the disk is full")
    }

    @Test("what is below the level is not written")
    func level() {
        logger(level: .warning).info("no")
        logger(level: .warning).warning("yes")
        #expect(lines.all.count == 1)
    }
}

@Suite("Readable log lines")
struct TextLogHandlerTests {
    let lines = LogLines()

    private func logger(colour: Bool = false) -> Logger {
        LogOutput(format: .text, level: .trace, colour: colour, sink: lines.sink, now: { instant }).logger("bridge")
    }

    @Test("a line is time, level, message and key=value")
    func shape() {
        logger().warning("CXone answers slowly", metadata: .fields([.durationMs: "912", .hint: "look at the tenant's status page"]))
        #expect(
            lines.all == [
                #"15:00:00.123Z WARN  CXone answers slowly  duration.ms=912 hint="look at the tenant's status page""#
            ]
        )
    }

    @Test("values that could be misread are quoted, and lists are marked")
    func quoting() {
        logger().info("x", metadata: ["a": "", "b": "k=v", "c": "say \"hi\"", "d": ["1", "2 3"], "e": [["k": "v"]], "f": "größe/1"])
        #expect(lines.all == [#"15:00:00.123Z INFO  x  a="" b="k=v" c="say \"hi\"" d=[1,"2 3"] e=[{k=v}] f=größe/1"#])
    }

    @Test("nothing in message, key or value can steer the terminal or begin a line")
    func control() throws {
        let attack = "\u{1B}[2J\r\n\u{9B}31m\u{202E}"
        logger().info("\(attack)", metadata: [attack: .string(attack), "list": [[attack: .string(attack)]]])
        let line = try #require(lines.all.first)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0 != "\u{202E}" })
    }

    @Test("colours are there when wanted and only then")
    func colours() {
        logger(colour: true).error("x", metadata: ["k": "v"])
        logger(colour: false).error("x", metadata: ["k": "v"])
        #expect(
            lines.all == [
                "\u{1B}[2m15:00:00.123Z\u{1B}[0m \u{1B}[31mERROR\u{1B}[0m x  \u{1B}[2mk\u{1B}[0m\u{1B}[2m=\u{1B}[0mv",
                "15:00:00.123Z ERROR x  k=v",
            ]
        )
    }
}

@Suite("Log output")
struct LogOutputTests {
    @Test("auto is text on a terminal and JSON elsewhere; the others are what they say")
    func formats() {
        #expect(LogOutput.resolved(.auto, terminal: true) == .text)
        #expect(LogOutput.resolved(.auto, terminal: false) == .json)
        #expect(LogOutput.resolved(.json, terminal: true) == .json)
        #expect(LogOutput.resolved(.text, terminal: false) == .text)
    }

    @Test("colours need a terminal that can show them and no NO_COLOR")
    func colours() {
        #expect(LogOutput.usesColour(terminal: true, noColor: nil, term: "xterm"))
        #expect(LogOutput.usesColour(terminal: true, noColor: "", term: nil))
        #expect(!LogOutput.usesColour(terminal: true, noColor: "1", term: "xterm"))
        #expect(!LogOutput.usesColour(terminal: true, noColor: nil, term: "dumb"))
        #expect(!LogOutput.usesColour(terminal: false, noColor: nil, term: "xterm"))
    }

    @Test("a bootstrapped process writes JSON lines to standard error where that is no terminal")
    func bootstrap() async throws {
        let result = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
                LogOutput.bootstrap(format: .auto, level: .notice, now: { 0 })
                Logger(label: "bridge").info("below the level")
                Logger(label: "bridge").notice("Started", metadata: .fields([.port: "8080"]))
            }
        )
        let said = String(decoding: result.standardErrorContent, as: UTF8.self)
        let line = #"{"timestamp":"1970-01-01T00:00:00.000Z","level":"notice","logger":"bridge","message":"Started","port":"8080"}"#
        #expect(said.split(separator: "\n").contains(Substring(line)))
        #expect(!said.contains("below the level"))
    }

    @Test("log keys are lower case with dots, and no two alike", arguments: LogKey.allCases)
    func keys(key: LogKey) {
        #expect(key.rawValue.wholeMatch(of: /[a-z]+(\.[a-z]+)*/) != nil)
        #expect(LogKey.allCases.filter { $0.rawValue == key.rawValue }.count == 1)
    }
}

@Suite("The time of log lines")
struct LogTimeTests {
    @Test(
        "times are RFC 3339 in UTC, rounded down to the millisecond",
        arguments: [
            (instant, "2026-11-20T15:00:00.123Z"), (0, "1970-01-01T00:00:00.000Z"), (999, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func full(microseconds: Int64, text: String) {
        #expect(LogTime.full(microseconds) == text)
        #expect(LogTime.ofDay(microseconds) == String(text.suffix(13)))
    }
}
