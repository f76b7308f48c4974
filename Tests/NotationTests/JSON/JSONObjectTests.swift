import Notation
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    private func text(_ object: JSONObject) -> String {
        JSONValue.object(object).encodedText()
    }

    @Test("setting replaces in place, appends, and removes with nil")
    func setting() {
        var object = JSONObject(["a": 1, "b": 2])
        object["a"] = 3
        object["c"] = JSONValue.null
        #expect(text(object) == #"{"a":3,"b":2,"c":null}"#)
        object["b"] = nil
        object["missing"] = nil
        #expect(text(object) == #"{"a":3,"c":null}"#)
        #expect(object["c"] == .some(.null))
        #expect(object["b"] == .none)
        #expect(object.count == 2)
    }

    @Test("of two members written with the same name the later value counts, at the place of the first")
    func repeated() {
        #expect(text(["a": 1, "b": 2, "a": 3]) == #"{"a":3,"b":2}"#)
        #expect(text(JSONObject(["a": 1, "a": 2])) == #"{"a":2}"#)
    }

    @Test("members come in their order")
    func order() {
        let object: JSONObject = ["z": 1, "a": 2, "m": 3]
        var seen: [String] = []
        for (name, value) in object { seen.append("\(name)=\(value)") }
        #expect(seen == ["z=1", "a=2", "m=3"])
        #expect(!object.isEmpty)
        #expect(JSONObject().isEmpty)
    }

    @Test("objects are equal whatever the order of their members")
    func equality() {
        let one: JSONObject = ["a": 1, "b": ["c": 2, "d": 3]]
        let other: JSONObject = ["b": ["d": 3, "c": 2], "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["a": 1, "b": ["c": 2, "d": 4]])
        #expect(one != ["a": 1])
        #expect(one != ["a": 1, "c": ["c": 2, "d": 3]])
        #expect(["a": nil] as JSONObject != ["b": nil])
    }

    @Test("names that Unicode calls equivalent are different names")
    func bytewise() throws {
        let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(["\u{E9}": 1] as JSONObject != ["e\u{301}": 1])
        var object: JSONObject = ["\u{E9}": 1]
        object["e\u{301}"] = 2
        #expect(object.count == 2)
    }
}
