import Foundation
import TestSupport
import Testing
import WebhookSignature

@testable import Bridge

@Suite("Key files")
struct KeyFileTests {
    private let temporary: TemporaryDirectory

    init() throws {
        temporary = try TemporaryDirectory()
    }

    private func file(_ text: String) throws -> String {
        let path = try temporary.write(text, to: "k.json")
        #expect(chmod(path, 0o600) == 0)
        return path
    }

    @Test("keys, their names and their times become a ring")
    func read() throws {
        let path = try file(
            """
            {"keys": [{"id": "a", "secret": "\(Planted.key)\\n", "notBefore": "2026-11-20T15:00:00Z", "notAfter": "2026-11-20T16:00:00+00:00"},
                      {"id": "b", "secret": "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx", "createdAt": "2026-11-20T15:00:00Z", "notAfter": null}]}
            """
        )
        let ring = try KeyFile.read(path).ring
        #expect(ring.entries.map(\.id) == ["a", "b"])
        #expect(ring.entries[0].key == (try WebhookKey(Planted.key)))
        #expect(ring.entries[0].notBefore == 1_795_186_800 && ring.entries[0].notAfter == 1_795_190_400)
        #expect(ring.entries[1].notBefore == nil && ring.entries[1].notAfter == nil)
        #expect(ring.active(at: 1_795_186_799).map(\.id) == ["b"])
    }

    @Test("what is written is read again, in a file of the owner's alone")
    func roundTrip() throws {
        var keys = try KeyFile.create(id: "wfm-1", at: Planted.now, random: Planted.randomness())
        keys.keys[0].notBefore = Planted.now
        keys.keys.append(KeyFile.Key(id: "old", key: try WebhookKey(Planted.key), notAfter: Planted.now + 1_000_000))
        let path = temporary.path(of: "new.json")
        try keys.write(to: path)
        #expect(try Planted.mode(path) == 0o600)
        #expect(try KeyFile.read(path) == keys)
    }

    @Test("a fresh key has 32 random bytes and its time of making")
    func create() throws {
        let keys = try KeyFile.create(id: "x", at: Planted.now, random: Planted.randomness())
        #expect(keys.keys.map(\.key.text) == ["whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="])
        #expect(keys.keys.map(\.createdAt) == [Planted.now])
        let others = try (0..<2).map { _ in try KeyFile.create(id: "x", at: Planted.now, random: .system) }
        #expect(others[0] != others[1])
    }

    @Test("a file that others may read is refused")
    func open() throws {
        let path = try file(#"{"keys": [{"id": "a", "secret": "\#(Planted.key)"}]}"#)
        #expect(chmod(path, 0o640) == 0)
        #expect(throws: DataDirectoryFault.readableByOthers(path: path, mode: 0o640 | S_IFREG)) { try KeyFile.read(path) }
    }

    @Test(
        "what is wrong is named with its place, and never with the secret",
        arguments: [
            ("", "JSON"), ("[]", "wrong type"), ("{}", "/keys"), (#"{"keys": []}"#, "holds no key"), (#"{"keys": [1]}"#, "/keys/0"),
            (#"{"keys": [{"secret": "KEY"}]}"#, "/keys/0/id"), (#"{"keys": [{"id": "", "secret": "KEY"}]}"#, "/keys/0/id"),
            (#"{"keys": [{"id": "a"}]}"#, "/keys/0/secret"), (#"{"keys": [{"id": "a", "secret": "KEY!"}]}"#, "/keys/0/secret"),
            (#"{"keys": [{"id": "a", "secret": "whsec_c2hvcnQ="}]}"#, "24 to 64 bytes"),
            (#"{"keys": [{"id": "a", "secret": 4711}]}"#, "/keys/0/secret"),
            (#"{"keys": [{"id": "a", "secret": "KEY"}, {"id": "a", "secret": "KEY"}]}"#, "/keys/1"),
            (#"{"keys": [{"id": "a", "secret": "KEY", "notafter": "x"}]}"#, "/keys/0/notafter"),
            (#"{"keys": [{"id": "a", "secret": "KEY", "notAfter": "2026-11-20"}]}"#, "/keys/0/notAfter"),
            (#"{"keys": [{"id": "a", "secret": "KEY", "notAfter": "2026-11-20T15:00:00"}]}"#, "/keys/0/notAfter"),
            (
                #"{"keys": [{"id": "a", "secret": "KEY", "notBefore": "2026-11-20T15:00:00Z", "notAfter": "2026-11-20T14:00:00Z"}]}"#,
                "before notBefore"
            ),
            (#"{"keys": [{"id": "a", "secret": "KEY"}], "key": 1}"#, "/key"),
            (#"{"keys": [{"id": "a", "secret": "KEY" "x": 1}]}"#, "JSON"),
        ]
    )
    func malformed(text: String, words: String) throws {
        let path = try file(text.replacing("KEY", with: Planted.key))
        let fault = #expect(throws: DataDirectoryFault.self) { try KeyFile.read(path) }
        let printed = Planted.everyPrinting(try #require(fault))
        #expect(fault?.label == "malformed" && printed.contains(path) && printed.contains(words), "\(printed)")
        #expect(!printed.contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") && !printed.contains("4711"))
    }

    @Test("no printing of a file of keys shows them")
    func printing() throws {
        let keys = KeyFile([KeyFile.Key(id: "seen", key: try WebhookKey(Planted.key))])
        let printed = Planted.everyPrinting(keys) + Planted.everyPrinting(keys.ring)
        #expect(printed.contains("seen") && !printed.contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    }
}
