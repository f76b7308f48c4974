import Notation
import Reconciliation
import Testing

@testable import Bridge

@Suite("Bodies of events")
struct AgentEventTests {
    private let t0 = Instant(seconds: 1_795_186_800)

    private var change: Change {
        Change(
            id: ChangeID("chg_1"),
            agent: AgentID(tenant: .standard, userID: "12345-abcde"),
            source: SourceName("wfm"),
            requestID: RequestID("msg_1"),
            reference: "shift-1/2",
            version: 42,
            wanted: Wanted(status: .onBreak, pauseReason: "Queue Full"),
            effectiveAt: t0,
            expiresAt: t0 + .minutes(15),
            acceptedAt: t0,
            state: .due
        )
    }

    private var applied: AgentEvent {
        AgentEvent(
            type: .updated,
            agent: change.agent,
            status: "Break",
            timestamp: t0 + .microseconds(41_700),
            latency: .microseconds(41_700),
            change: change,
            outcome: .applied,
            previousStatus: "Available",
            pauseReason: "Queue Full",
            wrapUpCode: nil,
            observedAt: t0 + .microseconds(41_700),
            cause: .request,
            evidence: Evidence(grade: .history, stateID: 4, startTime: t0, observedAt: t0),
            timings: .init(queued: .microseconds(2_100), waited: .zero, cxone: .microseconds(38_900))
        )
    }

    private func text(_ event: AgentEvent) -> String {
        String(decoding: event.body(id: EventID("evt_1"), sequence: 17), as: UTF8.self)
    }

    @Test("an applied change, byte for byte, the six original fields first")
    func golden() {
        let expected =
            #"{"event":"agent_status_updated","userId":"12345-abcde","status":"Break","timestamp":"2026-11-20T15:00:00.041Z","#
            + #""latencyMs":41.7,"source":"cxone_status_updater","id":"evt_1","sequence":17,"requestId":"msg_1","requestSource":"wfm","#
            + #""changeId":"chg_1","reference":"shift-1/2","outcome":"applied","previousStatus":"Available","pauseReason":"Queue Full","#
            + #""wrapUpCode":null,"effectiveAt":"2026-11-20T15:00:00.000Z","observedAt":"2026-11-20T15:00:00.041Z","cause":"request","#
            + #""evidence":{"grade":"history","stateId":4,"startTime":"2026-11-20T15:00:00.000Z"},"#
            + #""timings":{"queuedMs":2.1,"waitedMs":0,"cxoneMs":38.9}}"#
        #expect(text(applied) == expected)
    }

    @Test("what there is nothing of is null, not left out")
    func nulls() throws {
        let event = AgentEvent(
            type: .updated,
            agent: change.agent,
            status: "Available",
            timestamp: t0,
            latency: .seconds(-3),
            change: nil,
            outcome: .observed,
            previousStatus: nil,
            pauseReason: nil,
            wrapUpCode: nil,
            observedAt: nil,
            cause: .override,
            evidence: nil,
            timings: .init()
        )
        let object = try #require(try JSONValue(parsing: text(event)).object)
        let names = object.members.map(\.name)
        #expect(names == (try #require(try JSONValue(parsing: text(applied)).object)).members.map(\.name))
        let nulls = object.members.filter { $0.value.isNull }.map(\.name)
        #expect(
            nulls == [
                "requestId", "requestSource", "changeId", "reference", "previousStatus", "pauseReason", "wrapUpCode", "effectiveAt",
                "observedAt", "evidence",
            ]
        )
        #expect(object["latencyMs"]?.double == 0, "no latency is below nothing")
    }

    @Test("a failed one has the same shape, and a code and a detail")
    func failed() throws {
        var event = applied
        event.type = .updateFailed
        event.outcome = .refused
        event.evidence = nil
        event.code = "out_of_shift"
        event.detail = "The agent's shift begins at 16:00."
        let object = try #require(try JSONValue(parsing: text(event)).object)
        #expect(object["event"]?.string == "agent_status_update_failed")
        #expect(object["code"]?.string == "out_of_shift")
        #expect(object["detail"]?.string == "The agent's shift begins at 16:00.")
        let names = object.members.map(\.name)
        let updated = try #require(try JSONValue(parsing: text(applied)).object).members.map(\.name)
        #expect(names == updated + ["code", "detail"])
        event.detail = nil
        #expect(try JSONValue(parsing: text(event)).object?["detail"]?.isNull == true)
    }

    @Test("evidence of other grades than history has a null stateId", arguments: [LiveReading.Origin.response, .read])
    func evidence(_ grade: LiveReading.Origin) throws {
        let json = Evidence(grade: grade, observedAt: t0).json
        #expect(json["grade"]?.string == grade.rawValue)
        #expect(json["stateId"]?.isNull == true && json["startTime"]?.isNull == true)
    }
}
