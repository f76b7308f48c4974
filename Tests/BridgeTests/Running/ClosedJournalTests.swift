import Bridge
import CXone
import Glibc
import Journal
import Notation
import Reconciliation
import Rehearsal
import Synchronization
import Telemetry
import TestSupport
import Testing

/// A whole bridge whose journal finds no room on its disk for a while (5-store-and-journal, item 7).
@Suite("A journal that cannot record", .timeLimit(.minutes(2)))
struct ClosedJournalTests {
    /// The system's disk, full when it is told to be.
    private final class FillingDisk: Sendable {
        private let isFull = Mutex(false)

        func setFull(_ value: Bool) { isFull.withLock { $0 = value } }

        var disk: JournalDisk {
            JournalDisk(
                write: { descriptor, bytes in
                    guard self.isFull.withLock(\.self) else { return JournalDisk.system.write(descriptor, bytes) }
                    errno = ENOSPC
                    return -1
                },
                synchronize: JournalDisk.system.synchronize
            )
        }
    }

    @Test("No new change is made meanwhile; what is under way is settled and delivered, and the rest follows once there is room")
    func closed() async throws {
        let directory = try TemporaryDirectory()
        let disk = FillingDisk()
        var options = Rig.Options(directory: directory)
        options.adjust = {
            $0.journalDisk = disk.disk
            // The answer to a write that CXone keeps to itself is missed so late that everything below is in place by then.
            $0.tenants[.standard]?.cxone.callDeadline = .seconds(5)
        }
        let changes = try await Rig.with(options) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "applied_then_timeout", "userId": .string(agent), "times": 1])
            let first = try await rig.change(["userId": .string(agent), "status": "Training"])
            try await Observation.that("the first write") { try await rig.puts(to: agent).count == 1 }
            let second = try await rig.change(["userId": .string(agent), "status": "Break", "pauseReason": "Queue Full"])
            disk.setFull(true)
            // Reads of agents are recorded.
            #expect(try await rig.operators("GET", "/v1/agents/\(rig.roster.ids[1])").status == 200)
            try await Observation.that("the journal to find no room") { try await !rig.canRecord() }

            #expect(try await rig.event(of: first)["outcome"]?.string == "applied")
            let looks = rig.looks
            try await Observation.that("the agent to be looked at again") { rig.looks >= looks + 3 }
            #expect(try await rig.puts(to: agent).count == 1)
            let refused = try await rig.push(["userId": .string(agent), "status": "Available"])
            #expect(refused.flawsAsProblem(status: 503, code: "cannot_record").isEmpty, "\(refused.text)")
            #expect(try await !rig.canRecord())

            disk.setFull(false)
            #expect(try await rig.event(of: second)["outcome"]?.string == "applied")
            #expect(try await rig.puts(to: agent).count == 2)
            #expect(try await rig.canRecord())
            return [first, second]
        }
        let journal = directory.path(of: "journal")
        #expect(JournalVerifier(path: journal).verify().outcome == .sound)
        let records = try JournalText.records(in: journal)
        for change in changes {
            for type in ["accepted", "intended", "settled"] {
                #expect(records.filter { $0["changeId"]?.string == change && $0["type"]?.string == type }.count == 1, "\(type)")
            }
        }
    }
}

extension Rig {
    fileprivate func canRecord() async throws -> Bool {
        try await send("GET", operatorURL + "/readyz").json?["journal"]?.string == "ok"
    }

    /// Runs of agents so far.
    fileprivate var looks: UInt64 { registry.histogram(.reconcilerRunSeconds)?.count ?? 0 }
}
