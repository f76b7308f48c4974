import NIOHTTP1
import Reconciliation
import Testing

@testable import CXone

@Suite struct ACDStateTests {
    private static func body(_ name: String) throws -> ACDStatesBody {
        try ACDStatesBody(Answer(status: 200, headers: [:], body: .whole(Array(try Fixture.acd(name).utf8))), call: .states)
    }

    private static func readings(_ name: String) throws -> [LiveReading] {
        try body(name).agents.map { $0.reading(.standard, ACDCodeNames()) }
    }

    @Test("states, codes, after-call work and contacts are told apart") func readings() throws {
        let readings = try Self.readings("states-all")
        #expect(readings.map(\.status.label) == ["Available", "Break", "Busy", "After Call", "Offline"])
        #expect(readings.map(\.pauseReason) == [nil, "Queue Full", nil, nil, nil])
        #expect(readings.map(\.onContact) == [.no, .no, .yes, .no, .no])
        #expect(readings.map(\.inWrapUp) == [.no, .no, .no, .yes, .no])
        #expect(readings.map(\.stateID) == [1, 2, 3, 2, 0])
        #expect(readings[1].since == Instant(seconds: 1_795_185_600) && readings[1].origin == .read)
        #expect(try Self.body("states-all").pollTime == "2026-11-20T15:00:01.5Z")
    }

    @Test("an older version's spelling, numbers as texts and times without an offset mean the same") func older() throws {
        let body = try Self.body("states-older-version")
        #expect(body.agents.map(\.agentID) == ["101", "102"] && body.agents.map(\.teamID) == ["7", "7"])
        #expect(body.pollTime == "2026-11-20T15:00:01Z")
        let readings = try Self.readings("states-older-version")
        #expect(readings[0].status == .status(.training) && readings[0].onContact == .no)
        #expect(readings[0].since == Instant(microseconds: 1_795_186_740_720_000))
        #expect(readings[1].status == .notReady(label: "LOGGED_IN"))
    }

    @Test(
        "each state id has its meaning",
        arguments: [
            (0, "Offline", Tristate.no), (1, "Available", .no), (2, "UNAVAILABLE", .no), (3, "Busy", .yes), (4, "Busy", .yes),
            (5, "Busy", .yes), (6, "Busy", .yes), (7, "Busy", .unknown), (8, "LOGGED_IN", .no), (9, "UNKNOWN(9)", .no),
        ]
    )
    func table(id: Int, label: String, contact: Tristate) throws {
        let text = #"{"agentStates": [{"agentId": 1, "agentStateId": \#(id), "isACW": false}]}"#
        let body = try ACDStatesBody(Answer(status: 200, headers: [:], body: .whole(Array(text.utf8))), call: .states)
        let reading = try #require(body.agents.first).reading(.standard, ACDCodeNames())
        #expect(reading.status.label == label && reading.onContact == contact)
    }

    @Test("a contact that is put aside is no contact for a break, and not none for a logout") func openContacts() throws {
        let text = #"{"agentStates": [{"agentId": 1, "agentStateId": 1, "contactId": null, "openContacts": 2}]}"#
        let body = try ACDStatesBody(Answer(status: 200, headers: [:], body: .whole(Array(text.utf8))), call: .states)
        #expect(body.agents[0].reading(.standard, ACDCodeNames()).onContact == .unknown)
    }

    @Test(
        "a state without agent or number is an error, never left out",
        arguments: [
            #"{"agentStates": [{"agentStateId": 1}]}"#, #"{"agentStates": [{"agentId": 1}]}"#, #"{"agentStates": [7]}"#, #"{"states": []}"#,
            "[]", "{",
        ]
    )
    func unreadable(text: String) {
        #expect(throws: CXoneFault.self) {
            try ACDStatesBody(Answer(status: 200, headers: [:], body: .whole(Array(text.utf8))), call: .states)
        }
    }

    @Test("changes are laid over what is known; a read of all replaces it") func board() throws {
        let start = Instant(seconds: 1_795_186_801)
        var board = ACDStateBoard()
        #expect(board.question(now: start, fullReadEvery: .minutes(10)) == .all)
        board.answered(try Self.body("states-all"), to: .all, askedAt: start)
        #expect(board.question(now: start, fullReadEvery: .minutes(10)) == .changes(since: "2026-11-20T15:00:01.5Z"))
        board.answered(try Self.body("states-changed"), to: .changes(since: "2026-11-20T15:00:01.5Z"), askedAt: start + .seconds(2))
        #expect(board.agents["101"]?.codeName == "Break" && board.agents.count == 5)
        #expect(board.askedAt == start + .seconds(2))
        // Nothing changed: 204, without a body.
        let nothing = try ACDStatesBody(Answer(status: 204, headers: [:], body: .whole([])), call: .states)
        board.answered(nothing, to: .changes(since: "2026-11-20T15:00:04Z"), askedAt: start + .seconds(4))
        #expect(board.agents.count == 5 && board.askedAt == start + .seconds(4))
        #expect(board.question(now: start + .seconds(5), fullReadEvery: .minutes(10)) == .changes(since: "2026-11-20T15:00:04Z"))
        // An answer that was overtaken does not bring the old state back.
        board.answered(try Self.body("states-all"), to: .changes(since: "x"), askedAt: start + .seconds(6))
        #expect(board.agents["101"]?.codeName == "Break")
        #expect(board.question(now: start + .minutes(11), fullReadEvery: .minutes(10)) == .all)
        board.answered(try Self.body("states-changed"), to: .all, askedAt: start + .minutes(11))
        #expect(board.agents.keys.sorted() == ["101"])
    }
}
