import Foundation
import Glibc
import Journal
import Notation
import Synchronization
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct JournalWriterTests {
    @Test("records become chained lines in the order of their commits, and leave the store")
    func copies() async throws {
        let stage = try JournalStage()
        stage.add(1...5)
        try await stage.copyAll()
        #expect(try stage.files() == [JournalStage.firstFile])
        #expect(try stage.recordIDs() == ["r1", "r2", "r3", "r4", "r5"])
        #expect(stage.store.rows.isEmpty)
        #expect(try PythonCheck.check(stage.journal) == "5")
        #expect(stage.verifier.verify().outcome == .sound)
        let first = try #require(try stage.lines().first)
        #expect(first["seq"] == 1)
        #expect(first["prev"]?.string == String(repeating: "0", count: 64))
        #expect(first["action"] == "status_update")
    }

    @Test("a journal that is opened again goes on where it was")
    func goesOn() async throws {
        let stage = try JournalStage()
        for round in 0..<4 {
            stage.add((round * 3 + 1)...(round * 3 + 3))
            let recovery = try await stage.copyAll()
            #expect(recovery == .none)
        }
        #expect(try PythonCheck.check(stage.journal) == "12")
        #expect(try stage.recordIDs() == (1...12).map { "r\($0)" })
    }

    @Test("nothing is pruned before the sync has returned, and each batch has one write and one sync")
    func order() async throws {
        let stage = try JournalStage()
        stage.add(1...25)
        let disk = JournalDisk(
            write: { descriptor, bytes in
                stage.store.note(.write)
                return Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            },
            synchronize: { descriptor in
                stage.store.note(.sync)
                return Glibc.fdatasync(descriptor)
            }
        )
        var settings = stage.settings()
        settings.batchRecords = 10
        let writer = try await stage.open(settings, disk: disk)
        writer.stop()
        try await writer.run()
        #expect(stage.store.calls == [.write, .sync, .prune(10), .write, .sync, .prune(20), .write, .sync, .prune(25)])
        #expect(writer.lastSeq == 25)
    }

    @Test("a batch ends at its limit of bytes too")
    func batchBytes() async throws {
        let stage = try JournalStage()
        stage.add(1...6)
        var settings = stage.settings()
        settings.batchBytes = stage.store.rows[0].content.count * 2 + 10
        let writer = try await stage.open(settings)
        writer.stop()
        try await writer.run()
        #expect(stage.store.calls == [.prune(2), .prune(4), .prune(6)])
    }

    @Test("a second writer is refused as long as the first holds the journal, in this process and in others")
    func lock() async throws {
        let stage = try JournalStage()
        let first = try await stage.open()
        await #expect {
            _ = try await stage.open()
        } throws: { error in
            guard case JournalFault.locked(let directory, let process)? = error as? JournalFault else { return false }
            return directory == stage.journal && process == "\(getpid())"
        }
        let probe = "import fcntl,sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)"
        #expect(try PythonCheck.run(["-c", probe, stage.journal + "/.lock"]).contains("BlockingIOError"))
        first.stop()
        try await first.run()
        #expect(try PythonCheck.run(["-c", probe, stage.journal + "/.lock"]) == "")
        try await stage.copyAll()
    }

    @Test("wake-ups from everywhere at once lose nothing and write nothing twice")
    func wakes() async throws {
        let stage = try JournalStage()
        let writer = try await stage.open()
        async let running: Void = writer.run()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                group.addTask {
                    for number in 1...50 {
                        stage.store.add(JournalStage.record(task * 50 + number))
                        writer.wake()
                        await Task.yield()
                    }
                }
            }
        }
        writer.stop()
        try await running
        #expect(stage.store.rows.isEmpty)
        #expect(Set(try stage.recordIDs()).count == 1_000)
        #expect(try PythonCheck.check(stage.journal) == "1000")
        #expect(stage.verifier.verify().outcome == .sound)
    }

    @Test("without a wake-up the store is looked at every second")
    func polls() async throws {
        let stage = try JournalStage()
        let synced = AsyncStream<Void>.makeStream()
        let disk = JournalDisk(write: JournalDisk.system.write) { descriptor in
            synced.continuation.yield()
            return Glibc.fdatasync(descriptor)
        }
        let writer = try await stage.open(disk: disk)
        async let running: Void = writer.run()
        try await stage.clock.waitForSleepers()
        stage.add(1...1)
        stage.clock.advance(by: .seconds(1))
        for await _ in synced.stream { break }
        writer.stop()
        try await running
        #expect(try stage.recordIDs() == ["r1"])
    }

    @Test("a cancelled writer still writes what waits")
    func cancelled() async throws {
        let stage = try JournalStage()
        let writer = try await stage.open()
        let running = Task { try await writer.run() }
        try await stage.clock.waitForSleepers()
        stage.add(1...3)
        running.cancel()
        try await running.value
        #expect(try stage.recordIDs() == ["r1", "r2", "r3"])
        #expect(stage.store.rows.isEmpty)
    }

    @Test("a store that does not answer is asked again")
    func storeAway() async throws {
        let stage = try JournalStage()
        let writer = try await stage.open()
        stage.add(1...2)
        stage.store.setAvailable(false)
        async let running: Void = writer.run()
        // The poll and the pause after the failed round.
        try await stage.clock.waitForSleepers(2)
        stage.store.setAvailable(true)
        stage.clock.advance(by: .milliseconds(250))
        try await writer.reaches(2)
        writer.stop()
        try await running
        #expect(try stage.recordIDs() == ["r1", "r2"])
    }

    @Test("a content that would break a line is replaced by its digest, the same each time")
    func brokenContent() async throws {
        let stage = try JournalStage()
        let contents: [(String, [UInt8])] = [
            ("feed", Array(#"{"recordId":"feed",\#n"type":"start"}"#.utf8)),
            ("empty", []),
            ("object", Array("{}".utf8)),
            ("other", Array(#"{"recordId":"another"}"#.utf8)),
            ("bytes", Array(#"{"recordId":"bytes","x":""#.utf8) + [0xFF] + Array(#""}"#.utf8)),
            ("long", Array((#"{"recordId":"long","x":""# + String(repeating: "x", count: 65_536) + #""}"#).utf8)),
        ]
        for (id, content) in contents { stage.store.add(id, content) }
        stage.store.keepRows()
        try await stage.copyAll()
        let written = try stage.bytes()
        #expect(try stage.recordIDs() == contents.map(\.0))
        #expect(try stage.lines().allSatisfy { $0["action"] == "content_replaced" && $0["payload"]?["omitted"] == true })
        #expect(stage.verifier.verify().outcome == .sound)
        try await stage.copyAll()
        #expect(try stage.bytes() == written)
    }

    @Test("lines are counted by type, batches by size, syncs by time")
    func metrics() async throws {
        let stage = try JournalStage()
        let registry = MetricsRegistry()
        stage.add(1...3)
        stage.store.add("odd", Array(#"{"recordId":"odd"}"#.utf8))
        let writer = try await stage.open(factory: registry)
        writer.stop()
        try await writer.run()
        let text = registry.prometheusText()
        #expect(text.contains(#"wfm_bridge_journal_records_total{type="applied"} 3"#))
        #expect(text.contains(#"wfm_bridge_journal_records_total{type="other"} 1"#))
        #expect(text.contains("wfm_bridge_journal_sync_seconds_count 1"))
        #expect(text.contains("wfm_bridge_journal_batch_records_sum 4"))
        #expect(text.contains("wfm_bridge_journal_lag_records 0"))
    }
}
