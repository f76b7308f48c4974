import Notation
import Testing

@Suite("Fields of a JSON object")
struct JSONFieldsTests {
    private func fields(_ text: String) throws -> JSONFields {
        try JSONFields(JSONValue(parsing: text), at: .root.appending("changes").appending(3))
    }

    private func fault(_ body: () throws -> Void) throws -> FieldFault {
        try #require(throws: FieldFault.self, performing: body)
    }

    @Test("every kind of field is read")
    func kinds() throws {
        var fields = try fields(#"{"s":"x","b":false,"i":42.0,"d":1.5,"a":[1],"o":{"p":"q"}}"#)
        #expect(try fields.string("s") == "x")
        #expect(try fields.bool("b") == false)
        #expect(try fields.int("i") == 42)
        #expect(try fields.double("d") == 1.5)
        #expect(try fields.array("a") == [1])
        var inner = try #require(try fields.fields("o"))
        #expect(try inner.requireString("p") == "q")
        #expect(inner.pointer(to: "p").description == "/changes/3/o/p")
        #expect(fields.value("s") == "x")
        #expect(try fields.requireBool("b") == false)
        #expect(try fields.requireInt("i") == 42)
        #expect(try fields.requireDouble("i") == 42)
        #expect(try fields.requireArray("a") == [1])
        #expect(try fields.requireFields("o").unread == ["p"])
    }

    @Test("null and absent are the same", arguments: [#"{"x":null}"#, "{}"])
    func absent(text: String) throws {
        var fields = try fields(text)
        #expect(fields.value("x") == nil)
        #expect(try fields.string("x") == nil)
        #expect(try fields.bool("x") == nil)
        #expect(try fields.int("x") == nil)
        #expect(try fields.double("x") == nil)
        #expect(try fields.array("x") == nil)
        #expect(try fields.fields("x") == nil)
        let required: [(inout JSONFields) throws -> Void] = [
            { _ = try $0.requireString("x") }, { _ = try $0.requireBool("x") }, { _ = try $0.requireInt("x") },
            { _ = try $0.requireDouble("x") }, { _ = try $0.requireArray("x") }, { _ = try $0.requireFields("x") },
        ]
        for read in required {
            let fault = try fault { try read(&fields) }
            #expect(fault.code == .missingField)
            #expect(fault.pointer.description == "/changes/3/x")
            #expect(fault.detail == "x is required and is missing or null")
        }
    }

    @Test("a value of another kind is refused with both kinds named")
    func wrongType() throws {
        var fields = try fields(#"{"n":5,"s":"x","f":1.5,"h":1e400,"l":123456789012345678901234567890,"t":true,"o":{},"a":[]}"#)
        let expected: [(String, (inout JSONFields) throws -> Void)] = [
            ("n must be a string, not the number 5", { _ = try $0.string("n") }),
            ("t must be a string, not a boolean", { _ = try $0.requireString("t") }),
            ("s must be true or false, not a string", { _ = try $0.bool("s") }),
            ("f must be a whole number of at most 64 bits, not the number 1.5", { _ = try $0.int("f") }),
            ("l must be a whole number of at most 64 bits, not a number", { _ = try $0.int("l") }),
            ("h must be a number within the range of a double, not the number 1e400", { _ = try $0.double("h") }),
            ("o must be an array, not an object", { _ = try $0.array("o") }),
            ("a must be an object, not an array", { _ = try $0.fields("a") }),
        ]
        for (detail, read) in expected {
            let fault = try fault { try read(&fields) }
            #expect(fault.code == .wrongType)
            #expect(fault.detail == detail)
        }
    }

    @Test("what is no object has no fields", arguments: [nil, true, 1, "x", []] as [JSONValue])
    func notAnObject(value: JSONValue) throws {
        let atTop = try fault { _ = try JSONFields(value) }
        #expect(atTop.code == .wrongType)
        #expect(atTop.pointer == .root)
        #expect(atTop.detail.hasPrefix("the body must be an object, not "))
        let within = try fault { _ = try JSONFields(value, at: .root.appending(0)) }
        #expect(within.pointer.description == "/0")
    }

    @Test("length counts Unicode scalars, up to 256 unless told")
    func length() throws {
        let wide = String(repeating: "😀", count: 256)
        var fields = try fields(#"{"fits":"\#(wide)","over":"\#(wide)x","marks":"e\#(String(repeating: "\u{301}", count: 256))"}"#)
        #expect(try fields.string("fits") == wide)
        #expect(try fields.string("over", maxLength: 257)?.unicodeScalars.count == 257)
        let fault = try fault { _ = try fields.string("over") }
        #expect(fault.code == .tooLong)
        #expect(fault.pointer.description == "/changes/3/over")
        #expect(fault.detail == "over has 257 characters, more than the 256 allowed")
        #expect(try self.fault { _ = try fields.string("marks") }.code == .tooLong)
    }

    @Test("members never asked for are listed in order, wherever they stand")
    func unread() throws {
        var small = try fields(#"{"z":1,"known":2,"a":null,"alsoKnown":null}"#)
        _ = try small.int("known")
        _ = try small.string("alsoKnown")
        _ = try small.string("neverThere")
        #expect(small.unread == ["z", "a"])

        let names = (0..<200).map { "m\($0)" }
        var large = try fields("{" + names.map { #""\#($0)":0"# }.joined(separator: ",") + "}")
        for name in names where name != "m63" && name != "m64" && name != "m150" { _ = large.value(name) }
        #expect(large.unread == ["m63", "m64", "m150"])
    }

    @Test("a field of the wrong type counts as asked for")
    func wrongTypeIsRead() throws {
        var fields = try fields(#"{"a":1}"#)
        _ = try? fields.string("a")
        #expect(fields.unread.isEmpty)
    }

    @Test("a fault says what, why and where")
    func description() throws {
        var fields = try fields("{}")
        let fault = try fault { _ = try fields.requireString("userId") }
        #expect(fault.description == "userId is required and is missing or null (missing_field at /changes/3/userId)")
    }
}
