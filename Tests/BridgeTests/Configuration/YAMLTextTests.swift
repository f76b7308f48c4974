import Notation
import Testing

@testable import Bridge

@Suite("YAML as JSON values")
struct YAMLTextTests {
    @Test(
        "plain texts mean what YAML 1.2 says, and quoted ones are texts",
        arguments: [
            ("8080", .int(8080)), ("-5", .int(-5)), ("'8080'", "8080"), ("\"8080\"", "8080"), ("true", true), ("False", false),
            ("yes", "yes"),
            ("off", "off"), ("12:30", "12:30"), ("2026-11-20", "2026-11-20"), ("1_000", "1_000"), ("010", "010"), ("~", .null),
            ("null", .null),
            ("''", ""), ("1.5", 1.5), (".5", ".5"), ("!!str 5", "5"), ("|\n  a\n  b\n", "a\nb\n"), ("[1, a]", [.int(1), "a"]),
            ("{a: {b: 1}}", ["a": ["b": .int(1)]]), ("<<", "<<"), ("-", [.null]),
        ] as [(String, JSONValue)]
    )
    func scalars(text: String, value: JSONValue) throws {
        #expect(try YAMLText.value(text == "-" ? "k:\n-" : "k: \(text)") == ["k": value])
    }

    @Test("a file without anything is an empty map", arguments: ["", "# only a comment\n", "---\n"])
    func empty(text: String) throws {
        let value = try YAMLText.value(text)
        #expect(value.isNull || value == [:])
    }

    @Test(
        "what has no one meaning is refused with its place",
        arguments: [
            ("a: 1\na: 2", "twice"), ("a: 1\n'a': 2", "twice"), ("1: a\n'1': b", "twice"), ("a: [1", "line 2"), ("a: 1\n b: 2", "line 2"),
            ("? [x]\n: 1", "plain text"), ("a: &x {b: 1}\nc: {<<: *x}", "merge keys"), ("a: !env X", "tag !env"),
            ("a: !!binary aGk=", "tag"),
            ("a: *nowhere", "alias"), ("--- 1\n--- 2", "document"), ("a: \u{1}", "control"),
        ]
    )
    func refused(text: String, words: String) throws {
        let fault = #expect(throws: YAMLText.Fault.self) { try YAMLText.value(text) }
        #expect(try #require(fault).description.contains(words), "\(String(describing: fault))")
    }

    @Test("anchors may be used, but not to blow a small file up")
    func anchors() throws {
        #expect(try YAMLText.value("a: &x [1]\nb: *x") == ["a": [.int(1)], "b": [.int(1)]])
        var text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...6 {
            text += "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
        }
        let fault = #expect(throws: YAMLText.Fault.self) { try YAMLText.value(text) }
        #expect(try #require(fault).detail.contains("more than 10000 values"))
    }

    @Test("nesting has an end")
    func depth() throws {
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(throws: YAMLText.Fault.self) { try YAMLText.value(deep) }
    }
}
