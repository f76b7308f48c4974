import Notation
import Testing

typealias JSONKind = JSONFault.Kind

@Suite("Strict JSON")
struct JSONParsingTests {
    @Test("well-formed texts are read as what they say", arguments: AcceptedJSON.cases)
    func accepted(text: String, compact: String) throws {
        #expect(try JSONValue(parsing: text).encoded() == Array(compact.utf8))
    }

    @Test("malformed texts are refused at the byte that is wrong", arguments: RefusedJSON.texts)
    func refused(text: String, kind: JSONKind, offset: Int) throws {
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: text) }
        #expect(fault.kind == kind, "\(fault)")
        #expect(fault.offset == offset, "\(fault)")
        #expect(!fault.detail.isEmpty)
    }

    @Test("a string that is not UTF-8 is refused", arguments: RefusedJSON.malformedUTF8)
    func notUTF8(bytes: [UInt8], offset: Int) throws {
        let quoted = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: quoted) }
        #expect(fault.kind == .notUTF8, "\(fault)")
        #expect(fault.offset == offset + 1)
    }

    @Test("bytes beyond ASCII outside strings are refused, UTF-8 or not", arguments: [0x80, 0xC3, 0xFE, 0xFF] as [UInt8])
    func strayBytes(byte: UInt8) throws {
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: [UInt8(ascii: "["), byte, UInt8(ascii: "]")]) }
        #expect(fault.kind == .syntax)
        #expect(fault.offset == 1)
    }

    @Test("a whole valid text cut anywhere is refused, and never read beyond its end")
    func truncated() throws {
        let whole = Array(#"{"a":[1.5e+3,"é\ud83d\ude00\n",true,false,null,{"b":{}}],"c":"0123456789abcdef"}"#.utf8)
        _ = try JSONValue(parsing: whole)
        for end in 0..<whole.count {
            #expect(throws: JSONFault.self) { try JSONValue(parsing: whole[..<end]) }
        }
    }

    @Test("a special byte is seen at every place of a long string")
    func specialsAtEveryPlace() throws {
        for length in 0..<40 {
            for place in 0...length {
                let before = String(repeating: "x", count: place)
                let after = String(repeating: "~", count: length - place)
                #expect(try JSONValue(parsing: "\"\(before)\\\"\(after)\"") == .string("\(before)\"\(after)"))
                #expect(try JSONValue(parsing: "\"\(before)é\(after)\"") == .string("\(before)é\(after)"))
                let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: "\"\(before)\u{1F}\(after)\"") }
                #expect(fault?.offset == place + 1)
                #expect(fault?.kind == .controlCharacter)
                #expect(throws: JSONFault.self) { try JSONValue(parsing: "\"\(before)\"\(after)x") }
            }
        }
    }

    @Test("bytes that are not contiguous are read alike")
    func notContiguous() throws {
        let text = #"{"a":[1,"é"]}"#
        #expect(try JSONValue(parsing: Array(text.utf8).lazy.map { $0 }) == JSONValue(parsing: text))
        let fault = #expect(throws: JSONFault.self) {
            try JSONValue(parsing: repeatElement(UInt8(ascii: " "), count: 11), limits: .init(bytes: 10))
        }
        #expect(fault?.kind == .tooLarge)
    }

    @Test("a part of a larger buffer is read from its own start")
    func slice() throws {
        let bytes = Array("xx[1,2]yy".utf8)
        #expect(try JSONValue(parsing: bytes[2..<7]) == [1, 2])
        let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: bytes[2..<8]) }
        #expect(fault?.offset == 5)
    }
}
