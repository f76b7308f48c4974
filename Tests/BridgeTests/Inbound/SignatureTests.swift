import Bridge
import Journal
import Notation
import Reconciliation
import Telemetry
import TestSupport
import Testing
import WebhookSignature

@Suite("Signatures in")
struct SignatureTests {
    private static let body = JSONValue.object(changeBody()).encoded()

    @Test("Each class of fault has its code, and its answer never shows what would have been right")
    func codes() async throws {
        try await Rig.with { rig in
            let good = try rig.signed(Self.body, id: "msg_good")
            func with(_ name: String, _ value: String?) -> [(String, String)] {
                good.compactMap { header in header.0 == name ? value.map { (name, $0) } : header }
            }
            let other = try WebhookKey.generate()
            let cases: [(String, [(String, String)])] = [
                ("missing_header", []),
                ("missing_header", with("webhook-id", nil)),
                ("missing_header", with("webhook-timestamp", nil)),
                ("missing_header", with("webhook-signature", nil)),
                ("missing_header", with("webhook-signature", "")),
                ("repeated_header", good + [("webhook-signature", "v1,AAAA")]),
                ("repeated_header", good + [("Webhook-Id", "msg_good")]),
                ("repeated_header", good + [("WEBHOOK-TIMESTAMP", "1")]),
                ("bad_timestamp", with("webhook-timestamp", "yesterday")),
                ("bad_timestamp", with("webhook-timestamp", "1.5")),
                ("bad_timestamp", with("webhook-timestamp", "-1")),
                ("too_old", try rig.signed(Self.body, secondsAgo: 400)),
                ("too_new", try rig.signed(Self.body, secondsAgo: -400)),
                ("malformed_signature", with("webhook-signature", "nonsense")),
                ("malformed_signature", with("webhook-signature", "v1,!!!!")),
                ("no_matching_signature", with("webhook-signature", "v1a,AAAA")),
                ("no_matching_signature", with("webhook-id", "msg_another")),
                ("no_matching_signature", try rig.signed(Self.body, keys: [other])),
                ("no_matching_signature", try rig.signed(Self.body + [0x20])),
            ]
            for (index, (code, headers)) in cases.enumerated() {
                let answer = try await rig.post(Self.body, headers)
                #expect(answer.flawsAsProblem(status: 401, code: code).isEmpty, "case \(index) \(code): \(answer.text)")
                #expect(answer.errors.isEmpty)
                for secret in good.map(\.1) where secret.utf8.count > 12 { #expect(!answer.text.contains(secret)) }
            }
            // None of them has used up the id.
            #expect(try await rig.post(Self.body, good).status == 202)
        }
    }

    @Test("Header names may be written in any case")
    func anyCase() async throws {
        try await Rig.with { rig in
            let headers = try rig.signed(Self.body).map { ($0.0 == "webhook-id" ? "Webhook-ID" : $0.0.uppercased(), $0.1) }
            #expect(try await rig.post(Self.body, headers).status == 202)
        }
    }

    @Test("Every active key and every listed signature is tried, a retired key is none")
    func rotation() async throws {
        let (old, new) = (try WebhookKey.generate(), try WebhookKey.generate())
        let (retired, coming) = (try WebhookKey.generate(), try WebhookKey.generate())
        let options = Rig.Options(adjust: { setup in
            let now = Double(setup.clock.now()) / 1_000_000
            setup.sources[0].keys = KeyRing([
                .init(key: retired, id: "retired", notAfter: now - 1), .init(key: old, id: "old", notAfter: now + 3_600),
                .init(key: new, id: "new"), .init(key: coming, id: "coming", notBefore: now + 3_600),
            ])
        })
        try await Rig.with(options) { rig in
            func code(_ keys: WebhookKey...) async throws -> String {
                let answer = try await rig.post(Self.body, try rig.signed(Self.body, keys: keys))
                return answer.status == 202 ? "accepted" : answer.code ?? "none"
            }
            let stranger = try WebhookKey.generate()
            #expect(try await code(old) == "accepted")
            #expect(try await code(new) == "accepted")
            #expect(try await code(retired, stranger, new) == "accepted")
            #expect(try await code(retired) == "no_matching_signature")
            #expect(try await code(coming) == "no_matching_signature")
        }
    }

    @Test("A source that is not there answers as a forged signature does")
    func unknownSource() async throws {
        try await Rig.with { rig in
            let headers = try rig.signed(Self.body)
            let forged = try await rig.post(Self.body, try rig.signed(Self.body, keys: [try WebhookKey.generate()]))
            for name in ["nobody", "WFM", "wfm%2Fx", "%00", "ünbekannt"] {
                let path = "/v1/sources/\(name.addingPercent())/status-changes"
                let answer = try await rig.post(Self.body, headers, path: path)
                #expect(answer.flawsAsProblem(status: 401, code: "no_matching_signature").isEmpty, "\(name): \(answer.text)")
                #expect(answer.text == forged.text)
            }
        }
    }

    @Test("The tolerance holds to the second, both ways, and each source may have its own")
    func tolerance() async throws {
        let second: UnixMicroseconds = 1_795_186_800_000_000
        let options = Rig.Options(
            clock: .stopped(at: second),
            adjust: { setup in
                var other = setup.sources[0]
                other.name = SourceName("narrow")
                other.tolerance = 10
                setup.sources.append(other)
            }
        )
        try await Rig.with(options) { rig in
            let cases: [(String, Int64, String?)] = [
                ("wfm", 300, nil), ("wfm", 301, "too_old"), ("wfm", -300, nil), ("wfm", -301, "too_new"),
                ("narrow", 10, nil), ("narrow", 11, "too_old"), ("narrow", -10, nil), ("narrow", -11, "too_new"),
            ]
            for (source, ago, code) in cases {
                let headers = try rig.signed(Self.body, secondsAgo: ago)
                let answer = try await rig.post(Self.body, headers, path: "/v1/sources/\(source)/status-changes")
                #expect(answer.status == (code == nil ? 202 : 401), "\(source) \(ago)")
                #expect(answer.code == code, "\(source) \(ago)")
            }
        }
    }

    @Test("The signature is looked at before the body is")
    func verifyBeforeParsing() async throws {
        try await Rig.with { rig in
            for text in ["", "{", "[1,2", "{\"a\":1,\"a\":2}", String(repeating: "[", count: 5_000)] {
                let forged = try await rig.post(
                    Array(text.utf8),
                    [("webhook-id", "x"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,A")]
                )
                #expect(forged.status == 401, "\(text.prefix(20))")
                let signed = try await rig.push(Array(text.utf8))
                #expect(signed.flawsAsProblem(status: 400, code: "malformed").isEmpty, "\(text.prefix(20)): \(signed.text)")
            }
        }
    }

    @Test("The short form of the path is there with one source and not with several")
    func shortForm() async throws {
        try await Rig.with { rig in
            for path in ["/v1/status-changes", "/v1/sources/%77fm/status-changes", "/v1/status-changes?x=1&source=other"] {
                let answer = try await rig.postSigned(Self.body, path: path)
                #expect(answer.status == 202, "\(path)")
            }
        }
        let options = Rig.Options(adjust: { setup in
            var other = setup.sources[0]
            other.name = SourceName("a b/c")
            setup.sources.append(other)
        })
        try await Rig.with(options) { rig in
            let body = Self.body
            let short = try await rig.postSigned(body, path: "/v1/status-changes")
            #expect(short.flawsAsProblem(status: 404, code: "not_found").isEmpty, "\(short.text)")
            #expect(try await rig.postSigned(body).status == 202)
            #expect(try await rig.postSigned(body, path: "/v1/sources/a%20b%2Fc/status-changes").status == 202)
        }
    }

    @Test("What nobody signed is counted, and recorded together")
    func aggregated() async throws {
        let directory = try TemporaryDirectory()
        let started = ContinuousClock.now
        try await Rig.with(.init(directory: directory)) { rig in
            for _ in 0..<20 { _ = try await rig.post(Self.body, try rig.signed(Self.body, keys: [try WebhookKey.generate()])) }
            _ = try await rig.post(Self.body, [], path: "/v1/sources/nobody/status-changes")
            #expect(rig.registry.value(.inboundRequestsUnsigned, VerificationFault.noMatchingSignature) == 20)
        }
        let lines = try JournalTail(directory: directory.path(of: "journal")).last(1_000).map { try JSONValue(parsing: $0) }
        let unsigned = lines.filter { $0["type"]?.string == "unsigned" }
        // One in ten seconds at most, and one at the end.
        #expect((1...(2 + Int(started.duration(to: .now).components.seconds) / 10)).contains(unsigned.count))
        var counts: [String: Int64] = [:]
        for line in unsigned.flatMap({ $0["payload"]?.array ?? [] }) {
            let words = [line["source"]?.string ?? "-", line["code"]?.string ?? "-", line["network"]?.string ?? "-"]
            counts[words.joined(separator: " "), default: 0] += line["count"]?.int ?? 0
        }
        #expect(counts == ["- missing_header 127.0.0.0/24": 1, "wfm no_matching_signature 127.0.0.0/24": 20])
    }
}

extension String {
    /// Everything but letters, digits and percent signs escaped, percent signs left as they are.
    fileprivate func addingPercent() -> String {
        utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            return byte < 128 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || byte == 0x25)
                ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
