import Foundation
import LibCrypto
import Testing
import WebhookSignature

@Suite("The published verification vectors")
struct VectorTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let scheme: String
        let keys: [String]
        let now: Double
        let tolerance: Double
        let headers: [String: Values]
        let body: String?
        let bodyBase64: String?
        let expect: String

        var testDescription: String { id }

        struct Values: Decodable, Sendable {
            let all: [String]
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let one = try? container.decode(String.self) {
                    all = [one]
                } else {
                    all = try container.decode([String].self)
                }
            }
        }
    }

    static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/signatures/standard.jsonl")

    static func vectors() throws -> [Vector] {
        try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n")
            .map { try JSONDecoder().decode(Vector.self, from: Data($0.utf8)) }
    }

    private func fault(of vector: Vector) throws -> VerificationFault? {
        let keys = KeyRing(try vector.keys.enumerated().map { .init(key: try WebhookKey($1), id: "\($0)") })
        let body = try vector.bodyBase64.map { try #require(Base64.decode($0.utf8)) } ?? Array((vector.body ?? "").utf8)
        let headers: [WebhookHeader] = vector.headers.flatMap { name, values in values.all.map { (name, $0) } }
        return try Published.fault(headers, body: body, keys: keys, now: vector.now, tolerance: vector.tolerance)
    }

    @Test("every vector comes out as it says")
    func all() throws {
        for vector in try Self.vectors() {
            let fault = try fault(of: vector)
            #expect((fault == nil) == (vector.expect == "accept"), "\(vector.id): \(fault?.code ?? "accepted")")
            #expect(vector.scheme == "standard")
        }
    }

    @Test("the vectors are many, named differently, and reject with every kind of fault")
    func coverage() throws {
        let vectors = try Self.vectors()
        #expect(vectors.count >= 60)
        #expect(Set(vectors.map(\.id)).count == vectors.count)
        #expect(vectors.count { $0.expect == "accept" } >= 25)
        #expect(Set(try vectors.compactMap { try fault(of: $0) }) == Set(VerificationFault.allCases))
    }

    @Test("a vector without its keys is not accepted: the check can fail")
    func negativeControl() throws {
        for vector in try Self.vectors() where vector.expect == "accept" {
            let headers: [WebhookHeader] = vector.headers.flatMap { name, values in values.all.map { (name, $0) } }
            let fault = try Published.fault(headers, body: [0xff], keys: KeyRing(), now: vector.now, tolerance: vector.tolerance)
            #expect(fault == .noMatchingSignature)
        }
    }
}
