import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct HistoryTests {
    struct Walk {
        var pages: [Int] = []
        var records: [JSONValue] = []
        var starts: [UnixMicroseconds] = []
        var ends: [UnixMicroseconds?] = []
    }

    private func encoded(_ text: String) -> String {
        text.utf8.map { "%" + String(UInt16($0) | 0x100, radix: 16).suffix(2) }.joined()
    }

    private func path(_ id: String, from: UnixMicroseconds, until: UnixMicroseconds, extra: String = "") -> String {
        "/reporting/v2/agents/states/history?user_id=\(encoded(id))&start_date_time=\(encoded(RFC3339.format(from)))"
            + "&end_date_time=\(encoded(RFC3339.format(until, fractionDigits: 6)))\(extra)"
    }

    /// All pages, each taken apart as its shape wants.
    private func walk(
        _ caller: Caller,
        _ id: String,
        from: UnixMicroseconds,
        until: UnixMicroseconds,
        shape: HistoryPageShape = .records,
        zone: String? = nil
    ) async throws -> Walk {
        var walk = Walk()
        var token: String?
        var seen: Set<String> = []
        repeat {
            let extra = (token.map { "&page_token=\(encoded($0))" } ?? "") + (zone.map { "&timezone=\(encoded($0))" } ?? "")
            let reply = try await caller.get(path(id, from: from, until: until, extra: extra))
            try #require(reply.status == 200, "\(reply.text)")
            let body = reply.json
            let header = reply.header("next_page_token")
            let list: [JSONValue]?
            switch shape {
            case .records: (list, token) = (body["records"]?.array, body["next_page_token"]?.string)
            case .data: (list, token) = (body["data"]?.array, body["next_page_token"]?.string)
            case .array: (list, token) = (body.array, header)
            case .header: (list, token) = (body["records"]?.array, header)
            case .pagination: (list, token) = (body["records"]?.array, body["pagination"]?["next_page_token"]?.string)
            }
            #expect((header != nil) == (token != nil && (shape == .array || shape == .header)))
            let records = try #require(list)
            walk.pages.append(records.count)
            for record in records {
                walk.records.append(record)
                walk.starts.append(try RFC3339.parse(try #require(record["start_time"]?.string)))
                walk.ends.append(try record["end_time"]?.string.map { try RFC3339.parse($0) })
            }
            if let token { try #require(seen.insert(token).inserted, "a page token came twice") }
        } while token != nil
        return walk
    }

    private let day: Int64 = 86_400_000_000

    @Test("an agent's last day is whole, in order, without gaps, with one open record at its end", arguments: [0, 1, 2, 5, 19])
    func lastDay(index: Int) async throws {
        try await withSimulator { simulated in
            let now = simulated.clock.now
            let walk = try await walk(try await simulated.caller(), try simulated.id(index), from: now - day, until: now)
            #expect(walk.starts.count > 20)
            #expect(walk.starts == walk.starts.sorted())
            #expect(Set(walk.starts).count == walk.starts.count)
            #expect(walk.ends.dropLast() == walk.starts.dropFirst().map { $0 }[...])
            #expect(walk.ends.last == .some(nil), "the last one is open")
            let first = try #require(walk.starts.first)
            #expect(first >= now - day && first < now - day + 3_600_000_000 * 2)
            let states = Set(walk.records.compactMap { $0["state_id"]?.int })
            #expect(states.isSubset(of: Set(1...8)) && states.count >= 4)
            for record in walk.records { #expect(record.object?.members.map(\.name) == ["start_time", "end_time", "state_id"]) }
        }
    }

    @Test("the history reaches back more than 36 hours, and quick agents fill several pages of a hundred")
    func reach() async throws {
        try await withSimulator { simulated in
            let now = simulated.clock.now
            let caller = try await simulated.caller()
            let walk = try await walk(caller, try simulated.id(0), from: now - 31 * day, until: now)
            #expect(try #require(walk.starts.first) <= now - 36 * 3_600_000_000)
            #expect(walk.pages.count >= 3)
            #expect(walk.pages.dropLast().allSatisfy { $0 == 100 })
            #expect((1...100).contains(try #require(walk.pages.last)))
        }
    }

    @Test("every shape gives the same records to its end", arguments: HistoryPageShape.allCases)
    func shapes(shape: HistoryPageShape) async throws {
        let clock = ManualClock()
        let now = clock.now
        let plain = try await withSimulator(clock: clock) { simulated in
            try await walk(try await simulated.caller(), try simulated.id(3), from: now - day, until: now).records
        }
        try await withSimulator(.with { $0.pages = shape }, clock: clock) { simulated in
            let walk = try await walk(try await simulated.caller(), try simulated.id(3), from: now - day, until: now, shape: shape)
            #expect(walk.records == plain)
            #expect(walk.pages.count > 1)
        }
    }

    @Test("the same seed gives the same past, another seed another")
    func isDeterministic() async throws {
        let clock = ManualClock()
        let records = { (seed: UInt64) in
            try await withSimulator(.with { $0.seed = seed }, clock: clock) { simulated in
                try await walk(try await simulated.caller(), try simulated.id(4), from: clock.now - day, until: clock.now).records
            }
        }
        let (one, again, two) = (try await records(1), try await records(1), try await records(2))
        #expect(one == again)
        #expect(one != two)
    }

    @Test("records are chosen by their start: the span's start counts in, its end does not")
    func bounds() async throws {
        try await withSimulator { simulated in
            let now = simulated.clock.now
            let caller = try await simulated.caller()
            let id = try simulated.id(0)
            let all = try await walk(caller, id, from: now - day, until: now).starts
            let (from, until) = (all[3], all[7])
            #expect(try await walk(caller, id, from: from, until: until).starts == Array(all[3..<7]))
            #expect(try await walk(caller, id, from: from + 1_000, until: until + 1).starts == Array(all[4...7]))
            let nothing = try await caller.get(path(id, from: all[3] + 1_000, until: all[3] + 2_000))
            #expect(nothing.text == #"{"records":[],"next_page_token":null}"#)
            #expect(try await walk(caller, id, from: from, until: from).starts.isEmpty)
        }
    }

    @Test("writes and changes by control go on with the history; the open record is the live status")
    func goesOn() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            let caller = try await simulated.caller()
            let start = simulated.clock.now
            simulated.clock.advance(by: .seconds(10))
            let written = try await caller.put("/api/v2/users/\(id)/status", ["status": "Break", "pauseReason": "IT Issue"]).json
            simulated.clock.advance(by: .seconds(10))
            try await simulated.control(id, ["status": "Busy", "by": "contact"])
            simulated.clock.advance(by: .seconds(10))
            try await simulated.control(id, ["status": "UNKNOWN(42)"])
            let walk = try await walk(caller, id, from: start, until: simulated.clock.now + 1_000_000)
            #expect(walk.records.map { $0["state_id"]?.int } == [4, 3, 42])
            #expect(walk.records[0]["start_time"] == written["timestamp"])
            #expect(walk.ends == [start + 20_000_000, start + 30_000_000, nil])
            #expect(try await caller.get("/api/v2/users/\(id)/status").json["status"] == "UNKNOWN(42)")
        }
    }

    @Test("a wrap-up that nobody looked at ended when it was due")
    func wrapUpInHistory() async throws {
        try await withSimulator { simulated in
            let id = try simulated.ordinary
            let start = simulated.clock.now
            try await simulated.control(id, ["status": "Available", "wrapUpSeconds": 20])
            simulated.clock.advance(by: .seconds(500))
            let walk = try await walk(try await simulated.caller(), id, from: start, until: simulated.clock.now)
            #expect(walk.records.map { $0["state_id"]?.int } == [6, 2])
            #expect(walk.starts == [start, start + 20_000_000])
        }
    }

    @Test("pages stay true while the agent moves on")
    func movingUnderPages() async throws {
        try await withSimulator(.with { $0.pageSize = 2 }) { simulated in
            let id = try simulated.ordinary
            let caller = try await simulated.caller()
            let start = simulated.clock.now
            for status in ["Training", "Busy", "Offline"] {
                try await simulated.control(id, ["status": .string(status)])
                simulated.clock.advance(by: .seconds(1))
            }
            let until = start + 60_000_000
            let first = try await caller.get(path(id, from: start, until: until)).json
            try await simulated.control(id, ["status": "Available"])
            let token = try #require(first["next_page_token"]?.string)
            let second = try await caller.get(path(id, from: start, until: until, extra: "&page_token=\(encoded(token))")).json
            #expect(first["records"]?.array?.map { $0["state_id"]?.int } == [5, 3])
            #expect(second["records"]?.array?.map { $0["state_id"]?.int } == [1, 2])
        }
    }

    @Test("times are written in the zone that was asked for, over a clock change too")
    func zones() async throws {
        // 06:00 UTC on 2026-11-01 is when New York goes back from -04:00 to -05:00.
        let clock = ManualClock(at: try RFC3339.parse("2026-11-01T12:00:00Z"))
        try await withSimulator(clock: clock) { simulated in
            let caller = try await simulated.caller()
            let id = try simulated.ordinary
            let plain = try await walk(caller, id, from: clock.now - day, until: clock.now)
            let local = try await walk(caller, id, from: clock.now - day, until: clock.now, zone: "America/New_York")
            #expect(local.starts == plain.starts)
            let texts = local.records.compactMap { $0["start_time"]?.string }
            #expect(Set(texts.map { String($0.suffix(6)) }) == ["-04:00", "-05:00"])
            #expect(plain.records.allSatisfy { $0["start_time"]?.string?.hasSuffix("Z") == true })
        }
    }

    @Test(
        "dates may have any offset and up to nine fraction digits, the plus sign encoded or not",
        arguments: [
            "2026-11-20T00:00:00Z", "2026-11-20T05:30:00%2B05:30", "2026-11-20T05:30:00+05:30", "2026-11-19T16:00:00-08:00",
            "2026-11-20T00:00:00.123456789Z", "2026-11-20T00:00:00.1%2b00:00", "2026-11-20T00%3A00%3A00.000000%2B00%3A00",
        ]
    )
    func goodDates(text: String) async throws {
        try await withSimulator { simulated in
            let query = "user_id=\(try simulated.ordinary)&start_date_time=\(text)&end_date_time=2026-11-20T15:00:00Z"
            let reply = try await simulated.caller().get("/reporting/v2/agents/states/history?\(query)")
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.json["records"]?.array?.isEmpty == false)
        }
    }

    @Test(
        "questions that are not right answer 400",
        arguments: [
            "start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&end_date_time=2026-11-20T15:00:00Z", "user_id=U&start_date_time=2026-11-20T00:00:00Z",
            "user_id=U&start_date_time=2026-11-20T00:00:00&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&start_date_time=2026-11-20%2000:00:00Z&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&start_date_time=2026-11-20T00:00:00%2000:00&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&start_date_time=2026-11-20T00:00:00.1234567890Z&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&start_date_time=2026-11-20&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&start_date_time=1795186800&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&start_date_time=2026-11-20T16:00:00Z&end_date_time=2026-11-20T15:00:00Z",
            "user_id=U&start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-20T15:00:00Z&timezone=Mars/Olympus",
            "user_id=U&start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-20T15:00:00Z&timezone=PST",
            "user_id=U&start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-20T15:00:00Z&page_token=abc",
            "user_id=U&user_id=U&start_date_time=2026-11-20T00:00:00Z&end_date_time=2026-11-20T15:00:00Z",
        ]
    )
    func badQuestions(query: String) async throws {
        try await withSimulator { simulated in
            let query = query.replacing("=U", with: "=\(try simulated.ordinary)")
            let reply = try await simulated.caller().get("/reporting/v2/agents/states/history?\(query)")
            #expect(reply.status == 400, "\(reply.text)")
            #expect(reply.json["message"]?.string?.isEmpty == false)
        }
    }

    @Test("what is wrong with a question is said only to who may ask")
    func rightsComeFirst() async throws {
        try await withSimulator { simulated in
            let path = "/reporting/v2/agents/states/history?start_date_time=yesterday"
            expect(401, of: try await simulated.anonymous.get(path))
            expect(403, of: try await simulated.caller(scope: "user:status:read").get(path))
            expect(400, of: try await simulated.caller(scope: "reporting:read").get(path))
        }
    }

    @Test("a malformed escape in the query answers 400")
    func malformedEscape() async throws {
        try await withSimulator { simulated in
            let target = "/reporting/v2/agents/states/history?user_id=%zz&start_date_time=2026-11-20T00:00:00Z"
            let bearer = "Authorization: Bearer \(try await simulated.token())\r\n"
            #expect(try await RawConnection.status(of: target, port: try await simulated.server.address().port, headers: bearer) == 400)
        }
    }

    @Test("a page token belongs to its question")
    func tokensBelong() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let now = simulated.clock.now
            let first = try await caller.get(path(try simulated.id(0), from: now - day, until: now)).json
            let extra = "&page_token=\(encoded(try #require(first["next_page_token"]?.string)))"
            expect(200, of: try await caller.get(path(try simulated.id(0), from: now - day, until: now, extra: extra)))
            expect(400, of: try await caller.get(path(try simulated.id(3), from: now - day, until: now, extra: extra)))
            expect(400, of: try await caller.get(path(try simulated.id(0), from: now - day + 1_000, until: now, extra: extra)))
        }
    }
}
