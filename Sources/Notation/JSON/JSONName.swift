/// The name of a member, compared byte by byte as RFC 8259, section 8.3 asks; Swift's strings compare by canonical equivalence.
struct JSONName: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func same(_ left: String, _ right: String) -> Bool {
        // Equal strings are nearly always identical ones; the bytes are looked at only to tell equivalents apart.
        left == right && left.utf8.elementsEqual(right.utf8)
    }

    static func == (left: JSONName, right: JSONName) -> Bool {
        same(left.text, right.text)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
