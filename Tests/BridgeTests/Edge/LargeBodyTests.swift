import Bridge
import Notation
import TestSupport
import Testing

/// What a large body costs in memory is measured on the real program, in a process of its own.
@Suite("Large bodies")
struct LargeBodyTests {
    private static let path = "/v1/sources/wfm/status-changes"

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
