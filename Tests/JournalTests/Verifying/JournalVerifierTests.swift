import Foundation
import Journal
import LibCrypto
import Notation
import TestSupport
import Testing

struct JournalVerifierTests {
    private func stage(_ records: Int) throws -> (JournalStage, HandMadeJournal) {
        let stage = try JournalStage()
        var journal = HandMadeJournal()
        try journal.add(records: records)
        try stage.write(journal.bytes)
        return (stage, journal)
    }

    @Test("a journal put together by hand from the description is sound")
    func sound() throws {
        let (stage, _) = try stage(5)
        let verdict = stage.verifier.verify()
        #expect(verdict.outcome == .sound, "\(verdict.words)")
        #expect(verdict.exitCode == 0)
        #expect(verdict.lines == 5)
        #expect(verdict.firstSeq == 1)
        #expect(verdict.lastSeq == 5)
        #expect(verdict.firstTime == "2026-11-20T15:00:00.000Z")
        #expect(verdict.bytes == Int64(try stage.bytes().count))
        #expect(verdict.words.contains { $0.contains("seq 5, is vouched for by its form only") })
        #expect(try PythonCheck.check(stage.journal) == "5")
    }

    @Test("every flipped bit is found, but for those in the last line's content that leave it JSON")
    func everyBit() throws {
        let (stage, journal) = try stage(4)
        let bytes = journal.bytes
        let lastLine = bytes.count - (journal.lines.last?.utf8.count ?? 0) - 1
        let lastContent = lastLine + 101 - 17
        var passed = 0
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                try stage.write(flipped)
                let verdict = stage.verifier.verify()
                if index < lastContent {
                    #expect(verdict.outcome == .altered, "byte \(index) bit \(bit): \(verdict.words)")
                } else if index == bytes.count - 1 {
                    #expect(verdict.outcome == .tornTail)
                } else if verdict.outcome == .sound {
                    passed += 1
                    #expect(verdict.json["unvouchedSeq"] == 4)
                }
            }
        }
        // So that the exception is known to be real, and no larger than the content of one line.
        #expect(passed > 0)
        #expect(passed < (bytes.count - lastContent) * 8)
    }

    @Test("the line that was changed is named, wherever in it and whichever line", arguments: 1...4)
    func blame(seq: Int) throws {
        let (stage, journal) = try stage(5)
        let offset = journal.lines.prefix(seq - 1).reduce(0) { $0 + $1.utf8.count + 1 }
        let length = journal.lines[seq - 1].utf8.count
        for place in [7, 8, 20, 80, 90, 100, length - 3, length - 1] {
            var bytes = journal.bytes
            bytes[offset + place] ^= 1
            try stage.write(bytes)
            let verdict = stage.verifier.verify()
            #expect(verdict.outcome == .altered)
            #expect(verdict.firstBad?.seq == Int64(seq), "place \(place): \(verdict.words)")
            #expect(verdict.firstBad?.offset == Int64(offset), "place \(place)")
            #expect(verdict.json["firstBad"]?["seq"] == .int(seq))
            #expect(verdict.lines == Int64(seq - 1))
        }
    }

    @Test("every truncation is a torn tail, or leaves whole lines")
    func everyTruncation() throws {
        let (stage, journal) = try stage(3)
        let bytes = journal.bytes
        for length in 0...bytes.count {
            try stage.write(Array(bytes.prefix(length)))
            let verdict = stage.verifier.verify()
            let isWhole = length == 0 || bytes[length - 1] == 0x0A
            #expect(verdict.outcome == (isWhole ? .sound : .tornTail), "\(length): \(verdict.words)")
            if !isWhole {
                #expect(verdict.tornBytes == Int64(length - (bytes[..<length].lastIndex(of: 0x0A) ?? -1) - 1))
                #expect(verdict.exitCode == 2)
            }
        }
    }

    enum Tampering: String, CaseIterable {
        case lineRemoved, firstLineRemoved, lineRepeated, linesSwapped, lineInserted, blankLine, carriageReturns, lineSplit, linesJoined
        case numberSkipped, hashUpperCase, spaceAdded, byteOrderMark, notUTF8, controlCharacter, lineTooLong, zeros, garbageLine
        case chainRestarted, bareHead, lastLineNotJSON, lastLineDoubleName, lastLineGarbageBehind, linkOfLast, recomputedOnlyOneLine

        func apply(to journal: HandMadeJournal) throws -> [UInt8] {
            var lines = journal.lines
            switch self {
            case .lineRemoved: lines.remove(at: 2)
            case .firstLineRemoved: lines.removeFirst()
            case .lineRepeated: lines.insert(lines[2], at: 2)
            case .linesSwapped: lines.swapAt(2, 3)
            case .lineInserted: lines.insert(#"{"seq":3,"prev":"\#(String(repeating: "a", count: 64))","recordId":"x"}"#, at: 2)
            case .blankLine: lines.insert("", at: 2)
            case .carriageReturns: lines = lines.map { $0 + "\r" }
            case .lineSplit: lines[2] = lines[2].replacingOccurrences(of: #","boot""#, with: ",\n\"boot\"")
            case .linesJoined: lines[2] += lines.remove(at: 3)
            case .numberSkipped: lines[2] = lines[2].replacingOccurrences(of: #"{"seq":3,"#, with: #"{"seq":4,"#)
            case .hashUpperCase: lines[2] = #"{"seq":3,"prev":""# + lines[2].dropFirst(17).prefix(64).uppercased() + lines[2].dropFirst(81)
            case .spaceAdded: lines[2] = lines[2].replacingOccurrences(of: #""boot":"#, with: #""boot": "#)
            case .byteOrderMark: lines[0] = "\u{FEFF}" + lines[0]
            case .notUTF8: return Array(lines.joined(separator: "\n").utf8).map { $0 == 0xC3 ? 0xC1 : $0 } + [0x0A]
            case .controlCharacter: lines[2] = lines[2].replacingOccurrences(of: "nüll", with: "n\tll")
            case .lineTooLong: lines[2] = lines[2].replacingOccurrences(of: "nüll", with: String(repeating: "n", count: 70_000))
            case .zeros: return Array(lines.joined(separator: "\n").utf8.enumerated().map { (300..<400).contains($0) ? 0 : $1 }) + [0x0A]
            case .garbageLine: lines[2] = String(repeating: "#", count: 200)
            case .chainRestarted:
                var fresh = HandMadeJournal()
                try fresh.add(records: 3)
                lines = Array(lines.prefix(3)) + fresh.lines
            case .bareHead: lines[2] = String(lines[2].prefix(83)) + "}"
            case .lastLineNotJSON: lines[4] = lines[4].replacingOccurrences(of: #""note":"#, with: #""note"="#)
            case .lastLineDoubleName: lines[4] = lines[4].replacingOccurrences(of: #""note":"#, with: #""boot":"#)
            case .lastLineGarbageBehind: lines[4] += "}"
            case .linkOfLast:
                lines[4] = lines[4].replacingOccurrences(
                    of: journal.lines[4].dropFirst(17).prefix(64),
                    with: String(repeating: "0", count: 64)
                )
            case .recomputedOnlyOneLine:
                var forged = HandMadeJournal()
                for line in lines.prefix(2) { try forged.add(line: line) }
                try forged.add(#""recordId":"r3","timestamp":"2026-11-20T15:00:00.000Z","boot":"b","type":"start","note":"forged""#)
                lines[2] = forged.lines[2]
            }
            return lines.flatMap { Array($0.utf8) + [0x0A] }
        }
    }

    @Test("tampering is found", arguments: Tampering.allCases)
    func tampering(_ kind: Tampering) throws {
        let (stage, journal) = try stage(5)
        let bytes = try kind.apply(to: journal)
        #expect(bytes != journal.bytes, "the tampering must change something")
        try stage.write(bytes)
        let verdict = stage.verifier.verify()
        #expect(verdict.outcome == .altered, "\(verdict.words)")
        #expect(verdict.firstBad != nil)
    }

    @Test("files follow one another without a gap")
    func files() throws {
        let stage = try JournalStage()
        var first = HandMadeJournal()
        try first.add(records: 3)
        var second = HandMadeJournal(from: first.nextSeq, prev: first.last)
        try second.add(records: 2)
        let secondName = "00000000000000000004.jsonl"
        try stage.write(first.bytes)
        try stage.write(second.bytes, to: secondName)
        #expect(stage.verifier.verify().outcome == .sound)
        #expect(stage.verifier.verify().files == 2)

        var alone = JournalVerifier(path: stage.journal + "/" + secondName)
        alone.settling = (0, 0)
        #expect(alone.verify().outcome == .sound)
        #expect(alone.verify().firstSeq == 4)

        try stage.write(Array(first.bytes.dropLast(3)))
        #expect(stage.verifier.verify().firstBad?.flaw == .unfinished)
        #expect(stage.verifier.verify().outcome == .altered)

        var changed = first.bytes
        changed[changed.count - 5] ^= 1
        try stage.write(changed)
        #expect(stage.verifier.verify().firstBad?.seq == 3)
        #expect(stage.verifier.verify().firstBad?.file == JournalStage.firstFile)

        try FileManager.default.removeItem(atPath: stage.journal + "/" + JournalStage.firstFile)
        #expect(stage.verifier.verify().outcome == .altered)
        try stage.write(Array(first.bytes))
        try FileManager.default.moveItem(atPath: stage.journal + "/" + secondName, toPath: stage.journal + "/00000000000000000005.jsonl")
        #expect(stage.verifier.verify().outcome == .altered)
    }

    @Test("what cannot be read is said to be so")
    func unreadable() throws {
        let stage = try JournalStage()
        #expect(stage.verifier.verify().exitCode == 5)
        try stage.write([1], to: "notes.txt")
        #expect(stage.verifier.verify().exitCode == 5)
        try FileManager.default.createDirectory(atPath: stage.journal + "/" + JournalStage.firstFile, withIntermediateDirectories: true)
        #expect(stage.verifier.verify().exitCode == 5)
        #expect(stage.verifier.verify().obstacle?.contains(JournalStage.firstFile) == true)
    }

    @Test("lines that cross the reader's blocks are read whole")
    func longJournal() throws {
        let stage = try JournalStage()
        var journal = HandMadeJournal()
        var random = SeededRandom(seed: 7)
        while journal.bytes.count < 3_000_000 {
            for _ in 0..<20 {
                let count = Int.random(in: 1...65_000, using: &random)
                try journal.add(#""recordId":"r","pad":"\#(String(repeating: "p", count: count))""#)
            }
        }
        try stage.write(journal.bytes)
        #expect(stage.verifier.verify().outcome == .sound, "\(stage.verifier.verify().words)")
        #expect(stage.verifier.verify().lines == Int64(journal.lines.count))
    }
}
