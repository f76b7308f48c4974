import Notation
import Reconciliation
import Rehearsal
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("Events out of a whole bridge")
struct OutboundLoopTests {
    @Test("a bridge stops though the WFM hangs, and delivers the same event after the next start")
    func hangingWFM() async throws {
        let directory = try TemporaryDirectory()
        let first = try await Rig.with(.init(directory: directory, adjust: { $0.stop.deliveries = .milliseconds(300) })) { rig in
            rig.standIn.setFaults([StandInFault(.takeThenHang)])
            let answer = try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            let id = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
            let events = try await rig.standIn.waitFor(within: .seconds(30)) { $0.json?["changeId"]?.string == id }
            return (event: try #require(events.first), endedAt: ContinuousClock.now)
        }
        // The attempt would have lasted 15 s.
        let took = ContinuousClock.now - first.endedAt
        #expect(took < .seconds(10), "\(took)")
        try await Rig.with(.init(directory: directory)) { rig in
            let events = try await rig.standIn.waitFor(within: .seconds(30)) { $0.id == first.event.id }
            #expect(events.first?.body == first.event.body)
        }
    }

    @Test("while the WFM is down events wait in order and the gauge says so; when it is back they arrive")
    func wfmDown() async throws {
        try await Rig.with(.init(clock: .accelerated(by: 20))) { rig in
            try await rig.standIn.goDown()
            let agent = rig.roster.ids[0]
            for status in ["Training", "Busy", "Available"] {
                let answer = try await rig.push(["userId": .string(agent), "status": .string(status)])
                let id = try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string)
                try await rig.untilFinal(id)
            }
            try await rig.standIn.comeUp()
            let events = try await rig.standIn.waitFor(count: 3, within: .seconds(60))
            #expect(events.map { $0.json?["sequence"]?.int } == [1, 2, 3])
            #expect(events.allSatisfy { $0.copies == 1 })
            #expect(rig.registry.value(.deliveryAttempts, AttemptLabel.unreachable) ?? 0 >= 1)
        }
    }
}

extension Rig {
    /// Asks the operators' API until a change is final. Every round is a request: nothing sleeps.
    func untilFinal(_ changeID: String) async throws {
        while true {
            let state = try await operators("GET", "/v1/status-changes/\(changeID)").json?["state"]?.string ?? ""
            if ChangeState(rawValue: state)?.isFinal == true { return }
        }
    }
}
