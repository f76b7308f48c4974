import CXone
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(1))) struct HistoryCallTests {
    private let from = Instant(seconds: 1_795_100_400)
    private let to = Instant(seconds: 1_795_186_800)
    private static let ready = HistorySegment(
        start: Instant(seconds: 1_795_179_600),
        end: Instant(seconds: 1_795_183_200),
        stateID: 2,
        label: "READY",
        status: .status(.available)
    )
    private static let openBreak = HistorySegment(
        start: Instant(seconds: 1_795_183_200),
        end: nil,
        stateID: 4,
        label: "BREAK",
        status: .status(.onBreak)
    )

    private static func hasToken(_ request: ScriptedServer.Request) -> Bool {
        request.query.contains("page_token=cGFnZTI%2B%2F%3D%3D")
    }

    @Test("the parameters are named and encoded as CXone wants them") func parameters() async throws {
        let pages = (try Fixture.body("history-records-1"), try Fixture.body("history-records-2"))
        try await Tenant.visit(script: { .answer(200, body: Self.hasToken($0) ? pages.1 : pages.0) }) { tenant in
            let segments = try await tenant.client.history(
                of: "a/b+c",
                from: from + .milliseconds(250),
                to: to,
                timeZone: "America/New_York"
            )
            let common =
                "/reporting/v2/agents/states/history?user_id=a%2Fb%2Bc&start_date_time=2026-11-19T15%3A00%3A00.250%2B00%3A00"
                + "&end_date_time=2026-11-20T15%3A00%3A00%2B00%3A00&timezone=America%2FNew_York"
            #expect(tenant.server.calls.map(\.target) == [common, common + "&page_token=cGFnZTI%2B%2F%3D%3D"])
            // The break is on both pages, in two zones, and is one.
            #expect(segments.map(\.stateID) == [2, 4, 42])
            #expect(segments.map(\.label) == ["READY", "BREAK", "UNKNOWN(42)"])
            #expect(segments[1].end == Instant(seconds: 1_795_183_925))
            #expect(segments[2].start == Instant(microseconds: 1_795_183_925_500_000))
            #expect(segments[2].end == nil)
            #expect(segments.allSatisfy { $0.transition == .unknown })
        }
    }

    @Test("a record that began before the span is kept whole, should a tenant return it") func openAtStart() async throws {
        let body = """
            {"records": [{"start_time": "2026-11-19T10:00:00Z", "end_time": "2026-11-19T16:00:00Z", "state_id": 2},
             {"start_time": "2026-11-19T16:00:00Z", "end_time": null, "state_id": 4}]}
            """
        try await Tenant.visit(script: { _ in .answer(200, body: body) }) { tenant in
            let segments = try await tenant.client.history(of: "a", from: from, to: to)
            #expect(segments.map(\.stateID) == [2, 4])
            #expect(segments[0].start == from - .hours(5) && segments[0].end == from + .hours(1))
        }
    }

    @Test("records and tokens are found in every place they can be", arguments: ["data", "header", "hyphens", "array in records"])
    func shapes(shape: String) async throws {
        let data = (try Fixture.body("history-data-1"), try Fixture.body("history-data-2"))
        let array = (try Fixture.body("history-array-1"), try Fixture.body("history-array-2"))
        try await Tenant.visit(script: { request in
            let isSecond = Self.hasToken(request)
            switch shape {
            case "data": return .answer(200, body: isSecond ? data.1 : data.0)
            case "header":
                return .answer(200, headers: isSecond ? [:] : ["Next_Page_Token": "cGFnZTI+/=="], body: isSecond ? array.1 : array.0)
            case "hyphens":
                return .answer(
                    200,
                    headers: isSecond ? ["next_page_token": ""] : ["next-page-token": "cGFnZTI+/=="],
                    body: isSecond ? array.1 : array.0
                )
            default:
                return .answer(
                    200,
                    headers: isSecond ? [:] : ["next_page_token": "cGFnZTI+/=="],
                    body: #"{"records": \#(isSecond ? array.1 : array.0)}"#
                )
            }
        }) { tenant in
            let segments = try await tenant.client.history(of: Tenant.userID, from: from, to: to)
            #expect(segments == [Self.ready, Self.openBreak])
            #expect(tenant.server.calls.count == 2)
        }
    }

    @Test("no records is an empty list") func empty() async throws {
        let page = try Fixture.body("history-empty")
        try await Tenant.visit(script: { _ in .answer(200, body: page) }) { tenant in
            let segments = try await tenant.client.history(of: Tenant.userID, from: from, to: to)
            #expect(segments.isEmpty)
        }
    }

    @Test("a page token seen before is an error and not an end", arguments: [1, 3])
    func circle(length: Int) async throws {
        try await Tenant.visit(script: { .answer(200, body: #"{"records": [], "next_page_token": "p\#($0.number % length)"}"#) }) {
            tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.history(of: Tenant.userID, from: from, to: to) }
            #expect(fault?.label == "history_incomplete")
            #expect(fault?.description.contains("circle") == true)
            #expect(tenant.server.calls.count == length + 1)
        }
    }

    @Test("too many pages are an error and not an end") func tooMany() async throws {
        try await Tenant.visit(
            change: { configuration, _ in configuration.pageLimit = 25 },
            script: { .answer(200, body: #"{"records": [], "next_page_token": \#($0.number)}"#) }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.history(of: Tenant.userID, from: from, to: to) }
            #expect(fault == .historyIncomplete(detail: "more than 25 pages"))
            #expect(tenant.server.calls.count == 25)
        }
    }

    @Test(
        "a second page that fails makes the whole read fail",
        arguments: [
            (ScriptedServer.Play.answer(500), "unavailable"), (.answer(403), "forbidden"), (.answer(404), "not_found"),
            (.answer(400), "bad_request"),
            (.reset, "unavailable"), (.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"records\": ["), "unavailable"),
            (.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"records\": [], \"next_page_to"), "unavailable"),
            (.answer(200), "history_incomplete"), (.answer(200, body: "{}"), "history_incomplete"),
            (.answer(200, body: #"{"records": null}"#), "history_incomplete"),
            (.answer(200, body: #"{"records": {}}"#), "history_incomplete"),
            (.answer(200, body: #"{"records": [], "next_page_token": {}}"#), "history_incomplete"), (.answer(204), "history_incomplete"),
        ]
    )
    func halfRead(play: ScriptedServer.Play, label: String) async throws {
        let page = try Fixture.body("history-records-1")
        try await Tenant.visit(script: { Self.hasToken($0) ? play : .answer(200, body: page) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) {
                try await tenant.client.history(of: Tenant.userID, from: from, to: to, patience: .zero)
            }
            #expect(fault?.label == label)
        }
    }

    @Test("a fault that passes in the middle of the pages is not seen") func passes() async throws {
        let pages = (try Fixture.body("history-records-1"), try Fixture.body("history-records-2"))
        try await Tenant.visit(script: { request in
            if request.number == 3 { return .answer(429, headers: ["Retry-After": "4"]) }
            return .answer(200, body: Self.hasToken(request) ? pages.1 : pages.0)
        }) { tenant in
            let segments = try await tenant.client.history(of: Tenant.userID, from: from, to: to)
            #expect(segments.count == 3)
            #expect(tenant.clock.sleeps == [4])
        }
    }

    @Test("a record with an unreadable time is named") func unreadableTime() async throws {
        let page = try Fixture.body("history-bad-time")
        try await Tenant.visit(script: { _ in .answer(200, body: page) }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.history(of: Tenant.userID, from: from, to: to) }
            #expect(
                fault
                    == .historyIncomplete(
                        detail: "record 2 of page 1 (state_id 4): end_time “20/11/2026 14:12” is no ISO 8601 time with an offset"
                    )
            )
        }
    }

    @Test(
        "a record without its state or its start, or that ends before it starts, is an error",
        arguments: [
            #"{"start_time": "2026-11-20T13:00:00Z", "end_time": null}"#,
            #"{"start_time": "2026-11-20T13:00:00Z", "end_time": null, "state_id": "two"}"#,
            #"{"start_time": "2026-11-20T13:00:00Z", "end_time": null, "state_id": 2.5}"#,
            #"{"start_time": null, "end_time": null, "state_id": 2}"#, #"{"end_time": null, "state_id": 2}"#,
            #"{"start_time": "2026-11-20T13:00:00", "end_time": null, "state_id": 2}"#,
            #"{"start_time": 1795186800, "end_time": null, "state_id": 2}"#,
            #"{"start_time": "2026-11-20T13:00:00Z", "end_time": "2026-11-20T12:59:59Z", "state_id": 2}"#,
            #""nothing""#,
        ]
    )
    func unreadableRecord(record: String) async throws {
        try await Tenant.visit(script: { _ in .answer(200, body: "[\(record)]") }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.history(of: Tenant.userID, from: from, to: to) }
            #expect(fault?.label == "history_incomplete")
            #expect(fault?.description.contains("record 1 of page 1") == true)
        }
    }

    @Test("a state that ends while the pages are read is one record, with its end") func endsMeanwhile() async throws {
        let open = #"{"start_time": "2026-11-20T14:00:00Z", "end_time": null, "state_id": 4}"#
        let ended = #"{"start_time": "2026-11-20T14:00:00Z", "end_time": "2026-11-20T14:59:59Z", "state_id": "4"}"#
        for (first, second) in [(open, ended), (ended, open)] {
            try await Tenant.visit(script: { request in
                request.query.contains("page_token=2")
                    ? .answer(200, body: "[\(second)]")
                    : .answer(200, headers: ["next_page_token": "2"], body: "[\(first)]")
            }) { tenant in
                let segments = try await tenant.client.history(of: Tenant.userID, from: from, to: to)
                #expect(segments.map(\.end) == [Instant(seconds: 1_795_186_799)])
            }
        }
    }
}
