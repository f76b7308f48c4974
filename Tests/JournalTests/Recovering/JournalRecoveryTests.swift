import Foundation
import Journal
import LibCrypto
import Notation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct JournalRecoveryTests {
    /// A journal of five records of which the last two are in the file but were never pruned, as a crash leaves it.
    private struct Crashed {
        let bytes: [UInt8]
        /// Where the unpruned batch begins.
        let batch: Int
        let pending: [PendingRecord]

        init() async throws {
            let stage = try JournalStage()
            stage.add(1...3)
            try await stage.copyAll()
            batch = try stage.bytes().count
            stage.add(4...5)
            pending = stage.store.rows
            stage.store.keepRows()
            try await stage.copyAll()
            bytes = try stage.bytes()
        }

        func stage(_ bytes: [UInt8], pending: [PendingRecord]? = nil) throws -> JournalStage {
            let stage = try JournalStage()
            try stage.write(bytes)
            stage.store.add(copiesOf: pending ?? self.pending)
            return stage
        }
    }

    private func ordinary(_ stage: JournalStage) throws -> [String] {
        try stage.recordIDs().filter { !$0.hasPrefix("recovered-") }
    }

    @Test("cut anywhere in its last batch, a journal has each record once after a start, and says what it cut")
    func everyTruncation() async throws {
        let crashed = try await Crashed()
        for length in crashed.batch...crashed.bytes.count {
            let left = Array(crashed.bytes.prefix(length))
            let stage = try crashed.stage(left)
            let recovery = try await stage.copyAll()
            let isWhole = left.last == 0x0A
            #expect(try ordinary(stage) == ["r1", "r2", "r3", "r4", "r5"], "cut at \(length)")
            #expect(stage.verifier.verify().outcome == .sound, "cut at \(length)")
            #expect(stage.store.rows.isEmpty)
            #expect(recovery.tornTails.count == (isWhole ? 0 : 1), "cut at \(length)")
            guard !isWhole else {
                #expect(try stage.bytes() == crashed.bytes, "whole lines are written again as they were")
                continue
            }
            let tail = Array(left[((left.lastIndex(of: 0x0A) ?? -1) + 1)...])
            #expect(try stage.bytes(of: JournalStage.firstFile + ".torn-1") == tail)
            let record = try #require(try stage.lines().first { $0["type"] == "recovered" })
            #expect(record["action"] == "torn_tail_cut")
            #expect(record["payload"]?["bytes"] == .int(tail.count))
            #expect(record["payload"]?["offset"] == .int(length - tail.count))
            #expect(record["payload"]?["sha256"]?.string == (try SHA256.hash(tail).hex))
            #expect(record["payload"]?["copy"]?.string == JournalStage.firstFile + ".torn-1")
        }
    }

    @Test("a crash between sync and prune repeats nothing and changes nothing")
    func unpruned() async throws {
        let crashed = try await Crashed()
        let stage = try crashed.stage(crashed.bytes)
        let recovery = try await stage.copyAll()
        #expect(recovery.tornTails.isEmpty)
        #expect(try stage.bytes() == crashed.bytes)
        #expect(stage.store.rows.isEmpty)
    }

    @Test("a prune that had got half way is no damage")
    func halfPruned() async throws {
        let crashed = try await Crashed()
        let stage = try crashed.stage(crashed.bytes, pending: Array(crashed.pending.dropFirst()))
        try await stage.copyAll()
        #expect(try stage.bytes() == crashed.bytes)
    }

    @Test("zeros at the end are a torn tail", arguments: [1, 20, 400, 700])
    func zeroTail(count: Int) async throws {
        let crashed = try await Crashed()
        let stage = try crashed.stage(Array(crashed.bytes.dropLast(count)) + [UInt8](repeating: 0, count: count))
        let recovery = try await stage.copyAll()
        #expect(recovery.tornTails.count == 1)
        #expect(try ordinary(stage) == ["r1", "r2", "r3", "r4", "r5"])
        #expect(stage.verifier.verify().outcome == .sound)
    }

    @Test("zeros behind the file's last line are a torn tail")
    func zerosBehind() async throws {
        let crashed = try await Crashed()
        let stage = try crashed.stage(crashed.bytes + [UInt8](repeating: 0, count: 5_000), pending: [])
        let recovery = try await stage.copyAll()
        #expect(recovery.tornTails.map(\.bytes) == [5_000])
        #expect(try ordinary(stage) == ["r1", "r2", "r3", "r4", "r5"])
    }

    @Test("a block of the unsynced batch that did not reach the disk is a torn tail, though whole lines follow it")
    func hole() async throws {
        let crashed = try await Crashed()
        for start in [crashed.batch, crashed.batch + 10, crashed.batch + 200] {
            var bytes = crashed.bytes
            for index in start..<(start + 100) { bytes[index] = 0 }
            let stage = try crashed.stage(bytes)
            let recovery = try await stage.copyAll()
            #expect(recovery.tornTails.count == 1)
            #expect(try ordinary(stage) == ["r1", "r2", "r3", "r4", "r5"])
            #expect(stage.verifier.verify().outcome == .sound)
        }
    }

    @Test("the same hole in lines that had been synced and pruned is damage")
    func holeInSynced() async throws {
        let crashed = try await Crashed()
        var bytes = crashed.bytes
        for index in crashed.batch..<(crashed.batch + 100) { bytes[index] = 0 }
        let stage = try crashed.stage(bytes, pending: [])
        await #expect {
            try await stage.copyAll()
        } throws: { error in
            guard case JournalFault.damaged(let damage)? = error as? JournalFault else { return false }
            return damage.seq == 4 && damage.offset == Int64(crashed.batch) && damage.file == JournalStage.firstFile
        }
        #expect(try stage.bytes() == bytes, "nothing was repaired")
    }

    @Test("every changed byte before the torn tail stops the start")
    func damage() async throws {
        let crashed = try await Crashed()
        for index in 0..<crashed.batch {
            var bytes = crashed.bytes
            bytes[index] ^= 0x01
            let stage = try crashed.stage(bytes)
            await #expect("byte \(index)") {
                try await stage.copyAll()
            } throws: { error in
                (error as? JournalFault)?.label == "damaged"
            }
            #expect(try stage.bytes() == bytes)
            #expect(stage.store.rows == crashed.pending)
        }
    }

    @Test("a changed byte in the unsynced batch is no crash's doing either", arguments: [0, 50, 120, 300])
    func changedBatch(place: Int) async throws {
        let crashed = try await Crashed()
        var bytes = crashed.bytes
        bytes[crashed.batch + place] ^= 0x01
        let stage = try crashed.stage(bytes)
        await #expect(throws: JournalFault.self) { try await stage.copyAll() }
    }

    @Test("accepted damage stays as it is; the journal goes on behind it in a new file that says so, and starts again without asking")
    func acceptedDamage() async throws {
        let crashed = try await Crashed()
        var bytes = crashed.bytes
        bytes[150] ^= 0x01
        let stage = try crashed.stage(bytes)
        stage.store.add(JournalStage.record(6))
        let recovery = try await stage.copyAll(acceptDamage: true)
        #expect(recovery.acceptedDamage?.seq == 1)
        #expect(recovery.acceptedDamage?.offset == 0)
        #expect(try stage.bytes() == bytes)
        let second = "00000000000000000006.jsonl"
        #expect(try stage.files() == [JournalStage.firstFile, second])
        #expect(try ordinary(stage) == ["r1", "r2", "r3", "r4", "r5", "r6"], "each once, those in the damaged file too")
        let record = try JSONValue(parsing: try #require(try stage.bytes(of: second).split(separator: 0x0A).first))
        #expect(record["action"] == "damage_accepted")
        #expect(record["seq"] == 6)
        #expect(record["payload"]?["seq"] == 1)
        #expect(record["payload"]?["reason"] == "broken_link")

        stage.store.add(JournalStage.record(7))
        #expect(try await stage.copyAll() == .none)
        #expect(try ordinary(stage).last == "r7")
        #expect(stage.verifier.verify().firstBad?.seq == 1, "what was altered stays altered")
        var alone = JournalVerifier(path: stage.journal + "/" + second)
        alone.settling = (0, 0)
        #expect(alone.verify().outcome == .sound)
    }

    @Test("a link between files that does not fit stops the start")
    func linkBetweenFiles() async throws {
        let stage = try JournalStage()
        var first = HandMadeJournal()
        try first.add(records: 3)
        var second = HandMadeJournal(from: 4, prev: first.last)
        try second.add(records: 2)
        try stage.write(first.bytes)
        try stage.write(second.bytes, to: "00000000000000000004.jsonl")
        try await stage.copyAll()
        var changed = first.bytes
        changed[changed.count - 5] ^= 1
        try stage.write(changed)
        await #expect(throws: JournalFault.self) { try await stage.copyAll() }
    }

    @Test("a copy that an interrupted start did not come to record is recorded by the next, once")
    func unrecordedCopy() async throws {
        let crashed = try await Crashed()
        let stage = try crashed.stage(crashed.bytes)
        try stage.write([1, 2, 3], to: JournalStage.firstFile + ".torn-1")
        #expect(try await stage.copyAll().tornTails.map(\.bytes) == [3])
        #expect(try await stage.copyAll() == .none)
        #expect(try stage.recordIDs().filter { $0.hasPrefix("recovered-") } == ["recovered-" + JournalStage.firstFile + ".torn-1"])
        #expect(stage.verifier.verify().outcome == .sound)
    }

    @Test("copies are numbered, none is overwritten")
    func numberedCopies() async throws {
        let stage = try JournalStage()
        for round in 1...3 {
            stage.add(round...round)
            try await stage.copyAll()
            try stage.write(try stage.bytes() + Array("torn \(round)".utf8))
        }
        try await stage.copyAll()
        for round in 1...3 {
            let copy = try stage.bytes(of: "\(JournalStage.firstFile).torn-\(round)")
            #expect(String(decoding: copy, as: UTF8.self) == "torn \(round)")
        }
        #expect(try PythonCheck.check(stage.journal) == "6")
    }

    @Test("a store restored from an older copy is noticed: synced lines are not cut for it")
    func olderStore() async throws {
        let crashed = try await Crashed()
        let stage = try JournalStage()
        try stage.write(crashed.bytes)
        stage.store.add("r2", JournalStage.record(2).encoded())
        await #expect {
            try await stage.copyAll()
        } throws: { error in
            guard case JournalFault.damaged(let damage)? = error as? JournalFault else { return false }
            return damage.flaw == .disagreesWithStore && damage.seq == 2
        }
        #expect(try stage.bytes() == crashed.bytes)
    }

    @Test("an empty file, or only part of a first line, is a beginning", arguments: [0, 1, 50, 200])
    func beginnings(length: Int) async throws {
        let crashed = try await Crashed()
        let stage = try crashed.stage(Array(crashed.bytes.prefix(length)), pending: [])
        stage.add(1...1)
        try await stage.copyAll()
        #expect(try ordinary(stage) == ["r1"])
        #expect(stage.verifier.verify().outcome == .sound)
    }
}
