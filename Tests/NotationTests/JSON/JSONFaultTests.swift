import Notation
import Testing

@Suite("JSON faults")
struct JSONFaultTests {
    @Test(
        "a fault points to the innermost value",
        arguments: [
            (#"nul"#, ""),
            (#"[nul]"#, "/0"),
            (#"[1,2,[3,x]]"#, "/2/1"),
            (#"{"changes":[{"userId":1},{"userId":+1}]}"#, "/changes/1/userId"),
            (#"{"a":{"b":1,"b":2}}"#, "/a/b"),
            (#"{"a":{"b" 1}}"#, "/a"),
            (#"{"a":{b:1}}"#, "/a"),
            (#"{"a/b":{"c~d":[x]}}"#, "/a~1b/c~0d/0"),
            (#"{"":x}"#, "/"),
            (#"{"a":[1 2]}"#, "/a"),
            (#"{"a":1}x"#, ""),
            (#"{"\u00e9\n":x}"#, "/é\n"),
        ]
    )
    func pointers(text: String, pointer: String) throws {
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: text) }
        #expect(fault.pointer.description == pointer)
    }

    @Test("a pointer ends before a name that is too long to repeat")
    func longNames() throws {
        let name = String(repeating: "n", count: 257)
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: #"{"a":{"\#(name)":{"b":x}}}"#) }
        #expect(fault.pointer.description == "/a")
        let shorter = String(name.dropLast())
        let other = try #require(throws: JSONFault.self) { try JSONValue(parsing: #"{"a":{"\#(shorter)":{"b":x}}}"#) }
        #expect(other.pointer.description == "/a/\(shorter)/b")
    }

    @Test("a fault says what, where and in which value")
    func description() throws {
        let fault = try #require(throws: JSONFault.self) { try JSONValue(parsing: #"{"a":[01]}"#) }
        #expect(fault.description == "a number has a leading zero (bad_number at byte 6, in /a/0)")
        let atTop = try #require(throws: JSONFault.self) { try JSONValue(parsing: "") }
        #expect(atTop.description == "there is no JSON value (empty at byte 0)")
    }

    @Test("the byte that was found is shown readably")
    func found() throws {
        #expect(throws: JSONFault(kind: .syntax, offset: 1, pointer: .root.appending(0), detail: "expected a value, found 'x'")) {
            try JSONValue(parsing: "[x")
        }
        #expect(throws: JSONFault(kind: .syntax, offset: 1, pointer: .root.appending(0), detail: "expected a value, found the byte 0x07")) {
            try JSONValue(parsing: "[\u{7}")
        }
    }

    @Test("labels are fit for metrics", arguments: JSONKind.allCases)
    func labels(kind: JSONKind) {
        #expect(kind.label.allSatisfy { $0 == "_" || $0 == "8" || ("a"..."z").contains($0) })
    }
}
