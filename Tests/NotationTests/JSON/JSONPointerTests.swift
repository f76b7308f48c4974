import Notation
import Testing

@Suite("JSON pointers")
struct JSONPointerTests {
    @Test(
        "names are escaped as RFC 6901 asks",
        arguments: [
            ("foo", "/foo"), ("", "/"), ("a/b", "/a~1b"), ("m~n", "/m~0n"), ("~1", "/~01"), ("~0", "/~00"), ("/", "/~1"), ("c%d", "/c%d"),
            (" ", "/ "), ("k\"l", "/k\"l"), ("i\\j", "/i\\j"), ("é", "/é"), ("0", "/0"), ("e\u{301}", "/e\u{301}"), ("~~//", "/~0~0~1~1"),
        ]
    )
    func names(name: String, pointer: String) {
        #expect(JSONPointer.root.appending(name).description.utf8.elementsEqual(pointer.utf8))
    }

    @Test("the whole text is the empty pointer, and steps follow each other")
    func steps() {
        #expect(JSONPointer.root.description.isEmpty)
        #expect(JSONPointer.root.appending("changes").appending(12).appending("userId").description == "/changes/12/userId")
        #expect(JSONPointer.root.appending("1") == JSONPointer.root.appending(1))
    }

    @Test("a mark that joins the character before it does not swallow the slash")
    func combining() {
        let pointer = JSONPointer.root.appending("a").appending("\u{301}b")
        #expect(Array(pointer.description.unicodeScalars) == ["/", "a", "/", "\u{301}", "b"])
    }
}
