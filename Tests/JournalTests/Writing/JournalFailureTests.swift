import Foundation
import Glibc
import Journal
import Notation
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct JournalFailureTests {
    /// A disk whose writes and syncs can be made to fail.
    private final class FailingDisk: Sendable {
        enum Write { case whole, refused(Int32), part(Int, then: Int32), trickle, interrupted }
        private let state = Mutex((write: Write.whole, sync: Int32(0), parts: 0))

        func write(_ mode: Write) {
            state.withLock {
                $0.write = mode; $0.parts = 0
            }
        }
        func sync(_ code: Int32) { state.withLock { $0.sync = code } }

        var disk: JournalDisk {
            JournalDisk(
                write: { descriptor, bytes in
                    let (mode, parts) = self.state.withLock { state in
                        state.parts += 1
                        return (state.write, state.parts)
                    }
                    switch mode {
                    case .whole: return Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                    case .refused(let code):
                        errno = code
                        return -1
                    case .part(let count, let code):
                        if parts == 1 { return Glibc.write(descriptor, bytes.baseAddress, min(count, bytes.count)) }
                        errno = code
                        return -1
                    case .trickle: return Glibc.write(descriptor, bytes.baseAddress, min(7, bytes.count))
                    case .interrupted:
                        if !parts.isMultiple(of: 3) {
                            errno = EINTR
                            return -1
                        }
                        return Glibc.write(descriptor, bytes.baseAddress, min(50, bytes.count))
                    }
                },
                synchronize: { descriptor in
                    let code = self.state.withLock(\.sync)
                    if code != 0 {
                        errno = code
                        return -1
                    }
                    return Glibc.fdatasync(descriptor)
                }
            )
        }
    }

    /// Waits for a writer; ends it when the test runs out of time.
    private func ended(_ running: Task<Void, any Error>) async throws {
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            running.cancel()
        }
    }

    @Test("short and interrupted writes are carried on", arguments: [true, false])
    func shortWrites(interrupted: Bool) async throws {
        let stage = try JournalStage()
        stage.add(1...3)
        let failing = FailingDisk()
        failing.write(interrupted ? .interrupted : .trickle)
        let writer = try await stage.open(disk: failing.disk)
        writer.stop()
        try await writer.run()
        #expect(try PythonCheck.check(stage.journal) == "3")
    }

    @Test("a full disk is said, nothing is pruned, and it goes on by itself once there is room", arguments: [0, 1, 300, 700])
    func fullDisk(part: Int) async throws {
        let stage = try JournalStage()
        stage.add(1...2)
        let failing = FailingDisk()
        let writer = try await stage.open(disk: failing.disk)
        async let running: Void = writer.run()
        try await writer.reaches(2)

        failing.write(part == 0 ? .refused(ENOSPC) : .part(part, then: ENOSPC))
        stage.add(3...5)
        writer.wake()
        // The poll and the pause after the refusal.
        try await stage.clock.waitForSleepers(2)
        guard case .cannotWrite(_, let reason) = writer.health else {
            Issue.record("\(writer.health)")
            return
        }
        #expect(reason == "no_space")
        #expect(!writer.health.canRecord)
        #expect(stage.store.rows.count == 3)
        #expect(writer.backlog.rows == 3)

        failing.write(.whole)
        stage.clock.advance(by: .milliseconds(250))
        try await writer.reaches(5)
        writer.stop()
        try await running
        #expect(writer.health == .writing)
        #expect(try stage.recordIDs() == (1...5).map { "r\($0)" })
        #expect(try PythonCheck.check(stage.journal) == "5")
        #expect(stage.store.rows.isEmpty)
    }

    @Test("a disk that stays full is tried again at least every two seconds")
    func pauses() async throws {
        let stage = try JournalStage()
        stage.add(1...1)
        let failing = FailingDisk()
        failing.write(.refused(ENOSPC))
        let writer = try await stage.open(disk: failing.disk)
        async let running: Void = writer.run()
        let start = stage.clock.now
        var last = start
        for _ in 0..<30 {
            try await stage.clock.waitForSleepers(2)
            let next = try #require(stage.clock.nextWake)
            #expect(next - last <= 2_000_000)
            last = next
            stage.clock.advance(to: next)
        }
        failing.write(.whole)
        stage.clock.advance(by: .seconds(2))
        try await writer.reaches(1)
        writer.stop()
        try await running
    }

    @Test("a write that the kernel really refuses is survived")
    func devFull() async throws {
        let stage = try JournalStage()
        stage.add(1...3)
        let path = stage.journal + "/" + JournalStage.firstFile
        try FileManager.default.createDirectory(atPath: stage.journal, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
        let writer = try await stage.open()
        async let running: Void = writer.run()
        try await stage.clock.waitForSleepers(2)
        #expect(writer.health.label == "cannot_write")
        #expect(stage.store.rows.count == 3)
        try FileManager.default.removeItem(atPath: path)
        try stage.write([])
        stage.clock.advance(by: .milliseconds(250))
        try await writer.reaches(3)
        writer.stop()
        try await running
        #expect(try PythonCheck.check(stage.journal) == "3")
    }

    @Test("after a failed sync nothing more is written and nothing is pruned; the next start has each record once")
    func failedSync() async throws {
        let stage = try JournalStage()
        stage.add(1...2)
        let failing = FailingDisk()
        let writer = try await stage.open(disk: failing.disk)
        let running = Task { try await writer.run() }
        try await writer.reaches(2)
        failing.sync(EIO)
        stage.add(3...4)
        writer.wake()
        await #expect {
            try await ended(running)
        } throws: { error in
            (error as? JournalFault)?.label == "sync"
        }
        #expect(writer.health == .dead(reason: "sync"))
        #expect(writer.lastSeq == 2)
        #expect(stage.store.rows.map(\.recordID) == ["r3", "r4"])
        #expect(stage.store.calls == [.prune(2)])

        let recovery = try await stage.copyAll()
        #expect(recovery.rewrittenBytes > 0, "what was not synced is written again, however whole it looks")
        #expect(try stage.recordIDs() == ["r1", "r2", "r3", "r4"])
        #expect(try PythonCheck.check(stage.journal) == "4")
    }

    enum Meddling: CaseIterable { case appended, cut, deleted }

    @Test("a file that somebody else changed is not written to any more", arguments: Meddling.allCases)
    func meddling(_ kind: Meddling) async throws {
        let stage = try JournalStage()
        stage.add(1...2)
        let writer = try await stage.open()
        let running = Task { try await writer.run() }
        try await writer.reaches(2)
        let bytes = try stage.bytes()
        let path = stage.journal + "/" + JournalStage.firstFile
        switch kind {
        case .appended:
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("more\n".utf8))
        case .cut: #expect(truncate(path, off_t(bytes.count - 1)) == 0)
        case .deleted: try FileManager.default.removeItem(atPath: path)
        }
        stage.add(3...3)
        writer.wake()
        await #expect {
            try await ended(running)
        } throws: { error in
            (error as? JournalFault)?.label == "changed_underneath"
        }
        #expect(stage.store.rows.count == 1)
    }

    @Test("a stop on a full disk ends, and leaves the records in the store")
    func stopOnFullDisk() async throws {
        let stage = try JournalStage()
        stage.add(1...2)
        let failing = FailingDisk()
        failing.write(.part(100, then: ENOSPC))
        let writer = try await stage.open(disk: failing.disk)
        writer.stop()
        try await writer.run()
        #expect(stage.store.rows.count == 2)
        let recovery = try await stage.copyAll()
        #expect(recovery.tornTails.count == 1)
        #expect(try stage.recordIDs().filter { $0.hasPrefix("r") && !$0.hasPrefix("recovered-") } == ["r1", "r2"])
    }
}
