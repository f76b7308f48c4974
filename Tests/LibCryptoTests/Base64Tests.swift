import LibCrypto
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test(
        "the examples of RFC 4648, section 10, come out",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func published(plain: String, text: String) {
        #expect(Base64.encode(plain.utf8) == text)
        #expect(Base64.decode(text.utf8) == Array(plain.utf8))
    }

    @Test("all byte values at all lengths lead back")
    func roundTrips() {
        let all = (0..<256).map { UInt8($0) }
        for length in 0...256 {
            #expect(Base64.decode(Base64.encode(all.prefix(length)).utf8) == Array(all.prefix(length)))
            #expect(Base64.decode(Base64.encode(all.suffix(length)).utf8, form: .lenient) == Array(all.suffix(length)))
        }
    }

    @Test(
        "anything but the one canonical spelling is refused",
        arguments: [
            "Z", "Zg", "Zg=", "Zg===", "Zm8", "Zm8==", "=", "==", "====", "Z===", "Zg==Zg==", "Z=g=", "Zm9v=", "Zm9v====",
            "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9-", "Zm9_", "Zm9\u{0}", "Zmü=", "Zm9v,", "Zg=\u{0}",
        ]
    )
    func refused(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test(
        "the lenient form forgives missing padding and unused bits",
        arguments: [("Zg", "f"), ("Zm8", "fo"), ("Zh==", "f"), ("Zm9", "fo")]
    )
    func forgiven(text: String, plain: String) {
        #expect(Base64.decode(text.utf8, form: .lenient) == Array(plain.utf8))
    }

    @Test(
        "the lenient form forgives nothing else",
        arguments: ["Z", "Zg=", "Zg===", "Zm8==", "=", "==", "Z===", "Zm9v=", "Zm9v==", "Zm9-", "Zm9v ", "Zm9v\n", "Z=g="]
    )
    func refusedLenient(text: String) {
        #expect(Base64.decode(text.utf8, form: .lenient) == nil)
    }

    @Test("exactly one of all two-character endings spells one byte")
    func canonicalIsUnique() {
        let printable = (UInt8(0x20)...0x7e).filter { $0 != UInt8(ascii: "=") }
        var spellings: [UInt8: Int] = [:]
        for first in printable {
            for second in printable {
                let text = [first, second, UInt8(ascii: "="), UInt8(ascii: "=")]
                if let bytes = Base64.decode(text), let byte = bytes.first { spellings[byte, default: 0] += 1 }
            }
        }
        #expect(spellings.count == 256)
        #expect(spellings.values.allSatisfy { $0 == 1 })
    }
}
