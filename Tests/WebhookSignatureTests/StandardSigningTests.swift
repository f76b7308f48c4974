import Testing
import WebhookSignature

@Suite("Signing Standard Webhooks")
struct StandardSigningTests {
    private func sign(
        id: String = Published.id,
        timestamp: Int64 = Published.timestamp,
        keys: KeyRing? = nil,
        now: Double? = nil
    ) throws -> [WebhookHeader] {
        try StandardWebhooks.sign(id: id, timestamp: timestamp, body: Published.body, keys: try keys ?? Published.ring(), now: now)
    }

    @Test("the published example comes out")
    func published() throws {
        let headers = try sign()
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers.map(\.value) == [Published.id, "1614265330", Published.signature])
    }

    @Test("what is signed verifies, for bodies of every length up to 300 and of all byte values")
    func roundTrips() throws {
        let ring = KeyRing([.init(key: try .generate(), id: "a")])
        for length in 0...300 {
            let body = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
            let headers = try StandardWebhooks.sign(id: "evt_\(length)", timestamp: 1_700_000_000, body: body, keys: ring)
            let message = try StandardWebhooks.verify(headers: headers, body: body, keys: ring, now: 1_700_000_000.5)
            #expect(message.id == "evt_\(length)")
        }
    }

    @Test("a rotation overlaps: whoever holds the old key, the new one or both, verifies")
    func rotation() throws {
        let old = KeyRing.Entry(key: try .generate(), id: "old", notAfter: 2000)
        let new = KeyRing.Entry(key: try .generate(), id: "new", notBefore: 1000)
        let ring = KeyRing([new, old])
        let cases: [(at: Int64, signatures: Int, byOld: Bool, byNew: Bool)] = [
            (999, 1, true, false), (1000, 2, true, true), (2000, 2, true, true), (2001, 1, false, true),
        ]
        for (at, signatures, byOld, byNew) in cases {
            let headers = try sign(timestamp: at, keys: ring)
            #expect(headers[2].value.split(separator: " ").count == signatures)
            let bareOld = KeyRing([.init(key: old.key, id: "old")])
            let bareNew = KeyRing([.init(key: new.key, id: "new")])
            #expect(try (Published.fault(headers, keys: bareOld, now: Double(at)) == nil) == byOld)
            #expect(try (Published.fault(headers, keys: bareNew, now: Double(at)) == nil) == byNew)
            #expect(try Published.fault(headers, keys: ring, now: Double(at)) == nil)
        }
    }

    @Test("a key that is not active verifies nothing, and the name of the one that matched is told")
    func inactive() throws {
        let first = try WebhookKey.generate()
        let second = try WebhookKey.generate()
        let headers = try sign(keys: KeyRing([.init(key: second, id: "x")]))
        let both = KeyRing([.init(key: first, id: "first"), .init(key: second, id: "second")])
        #expect(try Published.outcome(headers, keys: both).get().keyID == "second")
        let retired = KeyRing([.init(key: first, id: "first"), .init(key: second, id: "second", notAfter: Published.now - 1)])
        #expect(try Published.fault(headers, keys: retired) == .noMatchingSignature)
        let early = KeyRing([.init(key: second, id: "second", notBefore: Published.now + 1)])
        #expect(try Published.fault(headers, keys: early) == .noMatchingSignature)
    }

    @Test("the same key twice in a ring is told by its first name")
    func sameKeyTwice() throws {
        let key = try WebhookKey(Published.secret)
        let ring = KeyRing([.init(key: key, id: "one"), .init(key: key, id: "two")])
        #expect(try Published.outcome(keys: ring).get().keyID == "one")
    }

    @Test("activity is judged at now where it is given")
    func activeAtNow() throws {
        let ring = KeyRing([.init(key: try .generate(), id: "a", notAfter: 100)])
        #expect(try sign(timestamp: 5000, keys: ring, now: 50).count == 3)
        #expect(throws: SigningFault.noActiveKey) { try sign(timestamp: 50, keys: ring, now: 5000) }
        #expect(throws: SigningFault.noActiveKey) { try sign(keys: KeyRing()) }
    }

    @Test(
        "ids that could be misread are not signed",
        arguments: ["", "a.b", ".", "a b", "a\n", "a\u{7f}", "é", String(repeating: "a", count: 257)]
    )
    func invalidID(id: String) {
        #expect(throws: SigningFault.invalidID) { try sign(id: id) }
    }

    @Test("the longest id and both ends of time can be signed")
    func extremes() throws {
        let id = String(repeating: "~", count: 256)
        for timestamp in [0, Int64.max] {
            let headers = try sign(id: id, timestamp: timestamp)
            #expect(try Published.fault(headers, now: Double(timestamp)) == nil)
        }
        #expect(throws: SigningFault.invalidTimestamp) { try sign(timestamp: -1) }
        #expect(throws: SigningFault.invalidTimestamp) { try sign(timestamp: .min) }
    }

    @Test("no more signatures are made than a receiver reads")
    func manyKeys() throws {
        let entries = try (0..<65).map { KeyRing.Entry(key: try .generate(), id: "k\($0)") }
        #expect(throws: SigningFault.tooManyKeys(count: 65)) { try sign(keys: KeyRing(entries)) }
        let headers = try sign(keys: KeyRing(Array(entries.dropLast())))
        #expect(try Published.outcome(headers, keys: KeyRing([entries[63]])).get().keyID == "k63")
    }

    @Test("the words of a fault are its own")
    func words() {
        let faults: [SigningFault] = [.invalidID, .invalidTimestamp, .noActiveKey, .tooManyKeys(count: 65), .unavailable(reason: "x")]
        #expect(Set(faults.map(\.label)).count == faults.count)
        #expect(Set(faults.map(\.description)).count == faults.count)
    }
}
