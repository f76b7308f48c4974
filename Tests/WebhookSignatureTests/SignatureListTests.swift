import Testing
import WebhookSignature

@Suite("Lists of signatures")
struct SignatureListTests {
    static let wrong = "v1," + String(repeating: "A", count: 43) + "="

    private func fault(_ signature: String) throws -> VerificationFault? {
        try Published.fault(Published.headers(signature: signature))
    }

    @Test(
        "a good signature verifies wherever it stands and whatever stands beside it",
        arguments: [
            wrong, "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==", "v2,abc", "rubbish", ",",
            ",,,", "v1", "v1,", "v1,!!!!", "v1,AAAA", "V1,x", "ключ,значение", "\t", "=", "v1;x",
        ]
    )
    func beside(other: String) throws {
        #expect(try fault("\(Published.signature) \(other)") == nil)
        #expect(try fault("\(other) \(Published.signature)") == nil)
        #expect(try fault("\(other) \(Published.signature) \(other)") == nil)
    }

    @Test("more spaces than one separate as one does")
    func spaces() throws {
        #expect(try fault("  \(Self.wrong)   \(Published.signature)  ") == nil)
        #expect(try fault(Published.signature + " " + Published.signature) == nil)
    }

    @Test("other white space and commas do not separate", arguments: ["\t", "\n", "\u{a0}", ",", ";", ", "])
    func otherSeparators(separator: String) throws {
        #expect(try fault(Published.signature + separator + "v1,x") == .malformedSignature)
    }

    @Test(
        "a list without any entry of the form version,value is malformed",
        arguments: [
            " ", "   ", "v1", "rubbish", ",", "v1a,", ",g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ]
    )
    func formless(signature: String) throws {
        #expect(try fault(signature) == .malformedSignature)
    }

    @Test(
        "v1 entries none of which holds 32 bytes of strict base64 are malformed",
        arguments: [
            "v1,", "v1,AAAA", "v1,!", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
            "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE==",
            "v1,v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1,83484cf52b04f8e4cf2531adfed9882ad4b2665137b852442d594d20e2c9d4e1",
            "v1,AAAA v2,abc",
        ]
    )
    func unusable(signature: String) throws {
        #expect(try fault(signature) == .malformedSignature)
    }

    @Test("the right bytes under another version do not match", arguments: ["v1a", "v2", "V1", "v01", "v1 "])
    func otherVersions(version: String) throws {
        let value = Published.signature.dropFirst(3)
        let expected: VerificationFault = version == "v1 " ? .malformedSignature : .noMatchingSignature
        #expect(try fault("\(version),\(value)") == expected)
    }

    @Test("a well-formed list with no fitting signature does not match")
    func noMatch() throws {
        #expect(try fault(Self.wrong) == .noMatchingSignature)
        #expect(try fault("\(Self.wrong) v1,AAAA") == .noMatchingSignature)
    }

    @Test("64 entries are read, 65 are refused whole")
    func length() throws {
        let fillers = Array(repeating: Self.wrong, count: 63).joined(separator: " ")
        #expect(try fault("\(fillers) \(Published.signature)") == nil)
        #expect(try fault("\(fillers) x \(Published.signature)") == .malformedSignature)
        #expect(try fault("\(Published.signature) x \(fillers)") == .malformedSignature)
        #expect(try fault(Published.signature + String(repeating: " ", count: 5000)) == nil)
    }
}
