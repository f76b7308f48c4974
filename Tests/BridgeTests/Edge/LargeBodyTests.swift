import Bridge
import Foundation
import Notation
import Testing

@Suite("Large bodies", .serialized)
struct LargeBodyTests {
    private static let path = "/v1/sources/wfm/status-changes"

    /// Kilobytes that this process holds.
    private static func memory() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    @Test("A body of 200 MB is refused from its announced length, at once")
    func announced() async throws {
        try await Rig.with { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 209715200\r\n\r\n")
            let answer = try await connection.readAnswer()
            #expect(answer.status == 413)
            #expect(answer.code == "too_large")
            #expect(answer["connection"] == "close")
            #expect(answer["content-type"] == "application/problem+json")
        }
    }

    @Test("A client that sends its 200 MB all the same can read the answer afterwards, and memory does not grow")
    func sentAllTheSame() async throws {
        try await Rig.with { rig in
            var grown: [Int] = []
            // Other tests run beside this one: a body that were kept would show in every round, theirs do not.
            for _ in 0..<6 where (grown.min() ?? .max) >= 8 * 1_024 {
                let before = try Self.memory()
                let connection = try RawConnection(url: rig.intakeURL)
                try await connection.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 209715200\r\n\r\n")
                let part = [UInt8](repeating: 0x20, count: 1 << 20)
                var highest = 0
                for count in 0..<200 {
                    try await connection.send(part)
                    if count % 20 == 0 { highest = max(highest, try Self.memory()) }
                }
                let answer = try RawConnection.onlyAnswer(try await connection.readToEnd())
                #expect(answer.status == 413)
                #expect(answer.code == "too_large")
                grown.append(highest - before)
            }
            #expect((grown.min() ?? .max) < 8 * 1_024, "KiB more while it came, in each round: \(grown)")
        }
    }

    @Test("A body of chunks is refused once it is too long, and the answer survives")
    func chunked() async throws {
        let options = Rig.Options(adjust: { $0.limits.body = 1 << 20 })
        try await Rig.with(options) { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            let part = Array("10000\r\n".utf8) + [UInt8](repeating: 0x61, count: 1 << 16) + Array("\r\n".utf8)
            for _ in 0..<256 { try await connection.send(part) }
            let answer = try RawConnection.onlyAnswer(try await connection.readToEnd())
            #expect(answer.status == 413)
            #expect(answer.code == "too_large")
        }
    }

    @Test("A body of exactly the limit is read, one byte more is not")
    func limit() async throws {
        let options = Rig.Options(adjust: { $0.limits.body = 1_000 })
        try await Rig.with(options) { rig in
            var body = JSONValue.object(changeBody()).encoded()
            body += [UInt8](repeating: 0x20, count: 1_000 - body.count)
            #expect(try await rig.push(body).status == 202)
            let answer = try await rig.push(body + [0x20])
            #expect(answer.flawsAsProblem(status: 413, code: "too_large").isEmpty, "\(answer.text)")
        }
    }

    @Test("A refused body is not taken for the next request on its connection")
    func nothingSmuggled() async throws {
        try await Rig.with { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 209715200\r\n\r\n")
            for _ in 0..<100 { try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") }
            try await connection.finish()
            let answer = try RawConnection.onlyAnswer(try await connection.readToEnd())
            #expect(answer.status == 413)
        }
    }
}
