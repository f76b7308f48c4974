import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDHistoryTests {
    private static let day = "startDate=2026-11-19T15:00:00Z&endDate=2026-11-20T15:00:01Z"

    /// All records of an agent's day, by following the links.
    private func records(_ simulated: Simulated, _ acd: ACDCaller, _ index: Int, _ span: String = day) async throws -> [JSONValue] {
        var path = "/incontactapi/services/v31.0/agents/\(try simulated.number(index))/state-history?\(span)&top=20"
        var records: [JSONValue] = []
        while true {
            let reply = try await acd.caller.get(path)
            try #require(reply.status == 200, "\(reply.status)")
            records += try #require(reply.json["agentStateHistory"]?.array)
            guard let next = reply.json["_links"]?["next"]?.string else {
                #expect(reply.json["totalRecords"]?.int == Int64(records.count))
                return records
            }
            try #require(next.hasPrefix(simulated.base + "/"))
            path = String(next.dropFirst(simulated.base.count))
        }
    }

    private func milliseconds(_ duration: String) throws -> Int64 {
        let parts = try #require(try #/PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{3}))?S)?/#.wholeMatch(in: duration)?.output)
        let number = { (text: Substring?) in text.flatMap { Int64($0) } ?? 0 }
        return ((number(parts.1) * 60 + number(parts.2)) * 60 + number(parts.3)) * 1_000 + number(parts.4)
    }

    @Test("records follow each other without a gap, and tell the same story as the other dialect's", arguments: [0, 1, 2, 4, 5, 16])
    func sameStory(index: Int) async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let records = try await records(simulated, acd, index)
            let platform = try await simulated.caller()
            var other: [JSONValue] = []
            var token = ""
            repeat {
                let page = try await platform.get(
                    "/reporting/v2/agents/states/history?user_id=\(try simulated.id(index))"
                        + "&start_date_time=2026-11-19T15:00:00Z&end_date_time=2026-11-20T15:00:01Z\(token)"
                ).json
                other += page["records"]?.array ?? []
                let next = page["next_page_token"]?.string?.replacing("+", with: "%2B").replacing("=", with: "%3D")
                token = next.map { "&page_token=\($0)" } ?? ""
            } while !token.isEmpty
            #expect(records.count > 4)
            #expect(records.map { $0["startDate"] } == other.map { $0["start_time"] })
            let meaning: [Int64: Set<Int64>] = [1: [0], 2: [1], 3: [3, 4], 4: [2], 5: [2], 6: [2], 7: [1], 8: [4]]
            for (record, same) in zip(records, other) {
                let state = try #require(same["state_id"]?.int)
                let shown = try #require(record["agentStateId"]?.int)
                #expect(meaning[state]?.contains(shown) == true)
                #expect((record["contactId"]?.int != nil) == [3, 8].contains(state))
                #expect(record["endDate"] == nil)
            }
            for (record, next) in zip(records, records.dropFirst()) {
                let start = try RFC3339.parse(try #require(record["startDate"]?.string))
                let end = try RFC3339.parse(try #require(next["startDate"]?.string))
                let duration = try milliseconds(try #require(record["duration"]?.string))
                #expect(duration == (end - start) / 1_000)
                #expect(next["stateIndex"]?.int == (record["stateIndex"]?.int ?? 0) + 1)
            }
            let last = try #require(records.last)
            let open = simulated.clock.now - (try RFC3339.parse(try #require(last["startDate"]?.string)))
            let duration = try milliseconds(try #require(last["duration"]?.string))
            #expect(duration == open / 1_000, "the open one lasts until now")
        }
    }

    @Test("what a client set is there with its code")
    func showsCodes() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            expect(202, of: try await acd.unavailable(try simulated.number(0), 1_014))
            simulated.clock.advance(by: .seconds(3_725))
            let span = "startDate=2026-11-20T15:00:00Z&endDate=2026-11-21T00:00:00Z"
            // The first token has expired by then.
            let last = try #require(try await records(simulated, try await simulated.acd(), 0, span).last)
            #expect(last["outStateId"]?.int == 1_014)
            #expect(last["outStateDescription"] == "Manager Meeting")
            #expect(last["duration"] == "PT1H2M5S")
        }
    }

    @Test("what is wrong with a question is said")
    func badQuestions() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let path = "/agents/\(try simulated.number(0))/state-history"
            for query in [
                "", "?startDate=2026-11-20T00:00:00Z", "?startDate=2026-11-20&endDate=2026-11-21",
                "?startDate=2026-11-21T00:00:00Z&endDate=2026-11-20T00:00:00Z", "?\(Self.day)&skip=x", "?\(Self.day)&top=0",
            ] {
                let reply = try await acd.get(path + query)
                #expect(reply.status == 400, "\(query)")
                #expect(reply.header("icStatusDescription")?.isEmpty == false)
            }
            #expect(try await acd.get("\(path)?startDate=2020-01-01T00:00:00Z&endDate=2020-01-02T00:00:00Z").json["totalRecords"]?.int == 0)
        }
    }

    @Test("a half page goes on where it ended; a page that names itself does so for ever", arguments: [true, false])
    func pagesMisbehave(half: Bool) async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let whole = try await records(simulated, acd, 0)
            if half {
                try await simulated.setFaults([["call": "state_history", "kind": "half_page"]])
                #expect(try await records(simulated, acd, 0) == whole)
                let first = try await acd.get("/agents/\(try simulated.number(0))/state-history?\(Self.day)&top=20")
                #expect(first.json["agentStateHistory"]?.array?.count == 10)
            } else {
                try await simulated.setFaults([["call": "state_history", "kind": "repeated_token"]])
                let path = "/agents/\(try simulated.number(0))/state-history?\(Self.day)&top=20"
                let first = try await acd.get(path).json["_links"]
                #expect(first?["next"]?.string != nil)
                #expect(first?["next"] == first?["self"])
            }
        }
    }
}
