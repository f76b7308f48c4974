import Glibc
import Notation
import Rehearsal
import Synchronization
import TestSupport
import Testing
import WebhookSignature

@Suite(.timeLimit(.minutes(1))) struct StandInTests {
    /// A stand-in that listens, and the sender's side.
    struct Standing: Sendable {
        let standIn: StandIn
        let clock: ManualClock
        let caller: Caller
        let keys: KeyRing

        func post(
            _ id: String,
            _ body: JSONValue = ["event": "agent_status_updated", "userId": "a1"],
            path: String = "/",
            keys other: KeyRing? = nil,
            headers: [(String, String)] = []
        ) async throws -> Reply {
            let bytes = body.encoded()
            let signed = try StandardWebhooks.sign(id: id, timestamp: clock.now / 1_000_000, body: bytes, keys: other ?? keys)
            return try await caller.send(
                .POST,
                path,
                headers: signed.map { ($0.name, $0.value) } + headers,
                body: bytes
            )
        }
    }

    private static func ring(_ id: String) throws -> KeyRing {
        KeyRing([KeyRing.Entry(key: try WebhookKey.generate(), id: id)])
    }

    private func withStandIn(
        capacity: Int = 1_000,
        onArrival: @escaping @Sendable (EventArrival) async -> Void = { _ in },
        _ body: @Sendable (Standing) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        let keys = try Self.ring("first")
        var configuration = StandInConfiguration(keys: keys)
        configuration.capacity = capacity
        let standIn = StandIn(configuration, clock: clock.wallClock, logger: quietLogger(), onArrival: onArrival)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await standIn.run() }
            defer { group.cancelAll() }
            let caller = Caller(base: try await standIn.address().baseURL)
            try await body(Standing(standIn: standIn, clock: clock, caller: caller, keys: keys))
        }
    }

    @Test("signed events are taken at any path and kept in order")
    func takesEvents() async throws {
        try await withStandIn { standing in
            for number in 1...3 {
                let body: JSONValue = ["event": "agent_status_updated", "userId": "a\(number)", "sequence": .int(number)]
                expect(204, of: try await standing.post("evt_\(number)", body, path: "/hooks/wfm?x=1"))
            }
            let events = standing.standIn.events()
            #expect(events.map(\.number) == [1, 2, 3])
            #expect(events.map(\.id) == ["evt_1", "evt_2", "evt_3"])
            #expect(events.map(\.userID) == ["a1", "a2", "a3"])
            #expect(events[0].type == "agent_status_updated")
            #expect(events[0].path == "/hooks/wfm")
            #expect(events[0].keyID == "first")
            #expect(events[0].at == standing.clock.now)
            #expect(events[0].body == (events[0].json?.encoded() ?? []))
            #expect(standing.standIn.refused().isEmpty)
        }
    }

    @Test("a copy of a known id is answered like the first and counted, not kept again")
    func copies() async throws {
        try await withStandIn { standing in
            expect(204, of: try await standing.post("evt_1"))
            standing.clock.advance(by: .seconds(5))
            expect(204, of: try await standing.post("evt_1"))
            #expect(standing.standIn.events().map(\.copies) == [2])
            #expect(standing.standIn.events().map(\.copiesDiffer) == [false])
            expect(204, of: try await standing.post("evt_1", ["event": "other"]))
            #expect(standing.standIn.events().map(\.copiesDiffer) == [true])
            expect(204, of: try await standing.post("evt_2", headers: [("webhook-replay", "evt_1")]))
            #expect(standing.standIn.events().map(\.isReplay) == [false, true])
        }
    }

    @Test("what is not signed well is refused with its fault and not kept")
    func refusesForgeries() async throws {
        try await withStandIn { standing in
            let forged = try await standing.post("evt_1", keys: try Self.ring("other"))
            #expect(forged.status == 401)
            #expect(forged.json["code"] == "no_matching_signature")
            #expect(try await standing.caller.send(.POST, "/", body: Array("{}".utf8)).json["code"] == "missing_header")
            let bytes = Array("{}".utf8)
            let old = try StandardWebhooks.sign(
                id: "evt_2",
                timestamp: standing.clock.now / 1_000_000 - 301,
                body: bytes,
                keys: standing.keys
            )
            let stale = try await standing.caller.send(.POST, "/", headers: old.map { ($0.name, $0.value) }, body: bytes)
            #expect(stale.json["code"] == "too_old")
            #expect(standing.standIn.events().isEmpty)
            #expect(standing.standIn.refused().map(\.code) == ["no_matching_signature", "missing_header", "too_old"])
        }
    }

    @Test("a good signature over something that is not JSON is kept as it is")
    func notJSON() async throws {
        try await withStandIn { standing in
            let bytes = Array("hello".utf8)
            let signed = try StandardWebhooks.sign(id: "m", timestamp: standing.clock.now / 1_000_000, body: bytes, keys: standing.keys)
            let reply = try await standing.caller.send(.POST, "/", headers: signed.map { ($0.name, $0.value) }, body: bytes)
            #expect(reply.status == 204)
            #expect(standing.standIn.events().first?.json == nil)
            #expect(standing.standIn.events().first?.body == bytes)
        }
    }

    @Test("GET answers something short, other methods 405, a huge body 413")
    func otherRequests() async throws {
        try await withStandIn { standing in
            let reply = try await standing.caller.get("/")
            #expect(reply.status == 200)
            #expect(reply.text.contains("0 events"))
            expect(405, of: try await standing.caller.send(.PUT, "/"))
            expect(413, of: try await standing.caller.send(.POST, "/", body: [UInt8](repeating: 32, count: (4 << 20) + 1)))
            #expect(standing.standIn.refused().map(\.code) == ["not_allowed", "too_large"])
        }
    }

    @Test("faults answer, hang, or take and hang, so often as was asked")
    func faults() async throws {
        let (arrivals, source) = AsyncStream<EventArrival>.makeStream()
        try await withStandIn {
            source.yield($0)
        } _: { standing in
            standing.standIn.setFaults([
                StandInFault(.answer(503, retryAfter: "3"), times: 1), StandInFault(.hang, times: 1), StandInFault(.takeThenHang, times: 1),
            ])
            var arrived = arrivals.makeAsyncIterator()
            let answered = try await standing.post("evt_1")
            #expect(answered.status == 503)
            #expect(answered.header("retry-after") == "3")
            #expect(await arrived.next() == .turnedAway(answer: 503))
            for taken in [0, 1] {
                let hanging = Task { try await standing.post("evt_1") }
                let arrival = await arrived.next()
                #expect(standing.standIn.events().count == taken)
                #expect((arrival == .turnedAway(answer: nil)) == (taken == 0))
                hanging.cancel()
                await #expect(throws: (any Error).self) { try await hanging.value }
            }
            #expect(standing.standIn.events().map(\.copies) == [1])
            expect(204, of: try await standing.post("evt_1"))
            #expect(standing.standIn.events().map(\.copies) == [2])
        }
    }

    @Test("a fault can be for one type of event")
    func faultsByType() async throws {
        try await withStandIn { standing in
            standing.standIn.setFaults([StandInFault(.answer(410), type: "bridge_feed")])
            expect(204, of: try await standing.post("evt_1"))
            expect(410, of: try await standing.post("evt_2", ["event": "bridge_feed"]))
        }
    }

    @Test("while it is down connections are refused; then it is back with what it had")
    func downAndUp() async throws {
        try await withStandIn { standing in
            expect(204, of: try await standing.post("evt_1"))
            let port = try await standing.standIn.address().port
            try await standing.standIn.goDown()
            await #expect(throws: RawConnection.Fault(errno: ECONNREFUSED)) { try await RawConnection.status(of: "/", port: port) }
            try await standing.standIn.comeUp()
            expect(204, of: try await standing.post("evt_2"))
            #expect(standing.standIn.events().map(\.id) == ["evt_1", "evt_2"])
        }
    }

    @Test("a wait ends with the event that completes it, counts past ones, and can be limited or cancelled")
    func waits() async throws {
        try await withStandIn { standing in
            expect(204, of: try await standing.post("evt_1"))
            async let two = standing.standIn.waitFor(count: 2)
            async let feed = standing.standIn.waitFor { $0.type == "bridge_feed" }
            expect(204, of: try await standing.post("evt_2"))
            #expect(try await two.prefix(2).map(\.id) == ["evt_1", "evt_2"])
            expect(204, of: try await standing.post("evt_3", ["event": "bridge_feed"]))
            #expect(try await feed.map(\.id) == ["evt_3"])
            #expect(try await standing.standIn.waitFor(count: 3).count == 3)
            await #expect(throws: StandIn.TimedOut.self) {
                try await standing.standIn.waitFor(count: 4, within: .milliseconds(50))
            }
            let waiting = Task { try await standing.standIn.waitFor(count: 5) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
    }

    @Test("every arrival is told")
    func tellsArrivals() async throws {
        let told = Mutex<[String]>([])
        try await withStandIn { arrival in
            told.withLock {
                switch arrival {
                case .event(let event): $0.append("event \(event.id)")
                case .duplicate(let event): $0.append("duplicate \(event.copies)")
                case .refused(let refusal): $0.append("refused \(refusal.code)")
                case .turnedAway(let answer): $0.append("turned away \(answer ?? 0)")
                }
            }
        } _: { standing in
            _ = try await standing.post("evt_1")
            _ = try await standing.post("evt_1")
            _ = try await standing.caller.send(.POST, "/")
            standing.standIn.setFaults([StandInFault(.answer(500))])
            _ = try await standing.post("evt_2")
        }
        #expect(told.withLock { $0 } == ["event evt_1", "duplicate 2", "refused missing_header", "turned away 500"])
    }

    @Test("its memory is bounded, and the newest events stay")
    func isBounded() async throws {
        try await withStandIn(capacity: 5) { standing in
            for number in 1...23 { expect(204, of: try await standing.post("evt_\(number)")) }
            let events = standing.standIn.events()
            #expect((5..<10).contains(events.count))
            #expect(events.last?.number == 23)
            expect(204, of: try await standing.post("evt_23"))
            #expect(standing.standIn.events().last?.copies == 2)
        }
    }

    @Test("without keys events are taken unverified")
    func unverified() async throws {
        let standIn = StandIn(StandInConfiguration(keys: nil), logger: quietLogger())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await standIn.run() }
            let caller = Caller(base: try await standIn.address().baseURL)
            expect(204, of: try await caller.send(.POST, "/", headers: [("webhook-id", "m")], body: Array("{}".utf8)))
            expect(400, of: try await caller.send(.POST, "/", body: Array("{}".utf8)))
            #expect(standIn.events().map(\.keyID) == [nil])
            group.cancelAll()
        }
    }
}
