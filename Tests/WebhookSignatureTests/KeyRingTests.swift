import Testing
import WebhookSignature

@Suite("Key rings")
struct KeyRingTests {
    private func entry(_ id: String, from notBefore: Double? = nil, to notAfter: Double? = nil) throws -> KeyRing.Entry {
        KeyRing.Entry(key: try WebhookKey(Published.secret), id: id, notBefore: notBefore, notAfter: notAfter)
    }

    @Test("a key without times is always active")
    func unbounded() throws {
        for now in [-Double.infinity, -1, 0, 1e12, Double.infinity, Double.nan] {
            #expect(try entry("a").isActive(at: now))
        }
    }

    @Test("both ends of a key's time belong to it")
    func bounds() throws {
        let key = try entry("a", from: 100, to: 200)
        #expect(!key.isActive(at: 100.0.nextDown))
        #expect(key.isActive(at: 100))
        #expect(key.isActive(at: 150.5))
        #expect(key.isActive(at: 200))
        #expect(!key.isActive(at: 200.0.nextUp))
        #expect(!key.isActive(at: .nan))
    }

    @Test("one end may be open")
    func openEnds() throws {
        #expect(try entry("a", from: 100).isActive(at: 1e12))
        #expect(try !entry("a", from: 100).isActive(at: 99))
        #expect(try entry("a", to: 200).isActive(at: -1e12))
        #expect(try !entry("a", to: 200).isActive(at: 201))
    }

    @Test("a time that ends before it begins is never")
    func inverted() throws {
        let key = try entry("a", from: 200, to: 100)
        for now in [50.0, 100, 150, 200, 250] { #expect(!key.isActive(at: now)) }
    }

    @Test("a rotation passes through old, both, new")
    func rotation() throws {
        let ring = KeyRing([try entry("new", from: 100), try entry("old", to: 200)])
        #expect(ring.active(at: 99).map(\.id) == ["old"])
        #expect(ring.active(at: 150).map(\.id) == ["new", "old"])
        #expect(ring.active(at: 201).map(\.id) == ["new"])
    }

    @Test("an empty ring has no active keys")
    func empty() {
        #expect(KeyRing().active(at: 0).isEmpty)
        #expect(KeyRing() == KeyRing([]))
    }
}
