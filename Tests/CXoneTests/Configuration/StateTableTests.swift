import CXone
import Reconciliation
import Testing

@Suite struct StateTableTests {
    @Test(
        "the ids mean what the dialect's table says",
        arguments: [
            (1, "OFFLINE", LiveStatus.status(.offline)), (2, "READY", .status(.available)), (3, "BUSY", .status(.busy)),
            (4, "BREAK", .status(.onBreak)), (5, "PAUSED", .notReady(label: "PAUSED")), (6, "NOT_READY", .notReady(label: "NOT_READY")),
            (7, "QUEUE_READY", .status(.available)), (8, "QUEUE_BUSY", .status(.busy)),
            (0, "UNKNOWN(0)", .unknown(label: "UNKNOWN(0)")), (9, "UNKNOWN(9)", .unknown(label: "UNKNOWN(9)")),
            (-1, "UNKNOWN(-1)", .unknown(label: "UNKNOWN(-1)")),
        ]
    )
    func ids(id: Int, label: String, live: LiveStatus) {
        let table = StateTable.platform
        #expect(table.state(id: id).label == label)
        #expect(table.live(label) == live)
    }

    @Test(
        "a live status is one of the five or a label, in any case",
        arguments: [
            ("Available", LiveStatus.status(.available)), ("available", .status(.available)), ("Break", .status(.onBreak)),
            ("BREAK", .status(.onBreak)), ("Training", .status(.training)), ("Offline", .status(.offline)), ("Busy", .status(.busy)),
            ("ready", .status(.available)), ("Lunch", .unknown(label: "Lunch")), ("UNKNOWN(x)", .unknown(label: "UNKNOWN(x)")),
            ("", .unknown(label: "")),
        ]
    )
    func texts(text: String, live: LiveStatus) {
        #expect(StateTable.platform.live(text) == live)
    }

    @Test("a tenant's own states go over the table's") func overrides() {
        let table = StateTable.platform.overridden(by: [
            9: StateTable.State(label: "LUNCH", meaning: .status(.onBreak)),
            5: StateTable.State(label: "COACHING", meaning: .status(.training)),
        ])
        #expect(table.live("lunch") == .status(.onBreak))
        #expect(table.live("UNKNOWN(9)") == .status(.onBreak))
        #expect(table.live("PAUSED") == .unknown(label: "PAUSED"))
        #expect(table.state(id: 5).meaning == .status(.training))
        #expect(table.state(id: 2).label == "READY")
    }
}
