import Testing
import WebhookSignature

@Suite("Tampered requests")
struct TamperingTests {
    @Test("every flipped bit of the body is seen")
    func bodyBits() throws {
        let ring = try Published.ring()
        for bit in 0..<(Published.body.count * 8) {
            var body = Published.body
            body[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try Published.fault(body: body, keys: ring) == .noMatchingSignature)
        }
    }

    @Test("a body cut or extended anywhere is seen")
    func bodyCuts() throws {
        let ring = try Published.ring()
        for index in 0...Published.body.count {
            if index < Published.body.count {
                #expect(try Published.fault(body: Array(Published.body[..<index]), keys: ring) == .noMatchingSignature)
                #expect(try Published.fault(body: Array(Published.body[(index + 1)...]), keys: ring) == .noMatchingSignature)
            }
            var longer = Published.body
            longer.insert(0x20, at: index)
            #expect(try Published.fault(body: longer, keys: ring) == .noMatchingSignature)
        }
    }

    @Test("every flipped bit of the signature is refused, and as what it looks like")
    func signatureBits() throws {
        let ring = try Published.ring()
        let bytes = Array(Published.signature.utf8)
        var faults: Set<VerificationFault?> = []
        for bit in 0..<(bytes.count * 8) {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            faults.insert(try Published.fault(Published.headers(signature: String(decoding: other, as: UTF8.self)), keys: ring))
        }
        #expect(faults == [.malformedSignature, .noMatchingSignature])
    }

    @Test("a signature cut or extended anywhere is refused")
    func signatureCuts() throws {
        let ring = try Published.ring()
        let bytes = Array(Published.signature.utf8)
        for index in 0..<bytes.count {
            let cut = String(decoding: bytes[..<index], as: UTF8.self)
            #expect(
                try Published.fault(Published.headers(signature: cut), keys: ring) == (cut.isEmpty ? .missingHeader : .malformedSignature)
            )
            for extra in "A=,+".utf8 {
                var longer = bytes
                longer.insert(extra, at: index)
                #expect(try Published.fault(Published.headers(signature: String(decoding: longer, as: UTF8.self)), keys: ring) != nil)
            }
        }
        for tail in ["=", "A", "AAAA", ",", "\n", "\u{0}"] {
            #expect(try Published.fault(Published.headers(signature: Published.signature + tail), keys: ring) == .malformedSignature)
        }
    }

    @Test("every flipped bit of the id is refused")
    func idBits() throws {
        let ring = try Published.ring()
        let bytes = Array(Published.id.utf8)
        for bit in 0..<(bytes.count * 8) {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try Published.fault(Published.headers(id: String(decoding: other, as: UTF8.self)), keys: ring) != nil)
        }
    }

    @Test("another second is another message, and so is another spelling of the same one")
    func timestamps() throws {
        #expect(try Published.fault(Published.headers(timestamp: "1614265331")) == .noMatchingSignature)
        #expect(try Published.fault(Published.headers(timestamp: "01614265330")) == .noMatchingSignature)
    }

    @Test("what is signed cannot be cut differently where the pieces have another form")
    func shiftedBoundaries() throws {
        let ring = try Published.ring()
        let headers = try StandardWebhooks.sign(id: "a", timestamp: 1_614_265_330, body: Array("1614265331.{}".utf8), keys: ring)
        let moved: [WebhookHeader] = [("webhook-id", "a.1614265330"), ("webhook-timestamp", "1614265331"), headers[2]]
        // The specification leaves it to senders not to make such messages: the bytes that are signed are the same.
        #expect(try Published.fault(moved, body: Array("{}".utf8), keys: ring) == nil)
        #expect(throws: SigningFault.invalidID) {
            try StandardWebhooks.sign(id: "a.1614265330", timestamp: 1_614_265_331, body: Array("{}".utf8), keys: ring)
        }
    }

    @Test("every flipped bit of the key is a key that does not match")
    func keyBits() throws {
        let secret = Array("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".utf8)
        for index in secret.indices {
            var other = secret
            other[index] = other[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let ring = KeyRing([.init(key: try WebhookKey(String(decoding: other, as: UTF8.self)), id: "other")])
            #expect(try Published.fault(keys: ring) == .noMatchingSignature)
        }
    }
}
