import CXone
import Notation
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDHistoryTests {
    private static func at(_ text: String) throws -> Instant { Instant(microseconds: try RFC3339.parse(text)) }

    private static func history(_ tenant: ACDTenant) async throws -> [HistorySegment] {
        try await tenant.client.history(of: "101", from: tenant.clock.now - .hours(2), to: tenant.clock.now + .seconds(1))
    }

    @Test("all pages are read and put together, and the newest record goes on") func pages() async throws {
        let pages = (try Fixture.acd("history-1"), try Fixture.acd("history-2"))
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.pageSize = 2 },
            script: { path, _ in .answer(200, body: path.contains("skip=0") ? pages.0 : pages.1) }
        ) { tenant in
            let segments = try await Self.history(tenant)
            #expect(segments.map(\.label) == ["AVAILABLE", "Queue Full", "INBOUND_CONTACT", "UNKNOWN(42)"])
            #expect(segments.map(\.status.label) == ["Available", "Break", "Busy", "UNKNOWN(42)"])
            #expect(segments.map(\.stateID) == [1, 2, 3, 42])
            #expect(segments.map(\.onContact) == [.no, .no, .yes, .no])
            #expect(segments.map(\.inWrapUp) == [.no, .unknown, .no, .no])
            #expect(segments[0].end == segments[1].start && segments[1].end == segments[2].start)
            let last = try Self.at("2026-11-20T14:20:00Z")
            #expect(segments[2].end == last)
            #expect(segments[3].start == last && segments[3].end == nil)
            #expect(
                tenant.asked == [
                    "GET agents/101/state-history?startDate=2026-11-20T13%3A00%3A00.000Z&endDate=2026-11-20T15%3A00%3A01.000Z&skip=0&top=2",
                    "GET agents/101/state-history?startDate=2026-11-20T13%3A00%3A00.000Z&endDate=2026-11-20T15%3A00%3A01.000Z&skip=2&top=2",
                ]
            )
        }
    }

    @Test("a record that began before the span is kept whole, should a tenant return it") func openAtStart() async throws {
        let body = """
            {"agentStateHistory": [{"startDate": "2026-11-20T12:00:00Z", "duration": "PT2H", "agentStateId": 1},
             {"startDate": "2026-11-20T14:00:00Z", "duration": "PT1H", "agentStateId": 3}], "totalRecords": 2}
            """
        try await ACDTenant.visit(script: { _, _ in .answer(200, body: body) }) { tenant in
            let segments = try await Self.history(tenant)
            let (start, end) = (try Self.at("2026-11-20T12:00:00Z"), try Self.at("2026-11-20T14:00:00Z"))
            #expect(segments.map(\.start) == [start, end] && segments[0].end == end)
        }
    }

    @Test(
        "the newest record goes on if its length is not said, is nothing, or reaches now; else the history lags behind",
        arguments: [
            (#""duration": null"#, nil), (#""duration": "PT0S""#, nil), (#""duration": "PT30M""#, nil), (#""duration": "PT29M56S""#, nil),
            (#""duration": "PT20M""#, "2026-11-20T14:50:00Z"),
        ] as [(String, String?)]
    )
    func open(duration: String, end: String?) async throws {
        let body = #"{"agentStateHistory": [{"startDate": "2026-11-20T14:30:00Z", "agentStateId": 1, \#(duration)}], "totalRecords": 1}"#
        try await ACDTenant.visit(script: { _, _ in .answer(200, body: body) }) { tenant in
            let segments = try await Self.history(tenant)
            let wanted = try end.map { try Self.at($0) }
            #expect(segments.map(\.end) == [wanted])
        }
    }

    @Test("what came after the span was not asked for: its last record is not taken for going on") func past() async throws {
        let body = #"{"agentStateHistory": [{"startDate": "2026-11-20T10:00:00Z", "agentStateId": 1}], "totalRecords": 1}"#
        try await ACDTenant.visit(script: { _, _ in .answer(200, body: body) }) { tenant in
            let end = tenant.clock.now - .hours(3)
            let segments = try await tenant.client.history(of: "101", from: end - .hours(4), to: end)
            #expect(segments.map(\.end) == [end])
        }
    }

    @Test("an empty answer is an empty history, and an older version's shape is read") func shapes() async throws {
        let older = try Fixture.acd("history-older-version")
        try await ACDTenant.visit(script: { path, _ in path.contains("/101/") ? .answer(200, body: older) : .answer(204) }) { tenant in
            let seen1 = try await Self.history(tenant).map(\.label)
            #expect(seen1 == ["AVAILABLE"])
            let seen2 = try await tenant.client.history(of: "102", from: tenant.clock.now - .hours(1), to: tenant.clock.now)
            #expect(seen2.isEmpty)
        }
    }

    @Test("a record on two pages is one; of two lengths the longer counts") func duplicates() async throws {
        func page(_ minutes: Int, next: Bool) -> String {
            let link = next ? #", "_links": {"next": "x?skip=1"}"# : ""
            return """
                {"agentStateHistory": [{"stateIndex": 4, "startDate": "2026-11-20T13:30:00Z", "agentStateId": 1, "duration": "PT\(minutes)M"}]
                \(link)}
                """
        }
        let pages = (page(10, next: true), page(20, next: false))
        try await ACDTenant.visit(script: { path, _ in .answer(200, body: path.contains("skip=0") ? pages.0 : pages.1) }) { tenant in
            let segments = try await Self.history(tenant)
            let end = try Self.at("2026-11-20T13:50:00Z")
            #expect(segments.map(\.end) == [end])
        }
    }

    @Test("without totals and links a full page has another after it") func fullPages() async throws {
        let one = #"{"agentStateHistory": [{"startDate": "2026-11-20T13:30:00Z", "agentStateId": 1, "duration": "PT1M"}]}"#
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.pageSize = 1 },
            script: { path, _ in .answer(200, body: path.contains("skip=0") ? one : #"{"agentStateHistory": []}"#) }
        ) { tenant in
            let seen3 = try await Self.history(tenant).count
            #expect(seen3 == 1)
            #expect(tenant.asked.count == 2)
        }
    }

    @Test(
        "a history that is not whole is an error, never a shorter list",
        arguments: [
            (#"{"agentStateHistory": [], "totalRecords": 3}"#, "only 0 of 3"),
            (#"{"agentStateHistory": [], "_links": {"next": "x?skip=9"}}"#, "is empty"),
            (
                #"{"agentStateHistory": [{"startDate": "2026-11-20T13:00:00Z", "agentStateId": 1}], "_links": {"next": "x?skip=0"}}"#,
                "circle"
            ),
            (
                #"{"agentStateHistory": [{"startDate": "2026-11-20T13:00:00Z", "agentStateId": 1}], "_links": {"next": "x?skip=7"}}"#,
                "leaves"
            ),
            (#"{"agentStateHistory": [{"startDate": "20/11/2026", "agentStateId": 1}]}"#, "no ISO 8601 time"),
            (#"{"agentStateHistory": [{"startDate": "2026-11-20T13:00:00Z", "agentStateId": 1, "duration": "00:01:00"}]}"#, "duration"),
            (#"{"agentStateHistory": [{"startDate": "2026-11-20T13:00:00Z"}]}"#, "agentStateId"),
            (#"{"agentStateHistory": [{"agentStateId": 1}]}"#, "startDate"), (#"{"records": []}"#, "agentStateHistory"), ("{", "page 1"),
        ]
    )
    func incomplete(body: String, words: String) async throws {
        try await ACDTenant.visit(script: { _, _ in .answer(200, body: body) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await Self.history(tenant) }
            #expect(fault?.label == "history_incomplete")
            #expect(fault?.description.contains(words) == true, "\(fault as Any)")
        }
    }

    @Test("a server that sends the same page whatever is asked for has not sent all", arguments: [#", "totalRecords": 250"#, ""])
    func samePage(total: String) async throws {
        let records = (0..<100).map { minute in
            #"{"stateIndex": \#(minute), "startDate": "2026-11-20T13:00:00Z", "duration": "PT\#(minute)S", "agentStateId": 1}"#
        }
        let body = #"{"agentStateHistory": [\#(records.joined(separator: ","))]\#(total)}"#
        try await ACDTenant.visit(script: { _, _ in .answer(200, body: body) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await Self.history(tenant) }
            #expect(fault?.label == "history_incomplete")
            #expect(tenant.asked.count == 2)
        }
    }

    @Test("records that came twice make up for none that is missing") func shifted() async throws {
        func page(_ numbers: ClosedRange<Int>) -> String {
            let records = numbers.map { #"{"stateIndex": \#($0), "startDate": "2026-11-20T13:\#($0 + 10):00Z", "agentStateId": 1}"# }
            return #"{"agentStateHistory": [\#(records.joined(separator: ","))], "totalRecords": 4}"#
        }
        let pages = (page(0...1), page(1...2))
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.pageSize = 2 },
            script: { path, _ in
                path.contains("skip=0")
                    ? .answer(200, body: pages.0)
                    : path.contains("skip=2")
                        ? .answer(200, body: pages.1) : .answer(200, body: #"{"agentStateHistory": [], "totalRecords": 4}"#)
            }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await Self.history(tenant) }
            #expect(fault?.description.contains("only 3 of 4") == true, "\(fault as Any)")
        }
    }

    @Test(
        "a record that reaches up to the answer's own time goes on, however far the clocks are apart",
        arguments: [
            ("PT29M30S", "Fri, 20 Nov 2026 14:59:30 GMT", true), ("PT29M30S", "Fri, 20 Nov 2026 15:00:00 GMT", false),
            ("PT29M30S", "yesterday", false), ("PT20M", "Fri, 20 Nov 2026 14:59:30 GMT", false),
            ("PT31M", "Fri, 20 Nov 2026 15:01:00 GMT", true), ("PT30M", "Fri, 20 Nov 2026 15:01:00 GMT", true),
        ]
    )
    func skewed(duration: String, date: String, isOpen: Bool) async throws {
        let body = #"{"agentStateHistory": [{"startDate": "2026-11-20T14:30:00Z", "agentStateId": 1, "duration": "\#(duration)"}]}"#
        try await ACDTenant.visit(script: { _, _ in .answer(200, headers: ["Date": date], body: body) }) { tenant in
            let segments = try await Self.history(tenant)
            #expect(segments.map { $0.end == nil } == [isOpen])
        }
    }

    @Test("pages without end are an error") func endless() async throws {
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.pageLimit = 5 },
            script: { _, request in
                .answer(
                    200,
                    body: """
                        {"agentStateHistory": [{"stateIndex": \(request.number), "startDate": "2026-11-20T13:00:00Z", "agentStateId": 1}],
                        "totalRecords": 1000}
                        """
                )
            }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await Self.history(tenant) }
            #expect(fault?.description.contains("more than 5 pages") == true)
            #expect(tenant.asked.count == 5)
        }
    }

    @Test("a page that fails for a moment is asked for again, and the others are not") func again() async throws {
        let pages = (try Fixture.acd("history-1"), try Fixture.acd("history-2"))
        try await ACDTenant.visit(script: { path, request in
            if path.contains("skip=0") { return .answer(200, body: pages.0) }
            return request.number == 3 ? .answer(503) : .answer(200, body: pages.1)
        }) { tenant in
            let seen4 = try await Self.history(tenant).count
            #expect(seen4 == 4)
            #expect(tenant.asked.count == 3)
        }
    }
}
