import Notation
import Testing

@Suite("Secrets")
struct SecretTests {
    private let secret = Secret("whsec_C2FVsBQIhrscChlQIMV")

    @Test("a secret is revealed to who asks for it")
    func reveal() {
        #expect(secret.reveal() == "whsec_C2FVsBQIhrscChlQIMV")
        #expect(secret == Secret("whsec_C2FVsBQIhrscChlQIMV"))
        #expect(secret != Secret("other"))
        #expect(Secret("").isEmpty)
        #expect(!secret.isEmpty)
    }

    @Test("whatever prints a secret prints the word redacted")
    func redacted() {
        struct Settings {
            let name = "wfm"
            let key: Secret
        }
        #expect("\(secret)" == "redacted")
        #expect(String(reflecting: secret) == "redacted")
        #expect(secret.debugDescription == "redacted")
        var dumped = ""
        dump([Settings(key: secret)], to: &dumped)
        let printed = [
            dumped, "\(Settings(key: secret))", String(reflecting: [secret]), "\(Optional(secret) as Any)",
            "\(Mirror(reflecting: secret).children.map(\.value))",
        ]
        for text in printed { #expect(!text.contains("whsec")) }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("no encoder takes a secret along")
    func notEncodable() {
        #expect(!((secret as Any) is any Encodable))
    }
}
