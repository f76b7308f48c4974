import LibCrypto
import Testing
import WebhookSignature

@Suite("Webhook keys")
struct WebhookKeyTests {
    static func text(bytes count: Int) -> String { "whsec_" + Base64.encode((0..<count).map { UInt8($0) }) }

    @Test("24 to 64 bytes are a key, and its text comes back", arguments: 24...64)
    func lengths(count: Int) throws {
        let text = Self.text(bytes: count)
        #expect(try WebhookKey(text).text == text)
    }

    @Test("the base64 alone is the same key as with the prefix")
    func withoutPrefix() throws {
        let key = try WebhookKey(Published.secret)
        #expect(try WebhookKey("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") == key)
        #expect(try WebhookKey("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").text == Published.secret)
    }

    @Test("padding may be left out", arguments: [25, 26, 32, 64])
    func withoutPadding(count: Int) throws {
        let text = Self.text(bytes: count)
        #expect(text.hasSuffix("="))
        let bare = String(text.prefix { $0 != "=" })
        #expect(try WebhookKey(bare) == WebhookKey(text))
        #expect(try WebhookKey(bare).text == text)
    }

    @Test("too few bytes are named", arguments: [1, 16, 23])
    func tooShort(count: Int) {
        #expect(throws: KeyFault.tooShort(bytes: count)) { try WebhookKey(Self.text(bytes: count)) }
    }

    @Test("too many bytes are named", arguments: [65, 66, 128])
    func tooLong(count: Int) {
        #expect(throws: KeyFault.tooLong(bytes: count)) { try WebhookKey(Self.text(bytes: count)) }
    }

    @Test("nothing is not a key", arguments: ["", "whsec_"])
    func empty(text: String) {
        #expect(throws: KeyFault.empty) { try WebhookKey(text) }
    }

    @Test(
        "what is not base64 is not a key",
        arguments: [
            "whsec_!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
            " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=", "whsec_ключ", "whsec_====",
        ]
    )
    func notBase64(text: String) {
        #expect(throws: KeyFault.notBase64) { try WebhookKey(text) }
    }

    @Test("a secret that lost its last character lost its last byte")
    func truncated() {
        #expect(throws: KeyFault.tooShort(bytes: 23)) { try WebhookKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS") }
    }

    @Test("an Ed25519 key is named as such", arguments: ["whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func asymmetric(text: String) {
        #expect(throws: KeyFault.asymmetric) { try WebhookKey(text) }
    }

    @Test("generated keys have 32 bytes and are all different")
    func generated() throws {
        var texts: Set<String> = []
        for _ in 0..<200 {
            let key = try WebhookKey.generate()
            #expect(Base64.decode(key.text.dropFirst(6).utf8)?.count == 32)
            #expect(try WebhookKey(key.text) == key)
            texts.insert(key.text)
        }
        #expect(texts.count == 200)
    }

    @Test("keys that differ in one bit are different")
    func inequality() throws {
        let bytes = (0..<32).map { UInt8($0) }
        let key = try WebhookKey(Base64.encode(bytes))
        for bit in 0..<256 {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try WebhookKey(Base64.encode(other)) != key)
        }
        #expect(try WebhookKey(Base64.encode(bytes + [0])) != key)
    }

    @Test("no way of printing a key, or what holds it, shows the secret")
    func redacted() throws {
        let key = try WebhookKey(Published.secret)
        let entry = KeyRing.Entry(key: key, id: "a")
        let ring = KeyRing([entry])
        var dumped = ""
        dump(ring, to: &dumped)
        dump(key, to: &dumped)
        // The secret's first bytes are 49, 242, 144: an array of them would print so.
        for text in ["\(key)", String(reflecting: key), "\(entry)", "\(ring)", String(reflecting: ring), dumped] {
            #expect(!text.contains("MfKQ"))
            #expect(!text.contains("242"))
            #expect(text.contains("redacted"))
        }
    }

    @Test("the words of a fault are its own and never those of the key")
    func words() {
        let faults: [KeyFault] = [.empty, .notBase64, .tooShort(bytes: 3), .tooLong(bytes: 70), .asymmetric, .unavailable(reason: "x")]
        #expect(Set(faults.map(\.label)).count == faults.count)
        #expect(Set(faults.map(\.description)).count == faults.count)
        #expect(throws: KeyFault.self) { try WebhookKey("whsec_SECRETSECRET") }
        do throws(KeyFault) {
            _ = try WebhookKey("whsec_SECRETSECRET")
        } catch {
            #expect(!error.description.contains("SECRET"))
        }
    }
}
