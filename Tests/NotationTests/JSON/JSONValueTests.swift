import Notation
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test("literals read like the JSON they stand for")
    func literals() {
        let name = "x"
        let value: JSONValue = ["s": "t\(name)", "n": nil, "b": true, "i": -3, "d": 2.5, "a": [1, "two", []], "o": [:]]
        #expect(value.encodedText() == #"{"s":"tx","n":null,"b":true,"i":-3,"d":2.5,"a":[1,"two",[]],"o":{}}"#)
    }

    @Test("each accessor takes its own kind and no other")
    func accessors() {
        let kinds: [JSONValue] = [nil, true, 7, "7", [7], ["7": 7]]
        #expect(kinds.map(\.isNull) == [true, false, false, false, false, false])
        #expect(kinds.map(\.bool) == [nil, true, nil, nil, nil, nil])
        #expect(kinds.map(\.int) == [nil, nil, 7, nil, nil, nil])
        #expect(kinds.map(\.double) == [nil, nil, 7, nil, nil, nil])
        #expect(kinds.map(\.string) == [nil, nil, nil, "7", nil, nil])
        #expect(kinds.map { $0.array?.count } == [nil, nil, nil, nil, 1, nil])
        #expect(kinds.map { $0.object?.count } == [nil, nil, nil, nil, nil, 1])
        #expect(kinds.map { $0["7"] == nil } == [true, true, true, true, true, false])
    }

    @Test("a text or null")
    func orNull() {
        #expect(JSONValue.string(orNull: "a") == "a")
        #expect(JSONValue.string(orNull: nil) == .null)
    }

    @Test("pretty text has a member a line and two spaces a level")
    func pretty() {
        let value: JSONValue = ["a": [1, [:], []], "b": ["c": nil]]
        #expect(
            value.encodedText(pretty: true) == """
                {
                  "a": [
                    1,
                    {},
                    []
                  ],
                  "b": {
                    "c": null
                  }
                }
                """
        )
    }

    @Test("every character below the space is escaped, and nothing else but quote and backslash")
    func escaping() throws {
        for code in UInt32(0)...0x2FF {
            let text = String(String.UnicodeScalarView([try #require(Unicode.Scalar(code))]))
            let encoded = JSONValue.string(text).encodedText()
            if code < 0x20 || text == "\"" || text == "\\" {
                #expect(encoded.hasPrefix("\"\\"), "U+\(String(code, radix: 16))")
            } else {
                #expect(encoded == "\"\(text)\"")
            }
            #expect(try JSONValue(parsing: encoded).string?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }
}
