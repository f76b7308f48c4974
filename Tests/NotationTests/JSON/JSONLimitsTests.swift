import Notation
import Testing

@Suite("JSON limits")
struct JSONLimitsTests {
    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test("32 levels are read, the 33rd is refused where it opens")
    func standardDepth() throws {
        _ = try JSONValue(parsing: nested(32))
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: nested(33)) }
        #expect(fault.kind == .tooDeep)
        #expect(fault.offset == 32)
        #expect(fault.pointer.description == String(repeating: "/0", count: 32))
    }

    @Test("objects and arrays count alike, and siblings not at all")
    func mixedDepth() throws {
        let limits = JSONLimits(depth: 3)
        _ = try JSONValue(parsing: #"{"a":[{}],"b":[{}],"c":[[],[],{}]}"#, limits: limits)
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: #"{"a":[{"b":{}}]}"#, limits: limits) }
        #expect(fault.kind == .tooDeep)
        #expect(fault.pointer.description == "/a/0/b")
    }

    @Test("with no depth only scalars are read")
    func noDepth() throws {
        #expect(try JSONValue(parsing: "1", limits: .init(depth: 0)) == 1)
        #expect(throws: JSONFault.self) { try JSONValue(parsing: "[]", limits: .init(depth: 0)) }
    }

    @Test("a limit beyond what a stack bears counts as 512")
    func greatestDepth() throws {
        let limits = JSONLimits(depth: .max)
        _ = try JSONValue(parsing: nested(512), limits: limits)
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: nested(513), limits: limits) }
        #expect(fault.kind == .tooDeep)
    }

    @Test("a hundred thousand open brackets are refused without recursing into them", arguments: ["[", #"{"a":"#])
    func bombs(opening: String) throws {
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: String(repeating: opening, count: 100_000)) }
        #expect(fault.kind == .tooDeep)
    }

    @Test("as many bytes as allowed are read, one more is refused")
    func size() throws {
        let text = #""12345678""#
        #expect(try JSONValue(parsing: text, limits: .init(bytes: 10)) == "12345678")
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: text, limits: .init(bytes: 9)) }
        #expect(fault.kind == .tooLarge)
        #expect(fault.offset == 9)
    }

    @Test("spaces count towards the size")
    func spaces() {
        #expect(throws: JSONFault.self) { try JSONValue(parsing: String(repeating: " ", count: 100) + "1", limits: .init(bytes: 100)) }
    }

    @Test("four mebibytes of one object, one array, one string or one number are read whole")
    func large() throws {
        let members = (0..<250_000).map { #""k\#($0)":\#($0)"# }
        let object = try JSONValue(parsing: "{" + members.joined(separator: ",") + "}")
        #expect(object.object?.count == 250_000)
        #expect(object.object?.members.last?.value == 249_999)

        let array = try JSONValue(parsing: "[" + repeatElement("1", count: (4 << 20) / 2 - 1).joined(separator: ",") + "]")
        #expect(array.array?.count == (4 << 20) / 2 - 1)

        let long = String(repeating: "\\u00e9é", count: 500_000)
        #expect(try JSONValue(parsing: "\"\(long)\"").string?.unicodeScalars.count == 1_000_000)

        let number = try JSONValue(parsing: "1" + String(repeating: "0", count: (4 << 20) - 1))
        #expect(number.int == nil)
        #expect(number.double == nil)
        let fraction = try JSONValue(parsing: "7." + String(repeating: "0", count: (4 << 20) - 2))
        #expect(fraction.int == 7)
    }

    @Test("a repeated name is found at the end of a large object")
    func largeDuplicate() throws {
        let members = (0..<100_000).map { #""k\#($0)":0"# } + [#""\u006b50000":1"#]
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: "{" + members.joined(separator: ",") + "}") }
        #expect(fault.kind == .duplicateKey)
        #expect(fault.pointer.description == "/k50000")
    }
}
