import Foundation
import Notation
import TestSupport
import Testing

@Suite("Random JSON")
struct JSONRandomTests {
    @Test("what is written is read back the same, compact and pretty")
    func roundTrip() throws {
        var source = RandomJSON(random: SeededRandom())
        for _ in 0..<2_000 {
            source.budget = 60
            let value = source.value()
            let bytes = value.encoded()
            let compact = try JSONValue(parsing: bytes)
            let pretty = try JSONValue(parsing: value.encodedText(pretty: true))
            #expect(compact == value)
            #expect(compact.encoded() == bytes)
            #expect(pretty.encoded() == bytes)
        }
    }

    @Test("Foundation's reader takes whatever is written, and whatever is read")
    func oracle() throws {
        var source = RandomJSON(random: SeededRandom())
        var accepted = 0
        for _ in 0..<4_000 {
            source.budget = 12
            var bytes = source.value().encoded()
            #expect(throws: Never.self) { try foundation(bytes) }
            for _ in 0..<Int.random(in: 1...2, using: &source.random) { mutate(&bytes, using: &source.random) }
            let ours = Result { try JSONValue(parsing: bytes) }
            let theirs = Result { try foundation(bytes) }
            switch (ours, theirs) {
            case (.success, .success): accepted += 1
            case (.failure, .failure): break
            // Foundation refuses numbers beyond the range of a double.
            case (.success(let value), .failure) where holdsHugeNumber(value): break
            case (.success, .failure(let error)): Issue.record("only we take \(String(decoding: bytes, as: UTF8.self)): \(error)")
            case (.failure(let fault as JSONFault), .success):
                let isKnown = fault.kind == .duplicateKey || fault.kind == .byteOrderMark || followsComma(fault.offset, in: bytes)
                #expect(isKnown, "only Foundation takes \(String(decoding: bytes, as: UTF8.self)): \(fault)")
            case (.failure(let error), .success): Issue.record("\(error)")
            }
        }
        #expect(accepted > 0)
    }

    @Test("no random bytes bring the reader down")
    func noise() {
        var random = SeededRandom()
        let alphabet = Array("{}[]:,\"\\u0123456789eE+-.truefalsn \n\u{E9}😀".utf8) + [0xFF, 0x00, 0xC0, 0xED, 0xA0, 0x80]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }
            do throws(JSONFault) {
                let value = try JSONValue(parsing: bytes)
                #expect(throws: Never.self) { try JSONValue(parsing: value.encoded()) }
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    /// Foundation's reader lets a comma stand before a closing bracket.
    private func followsComma(_ offset: Int, in bytes: [UInt8]) -> Bool {
        guard offset < bytes.count, [UInt8(ascii: "]"), UInt8(ascii: "}")].contains(bytes[offset]) else { return false }
        return bytes[..<offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: ",")
    }

    private func holdsHugeNumber(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let number): !number.double.isFinite
        case .array(let elements): elements.contains(where: holdsHugeNumber)
        case .object(let object): object.contains { holdsHugeNumber($0.value) }
        default: false
        }
    }

    private func foundation(_ bytes: [UInt8]) throws {
        _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededRandom) {
        let interesting = Array("{}[]:,\"\\u0e+-. \u{1}".utf8) + [0x80, 0xFF]
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: bytes.insert(interesting[Int.random(in: interesting.indices, using: &random)], at: place)
        case 1 where place < bytes.count: bytes.remove(at: place)
        case 2 where place < bytes.count: bytes[place] = interesting[Int.random(in: interesting.indices, using: &random)]
        default: bytes.removeLast(min(bytes.count, Int.random(in: 0...2, using: &random)))
        }
    }
}
