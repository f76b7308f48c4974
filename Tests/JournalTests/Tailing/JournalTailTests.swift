import Journal
import Notation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct JournalTailTests {
    private func seqs(_ lines: [[UInt8]]) throws -> [Int64?] { try lines.map { try JSONValue(parsing: $0)["seq"]?.int } }

    @Test("the last lines come back, from as many files as it takes", arguments: [0, 1, 2, 3, 5, 100])
    func last(count: Int) throws {
        let stage = try JournalStage()
        var first = HandMadeJournal()
        try first.add(records: 3)
        var second = HandMadeJournal(from: 4, prev: first.last)
        try second.add(records: 2)
        try stage.write(first.bytes)
        try stage.write(second.bytes + Array("{torn".utf8), to: "00000000000000000004.jsonl")
        let lines = try JournalTail(directory: stage.journal).last(count)
        #expect(try seqs(lines) == Array((1...5).suffix(count)).map { Int64($0) })
    }

    @Test("long lines and many of them")
    func many() throws {
        let stage = try JournalStage()
        var journal = HandMadeJournal()
        for _ in 0..<40 { try journal.add(#""recordId":"r","pad":"\#(String(repeating: "p", count: 20_000))""#) }
        try stage.write(journal.bytes)
        #expect(try seqs(JournalTail(directory: stage.journal).last(25)) == (16...40).map { Int64($0) })
    }

    @Test("appended lines follow, a torn end is left out until it is whole, and a new file is found")
    func follow() async throws {
        let stage = try JournalStage()
        var journal = HandMadeJournal()
        try journal.add(records: 6)
        let lines = journal.lines.map { Array($0.utf8) + [0x0A] }
        try stage.write(lines[0] + lines[1])
        let (seen, continuation) = AsyncStream<Int64>.makeStream()
        let clock = stage.clock
        let tail = Task {
            try await JournalTail(directory: stage.journal).follow(last: 1, clock: clock.wallClock) { line in
                continuation.yield(try JSONValue(parsing: line)["seq"]?.int ?? -1)
            }
        }
        var reader = seen.makeAsyncIterator()
        #expect(await reader.next() == 2)
        try await clock.waitForSleepers()
        try stage.write(lines[0] + lines[1] + lines[2] + lines[3].dropLast(4))
        clock.advance(by: .milliseconds(200))
        #expect(await reader.next() == 3)
        try await clock.waitForSleepers()
        // A start cut the torn end and wrote the line again.
        try stage.write(lines[0] + lines[1] + lines[2] + lines[3])
        clock.advance(by: .milliseconds(200))
        #expect(await reader.next() == 4)
        try await clock.waitForSleepers()
        try stage.write(lines[4] + lines[5], to: "00000000000000000005.jsonl")
        clock.advance(by: .milliseconds(200))
        #expect(await reader.next() == 5)
        #expect(await reader.next() == 6)
        tail.cancel()
        await #expect(throws: CancellationError.self) { try await tail.value }
    }

    @Test("a line is shown in words")
    func words() async throws {
        let stage = try JournalStage()
        stage.add(1...1)
        try await stage.copyAll()
        let line = try #require(try JournalTail(directory: stage.journal).last(1).first)
        #expect(
            LineWords.text(of: line)
                == "2026-11-20T15:00:00.001Z #1 applied   status_update user=agent-1 source=wfm request=msg_1 change=chg_1 ok 41.7ms "
                + #"payload={"status":"Break","pauseReason":"Queue Full · ü"}"#
        )
    }

    @Test("nothing in a line reaches the terminal as a command")
    func escapes() {
        let hostile = Array(#"{"seq":1,"type":"x","userId":"\#u{5C}u001b[2J\#u{5C}u202e\#u{5C}u0085"}"#.utf8)
        for line in [hostile, Array("not json \u{1B}[31m\u{9B}2J".utf8)] {
            let text = LineWords.text(of: line)
            #expect(!text.unicodeScalars.contains { [.control, .format].contains($0.properties.generalCategory) }, "\(text)")
        }
        #expect(LineWords.text(of: hostile).contains(#"user=\u{1b}[2J\u{202e}\u{85}"#))
    }
}
