import Glibc
import Notation
import Synchronization
import Testing

@testable import Rehearsal

@Suite("Replays")
struct ReplayTests {
    private static let speed = 40.0

    private func replay(_ small: SmallFixture = SmallFixture(), fault: ScriptedBridge.Fault? = nil) async throws -> ReplayReport {
        let bridge = BridgeUnderTest.own { needs in try await ScriptedBridge.start(needs, fault: fault) }
        return try await Replay(try small.read(), on: bridge, speed: Self.speed, logger: quietLogger()).run()
    }

    @Test("A bridge that does what is expected passes, and the report says what came")
    func passes() async throws {
        let seen = Mutex<[ReplayProgress]>([])
        let bridge = BridgeUnderTest.own { needs in try await ScriptedBridge.start(needs) }
        let replay = Replay(try SmallFixture().read(), on: bridge, speed: Self.speed, logger: quietLogger()) { progress in
            seen.withLock { $0.append(progress) }
        }
        let handed = Mutex(false)
        let report = try await replay.run { report, _ in handed.withLock { $0 = report.passed } }
        #expect(report.passed, "\(report.table())")
        #expect(handed.withLock { $0 })
        #expect(report.outcomes == [.init(name: "applied", expected: 2, got: 2), .init(name: "already", expected: 1, got: 1)])
        #expect(report.answers.map(\.name) == ["202", "200", "401", "409"])
        #expect(report.latencies.map(\.count) == [2, 3, 0, 3])
        #expect(report.latencies.allSatisfy { $0.p50 <= $0.p99 && $0.p99 <= $0.max + 1 })
        #expect(report.calls?.writes == 2)
        let progress = seen.withLock { $0 }
        #expect(progress.first?.phase == .starting)
        #expect(progress.last?.phase == .finished)
        #expect(progress.last?.fraction == 1)
        #expect(progress.map(\.stepsDone).max() == 5)
    }

    @Test(
        "Each thing that a bridge does wrong is a difference of the right kind",
        arguments: [
            (ScriptedBridge.Fault.acceptsForged, Check.Area.answer), (.forgetsIDs, .answer), (.answersWrongState, .answer),
            (.leavesOutProblemFields, .answer), (.writesTwice, .writes), (.writesNothing, .writes), (.sendsNoEvent, .event),
            (.sendsTwoEvents, .surplus), (.sendsStrangeEvent, .event), (.signsEventsWrongly, .surplus), (.namesOtherOutcome, .event),
            (.namesOtherReason, .event), (.losesReference, .event), (.keepsStateOpen, .outcome), (.countsBackwards, .order),
            (.actsEarly, .event),
        ]
    )
    func fails(_ fault: ScriptedBridge.Fault, _ area: Check.Area) async throws {
        let report = try await replay(fault: fault)
        #expect(!report.passed)
        #expect(report.differences.contains { $0.area == area }, "\(report.table())")
        let table = report.table()
        #expect(table.contains("FAILED"))
        #expect(table.contains("Difference"))
        #expect(report.json["passed"]?.bool == false)
        #expect(report.json["differences"]?.array?.count == report.differences.count)
    }

    @Test("Events of one agent in another order are a difference")
    func order() async throws {
        var small = SmallFixture()
        small.expected.swapAt(0, 1)
        let report = try await replay(small)
        #expect(report.differences.map(\.area) == [.order])
        #expect(report.differences.first?.expected == "second pair/0")
        #expect(report.differences.first?.got == "pair/0 second")
    }

    @Test("An outcome before or after its time is a difference")
    func times() async throws {
        var small = SmallFixture()
        small.expected[0] = small.expected[0].replacing("\"applied\",", with: "\"applied\", \"after\": \"start+1h\",")
        small.expected[1] = small.expected[1].replacing("\"applied\",", with: "\"applied\", \"before\": \"start+1s\",")
        let report = try await replay(small)
        #expect(report.differences.map(\.subject) == ["pair/0", "second"])
        #expect(report.differences.map(\.what) == ["time", "time"])
    }

    @Test("An agent who is left otherwise than expected is a difference")
    func ends() async throws {
        var small = SmallFixture()
        small.expected[3] = small.expected[3].replacing("Training", with: "Offline")
        let report = try await replay(small)
        #expect(report.differences.map(\.area) == [.agent])
        #expect(report.differences.first?.got == "\"Training\"")
    }

    @Test("The report for terminals has no escapes unless asked, and no line ends in spaces")
    func table() async throws {
        let report = try await replay()
        let plain = report.table()
        #expect(!plain.contains("\u{1B}"))
        #expect(report.table(colours: true).contains("\u{1B}[32mPASSED"))
        #expect(plain.split(separator: "\n").allSatisfy { $0.last != " " })
        #expect(plain.contains("PASSED  \(report.checks.count) checks"))
        #expect(report.json["rows"]?.array?.count == report.checks.count)
    }
}

@Suite("Replays against a bridge that runs already")
struct TargetReplayTests {
    /// A port that was free a moment ago.
    private func freePort() throws -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(handle, address, size) == 0 && getsockname(handle, address, &size) == 0
            }
        }
        try #require(bound)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private func withSimulator(agents: Int, _ test: (String) async throws -> Void) async throws {
        var configuration = SimulatorConfiguration()
        configuration.agents = agents
        let simulator = SimulatorServer(configuration, logger: quietLogger())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await simulator.run() }
            try await test(try await simulator.address().baseURL)
            group.cancelAll()
        }
    }

    private var quick: SmallFixture {
        var small = SmallFixture()
        for index in small.steps.indices {
            small.steps[index] = small.steps[index].replacing("\"at\": \"\(index)s\"", with: "\"at\": \"\(index)0ms\"")
        }
        small.header = small.header.replacing("\"1s\"", with: "\"50ms\"")
        return small
    }

    @Test("It takes what it needs from the info that serve writes, and receives the events itself")
    func target() async throws {
        try await withSimulator(agents: 10) { cxone in
            let port = try freePort()
            let running = try await ScriptedBridge.start(cxone: cxone, eventsURL: "http://127.0.0.1:\(port)/", clock: .system)
            let info: JSONValue = [
                "url": .string(running.intakeURL), "source": "wfm", "signingSecret": .string(running.signingSecret.reveal()),
                "eventSecret": .string(running.eventSecret.reveal()), "operatorUrl": .string(orNull: running.operatorURL),
                "operatorToken": .string(ScriptedBridge.token), "cxoneUrl": .string(cxone), "agents": [],
            ]
            let handle = try BridgeHandle(info: info)
            let bridge = BridgeUnderTest.given(handle, cxoneURL: cxone, listenHost: "127.0.0.1", listenPort: port)
            let report = try await Replay(try quick.read(), on: bridge, logger: quietLogger()).run()
            #expect(report.passed, "\(report.table())")
            #expect(report.calls?.writes == 2)

            // The same again: ids are new, agents are as they were at first, and what happened before is not counted.
            let second = try await Replay(try quick.read(), on: bridge, logger: quietLogger()).run()
            #expect(second.passed, "\(second.table())")
            #expect(second.calls?.writes == 2)

            // Without operators and simulator, what can be seen from outside is compared.
            let alone = BridgeHandle(intakeURL: handle.intakeURL, signingSecret: handle.signingSecret, eventSecret: handle.eventSecret)
            let blind = BridgeUnderTest.given(alone, cxoneURL: nil, listenHost: "127.0.0.1", listenPort: port)
            let third = try await Replay(try quick.read(), on: blind, logger: quietLogger()).run()
            #expect(third.passed, "\(third.table())")
            #expect(third.calls == nil)
            #expect(third.table().contains("Final states were not asked for"))
            await running.stop()
        }
    }

    @Test("A simulator with other agents, a missing one, and another speed are refused with words")
    func refused() async throws {
        let secret = Secret("whsec_" + String(repeating: "AAAA", count: 8))
        let handle = BridgeHandle(intakeURL: "http://127.0.0.1:9", signingSecret: secret, eventSecret: secret)
        func fault(_ small: SmallFixture, cxone: String?, speed: Double = 1) async throws -> ReplayFault? {
            let bridge = BridgeUnderTest.given(handle, cxoneURL: cxone, listenHost: "127.0.0.1", listenPort: 0)
            return await #expect(throws: ReplayFault.self) {
                try await Replay(try small.read(), on: bridge, speed: speed, logger: quietLogger()).run()
            }
        }
        #expect(try await fault(quick, cxone: nil, speed: 2) == .needsRealTime)
        var away = quick
        away.steps.insert(#"{"at": "0s", "name": "away", "cxone": "down"}"#, at: 0)
        #expect(try await fault(away, cxone: nil) == .needsSimulator(step: "away"))
        try await withSimulator(agents: 5) { cxone in
            let words = try #require(try await fault(quick, cxone: cxone)).description
            #expect(words.contains("--agents 10 --seed 1"))
        }
    }

    @Test("A bridge that is not there, has other keys, or sends its events elsewhere is refused with words, long before the deadline")
    func mistaken() async throws {
        try await withSimulator(agents: 10) { cxone in
            let running = try await ScriptedBridge.start(cxone: cxone, eventsURL: "http://127.0.0.1:9/", clock: .system)
            func words(_ url: String, key: Secret, token: String? = ScriptedBridge.token) async throws -> String {
                let handle = BridgeHandle(
                    intakeURL: url,
                    signingSecret: key,
                    eventSecret: running.eventSecret,
                    operatorURL: running.operatorURL,
                    operatorToken: token.map { Secret($0) }
                )
                let bridge = BridgeUnderTest.given(handle, cxoneURL: cxone, listenHost: "127.0.0.1", listenPort: 0)
                let fault = await #expect(throws: ReplayFault.self) {
                    try await Replay(try quick.read(), on: bridge, logger: quietLogger()).run()
                }
                return try #require(fault).description
            }
            #expect(try await words("http://127.0.0.1:1", key: running.signingSecret).contains("http://127.0.0.1:1 does not answer"))
            #expect(try await words("nonsense", key: running.signingSecret).contains("no URL"))
            #expect(try await words(cxone, key: running.signingSecret).contains("no bridge"))
            #expect(try await words(running.intakeURL, key: running.eventSecret).contains("no_matching_signature"))
            #expect(try await words(running.intakeURL, key: running.signingSecret, token: "PLANTED").contains("token"))
            #expect(try await words(running.intakeURL, key: running.signingSecret).contains("--webhook-url http://127.0.0.1:"))
            await running.stop()
        }
    }

    @Test("Info that lacks something is named by its field")
    func info() throws {
        let error = #expect(throws: ReplayFault.self) { try BridgeHandle(info: ["url": "http://x", "source": "wfm"]) }
        #expect(try #require(error).description.contains("/signingSecret"))
    }
}
