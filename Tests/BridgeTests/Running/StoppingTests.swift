import Bridge
import CXone
import Journal
import Notation
import Reconciliation
import Rehearsal
import Synchronization
import TestSupport
import Testing

/// A bridge that is told to stop while CXone does not answer.
@Suite("Stopping", .timeLimit(.minutes(1)))
struct StoppingTests {
    /// What a call may take in these tests.
    private static let deadline: Duration = .seconds(2)

    @Test("A write in hand gets its time, nothing is begun after it, and the journal is written to its end")
    func hangingWrite() async throws {
        let directory = try TemporaryDirectory()
        var options = Rig.Options(directory: directory)
        options.adjust = { $0.tenants[.standard]?.cxone.callDeadline = Self.deadline }
        let asked = Mutex(ContinuousClock.now)
        try await Rig.with(options) { rig in
            try await rig.fault(["put_status"])
            let answer = try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            #expect(answer.status == 202)
            try await rig.call("PUT")
            // Whatever would be read after it hangs as well.
            try await rig.fault(["put_status", "status", "history", "user"])
            asked.withLock { $0 = .now }
        }
        let span = asked.withLock { ContinuousClock.now - $0 }
        // The rest of the write's own time, not one more call's after it.
        #expect(span < Self.deadline + .seconds(1), "it took \(span)")
        let records = try JournalText.records(in: directory.path(of: "journal"))
        #expect(records.last?["type"]?.string == "stop")
        #expect(records.contains { $0["type"]?.string == "applied" && $0["decision"]?["code"]?.string == "lost" })
        #expect(!records.contains { $0["type"]?.string == "decided" }, "a read that was cut short is no reason to wait")
        #expect(JournalVerifier(path: directory.path(of: "journal")).verify().outcome == .sound)
    }

    @Test("A call that outlasts the grace is given up, and the bridge still stops in good order")
    func grace() async throws {
        let directory = try TemporaryDirectory()
        var options = Rig.Options(directory: directory)
        options.adjust = {
            $0.tenants[.standard]?.cxone.callDeadline = .seconds(30)
            $0.stop.runs = .milliseconds(500)
        }
        let asked = Mutex(ContinuousClock.now)
        try await Rig.with(options) { rig in
            try await rig.fault(["put_status"])
            _ = try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            try await rig.call("PUT")
            asked.withLock { $0 = .now }
        }
        let span = asked.withLock { ContinuousClock.now - $0 }
        #expect(span < .seconds(5), "it took \(span)")
        let records = try JournalText.records(in: directory.path(of: "journal"))
        #expect(records.last?["type"]?.string == "stop")
        #expect(records.contains { $0["type"]?.string == "applied" && $0["decision"]?["code"]?.string == "lost" })
    }
}

extension Rig {
    /// Makes all of these calls hang from now on.
    func fault(_ calls: [String]) async throws {
        let faults = calls.map { JSONValue.object(["call": .string($0), "kind": "hang"]) }
        let answer = try await simulator("PUT", "/simulator/faults", .array(faults))
        #expect((200...299).contains(answer.status), "\(answer.text)")
    }

    /// Returns once CXone was asked with a method; the simulator knows of a call from its arrival.
    func call(_ method: String) async throws {
        try await Observation.that("a \(method) at CXone") {
            let calls = try await simulator("GET", "/simulator/calls").json?.array ?? []
            return calls.contains { $0["method"]?.string == method && $0["path"]?.string?.hasSuffix("/status") == true }
        }
    }
}
