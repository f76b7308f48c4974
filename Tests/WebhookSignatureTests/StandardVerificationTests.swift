import Testing
import WebhookSignature

@Suite("Verifying Standard Webhooks")
struct StandardVerificationTests {
    @Test("the published example verifies")
    func published() throws {
        let message = try Published.outcome().get()
        #expect(message.id == Published.id)
        #expect(message.timestamp == Published.timestamp)
        #expect(message.keyID == "published")
    }

    @Test("headers looked up by name verify as well")
    func lookup() throws {
        let fields = ["webhook-id": [Published.id], "webhook-timestamp": ["1614265330"], "webhook-signature": [Published.signature]]
        let ring = try Published.ring()
        let message = try StandardWebhooks.verify(headers: { fields[$0] ?? [] }, body: Published.body, keys: ring, now: Published.now)
        #expect(message.keyID == "published")
        #expect(throws: VerificationFault.missingHeader) {
            try StandardWebhooks.verify(headers: { _ in [] }, body: Published.body, keys: ring, now: Published.now)
        }
        #expect(throws: VerificationFault.repeatedHeader) {
            try StandardWebhooks.verify(
                headers: { (fields[$0] ?? []) + (fields[$0] ?? []) },
                body: Published.body,
                keys: ring,
                now: Published.now
            )
        }
    }

    @Test("a body verifies in whatever collection it comes")
    func bodies() throws {
        let ring = try Published.ring()
        func verify(_ body: some Collection<UInt8>) -> Bool {
            (try? StandardWebhooks.verify(headers: Published.headers(), body: body, keys: ring, now: Published.now)) != nil
        }
        #expect(verify(Published.body))
        #expect(verify(Published.body[...]))
        #expect(verify(ContiguousArray(Published.body)))
        #expect(verify(Published.body.lazy.map { $0 }))
        #expect(verify(#"{"test": 2432232314}"#.utf8))
        #expect(Published.body.withUnsafeBytes { verify($0) })
        #expect(!verify(EmptyCollection<UInt8>()))
    }

    @Test("names are read in any case", arguments: ["Webhook-", "WEBHOOK-", "wEbHoOk-"])
    func anyCase(prefix: String) throws {
        let headers: [WebhookHeader] = [
            ("Content-Type", "application/json"), (prefix + "Signature", Published.signature), (prefix + "TIMESTAMP", "1614265330"),
            (prefix + "id", Published.id),
        ]
        #expect(try Published.fault(headers) == nil)
    }

    @Test(
        "names that only resemble ours are other headers",
        arguments: ["webhook_id", "webhook-id ", "webhook-ID\u{0}", "webhook\u{0d}id", "ebhook-id"]
    )
    func otherNames(name: String) throws {
        var headers = Published.headers()
        headers[0].name = name
        #expect(try Published.fault(headers) == .missingHeader)
        #expect(try Published.fault(Published.headers() + [(name, "x")]) == nil)
    }

    @Test("a missing header is refused", arguments: 0..<3)
    func missing(index: Int) throws {
        var headers = Published.headers()
        headers.remove(at: index)
        #expect(try Published.fault(headers) == .missingHeader)
        #expect(try Published.fault([]) == .missingHeader)
    }

    @Test("an empty header is a missing one", arguments: 0..<3)
    func emptyHeader(index: Int) throws {
        var headers = Published.headers()
        headers[index].value = ""
        #expect(try Published.fault(headers) == .missingHeader)
    }

    @Test("a repeated header is refused, be its values the same, empty or different", arguments: 0..<3)
    func repeated(index: Int) throws {
        let headers = Published.headers()
        for value in [headers[index].value, "", "x"] {
            #expect(try Published.fault(headers + [(headers[index].name.uppercased(), value)]) == .repeatedHeader)
            #expect(try Published.fault([(headers[index].name, value)] + headers) == .repeatedHeader)
        }
    }

    @Test("the faults come in the order of the checks")
    func order() throws {
        let ring = KeyRing()
        let bad = Published.headers(id: "a\u{1}", timestamp: "soon", signature: "rubbish")
        #expect(try Published.fault(Array(bad.dropLast()) + [("Webhook-Id", "b")], keys: ring) == .missingHeader)
        #expect(try Published.fault(bad + [("Webhook-Id", "b")], keys: ring) == .repeatedHeader)
        #expect(try Published.fault(bad, keys: ring) == .badTimestamp)
        #expect(try Published.fault(Published.headers(id: "a\u{1}", timestamp: "1", signature: "rubbish"), keys: ring) == .tooOld)
        #expect(try Published.fault(Published.headers(id: "a\u{1}", signature: "rubbish"), keys: ring) == .malformedSignature)
        #expect(try Published.fault(Published.headers(signature: "rubbish"), keys: ring) == .malformedSignature)
        #expect(try Published.fault(keys: ring) == .noMatchingSignature)
    }

    @Test("ids up to 256 bytes are read, longer ones are malformed")
    func idLength() throws {
        #expect(try Published.fault(Published.headers(id: String(repeating: "a", count: 256))) == .noMatchingSignature)
        #expect(try Published.fault(Published.headers(id: String(repeating: "a", count: 257))) == .malformedSignature)
        #expect(try Published.fault(Published.headers(id: String(repeating: "é", count: 129))) == .malformedSignature)
    }

    @Test("control characters in an id are malformed", arguments: Array(0..<0x20) + Array(0x7f..<0xa0))
    func idControls(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(try Published.fault(Published.headers(id: "msg_\(Character(scalar))1")) == .malformedSignature)
    }

    @Test("each fault has the code of the contract and a sentence of its own")
    func codes() {
        #expect(
            VerificationFault.allCases.map(\.code) == [
                "missing_header", "repeated_header", "bad_timestamp", "too_old", "too_new", "malformed_signature", "no_matching_signature",
            ]
        )
        #expect(Set(VerificationFault.allCases.map(\.detail)).count == 7)
        for fault in VerificationFault.allCases {
            #expect(fault.detail.hasSuffix("."))
            #expect(!fault.detail.dropLast().contains(". "))
        }
    }

    @Test("many threads verify with one ring")
    func manyThreads() async throws {
        let ring = try Published.ring()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    var accepted = 0
                    for round in 0..<500 {
                        let body = (worker + round).isMultiple(of: 2) ? Published.body : Published.body + [0]
                        if try Published.fault(body: body, keys: ring) == nil { accepted += 1 }
                    }
                    return accepted
                }
            }
            for try await accepted in group { #expect(accepted == 250) }
        }
    }
}
