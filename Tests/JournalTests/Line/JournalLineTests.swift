import LibCrypto
import TestSupport
import Testing

@testable import Journal

struct JournalLineTests {
    @Test("the head of the next line is the same in place as written anew")
    func advance() throws {
        var random = SeededRandom(seed: 11)
        for start: Int64 in [1, 8, 9, 98, 99, 109, 999, 1_099, 999_999_999, 99_999_999_999_999_999] {
            var head: [UInt8] = []
            JournalLine.appendHead(seq: start, prev: .zero, to: &head)
            for seq in (start + 1)...(start + 3) {
                let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
                let prev = try #require(SHA256Digest(bytes: bytes))
                JournalLine.advanceHead(&head, toSeq: seq, prev: prev)
                #expect(String(decoding: head, as: UTF8.self) == #"{"seq":\#(seq),"prev":"\#(prev.hex)","#)
                #expect(head.count <= JournalLine.longestHead)
            }
        }
    }

    @Test("a head is read in the one spelling in which it is written")
    func read() throws {
        let zeros = String(repeating: "0", count: 64)
        let good = #"{"seq":17,"prev":"\#(zeros)","recordId":"r"}"#
        let head = try #require(read(good))
        #expect(head.seq == 17)
        #expect(head.prev == .zero)
        #expect(head.end == good.utf8.count - #""recordId":"r"}"#.utf8.count)
        let bad = [
            "", "{", #"{"seq":17}"#, #"{"seq":017,"prev":"\#(zeros)","#, #"{"seq":-1,"prev":"\#(zeros)","#, #"{"seq":,"prev":"\#(zeros)","#,
            #"{"seq":1.0,"prev":"\#(zeros)","#, #"{"seq":1,"prev":"\#(zeros.dropLast())","#, #"{"seq":1,"prev":"\#(zeros.dropLast())F","#,
            #"{"seq":1,"prev":"\#(zeros)"}"#, #"{"seq": 1,"prev":"\#(zeros)","#,
            #"{"seq":\#(String(repeating: "9", count: 30)),"prev":"\#(zeros)","#,
        ]
        for text in bad { #expect(read(text) == nil, "\(text)") }
    }

    private func read(_ text: String) -> LineHead? { Array(text.utf8).withUnsafeBytes { LineHead($0) } }

    @Test("the opening of a record is read without the rest")
    func opening() {
        let record = JournalStage.record(3)
        let opening = LineOpening(content: record.encoded())
        #expect(opening.recordID == "r3")
        #expect(opening.timestamp == "2026-11-20T15:00:00.003Z")
        #expect(opening.type == .applied)
        for text in [
            "", "{", #"{"recordId"#, #"{"recordId":"#, #"{"recordId":"x"#, #"{"recordId":"x\"y","timestamp":"t""#, #"{"recordI":"x""#,
        ] {
            #expect(LineOpening(content: Array(text.utf8)).type == nil, "\(text)")
        }
        #expect(LineOpening(content: Array(#"{"recordId":"x"#.utf8)).recordID == "")
        #expect(LineOpening(content: Array(#"{"recordId":"x"}"#.utf8)).recordID == "x")
    }

    @Test("a control character and bytes that are not UTF-8 are found at every place")
    func text() {
        for length in 0..<40 {
            let good = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(good.withUnsafeBytes { LineText.isWellFormed($0) })
            for place in 0..<length {
                for byte: UInt8 in [0, 9, 0x1F, 0x80, 0xC3, 0xFF] {
                    var bad = good
                    bad[place] = byte
                    #expect(!bad.withUnsafeBytes { LineText.isWellFormed($0) })
                }
                for byte: UInt8 in [0x20, 0x7E] {
                    var fine = good
                    fine[place] = byte
                    #expect(fine.withUnsafeBytes { LineText.isWellFormed($0) })
                }
                if place + 1 < length {
                    var umlaut = good
                    umlaut[place] = 0xC3
                    umlaut[place + 1] = 0xBC
                    #expect(umlaut.withUnsafeBytes { LineText.isWellFormed($0) })
                }
            }
        }
    }
}
