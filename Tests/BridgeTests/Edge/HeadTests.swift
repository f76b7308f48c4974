import Bridge
import Foundation
import Notation
import TestSupport
import Testing

@Suite("Heads and framing")
struct HeadTests {
    private static let path = "/v1/sources/wfm/status-changes"

    /// Sends and reads the one answer until the other side closes.
    private static func onlyAnswer(_ rig: Rig, _ text: String) async throws -> RawConnection.Answer {
        let connection = try RawConnection(url: rig.intakeURL)
        try await connection.send(text)
        return try RawConnection.onlyAnswer(try await connection.readToEnd())
    }

    @Test("A head of more than 16 KiB, or of more than 100 fields, is refused with 431")
    func tooLarge() async throws {
        try await Rig.with { rig in
            let long = String(repeating: "x", count: 20_000)
            let veryLong = String(repeating: "x", count: 200_000)
            let many = (0..<101).map { "X-\($0): y\r\n" }.joined()
            let veryMany = (0..<1_000).map { "X-\($0): y\r\n" }.joined()
            let broad = (0..<80).map { "X-\($0): \(String(repeating: "y", count: 250))\r\n" }.joined()
            let heads = [
                "GET /healthz HTTP/1.1\r\nHost: x\r\nX: \(long)\r\n\r\n", "GET /healthz?\(long) HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nX: \(veryLong)\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: x\r\n\(many)\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\n\(veryMany)\r\n", "GET /healthz HTTP/1.1\r\nHost: x\r\n\(broad)\r\n",
                "GET /healthz HTTP/1.1\r\nHost: \(long)\r\n\r\n",
            ]
            for head in heads {
                let answer = try await Self.onlyAnswer(rig, head)
                #expect(answer.status == 431, "\(head.prefix(60))")
                #expect(answer.code == "head_too_large")
                #expect(answer["connection"] == "close")
            }
            let fits = (0..<90).map { "X-\($0): \(String(repeating: "y", count: 100))\r\n" }.joined()
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\(fits)\r\n")
            #expect(try await connection.readAnswer().status == 200)
        }
    }

    @Test("What is no HTTP is refused with 400")
    func rubbish() async throws {
        try await Rig.with { rig in
            let texts = [
                "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}\u{00}\u{01}", "hello there\r\n\r\n", "GET\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
                "GET / HTTP/1.1\r\nA b: c\r\n\r\n",
            ]
            for text in texts {
                let answer = try await Self.onlyAnswer(rig, text)
                #expect(answer.status == 400, "\(text.debugDescription)")
                #expect(answer.code == "malformed_http", "\(text.debugDescription)")
            }
            #expect(try await rig.send("GET", rig.intakeURL + "/healthz").status == 200)
        }
    }

    @Test("Lengths that contradict each other are refused")
    func smuggling() async throws {
        try await Rig.with { rig in
            let fields = [
                "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5, 6", "Content-Length: -1", "Content-Length: 0x5",
                "Content-Length: 99999999999999999999999", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
            ]
            for field in fields {
                let text = "POST \(Self.path) HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                let answer = try await Self.onlyAnswer(rig, text)
                #expect(answer.status == 400, "\(field): \(answer.status)")
            }
        }
    }

    @Test("A client that waits to be told gets 100, and then its answer")
    func continues() async throws {
        try await Rig.with { rig in
            let body = JSONValue.object(changeBody()).encoded()
            let headers = try rig.signed(body).map { "\($0.0): \($0.1)\r\n" }.joined()
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send(
                "POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\nExpect: 100-continue\r\n\(headers)\r\n"
            )
            #expect(try await connection.readAnswer().status == 100)
            try await connection.send(body)
            #expect(try await connection.readAnswer().status == 202)

            let large = try RawConnection(url: rig.intakeURL)
            try await large.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 209715200\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await large.readAnswer().status == 413)
        }
    }

    @Test("HEAD is answered like GET, without a body, and what is refused has none either")
    func head() async throws {
        try await Rig.with { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            for (path, status) in [("/healthz", 200), (Self.path, 401), ("/v1/status-changes", 405), ("/nothing", 404), ("/healthz", 200)] {
                try await connection.send("HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                let answer = try await connection.readAnswer(toHead: true)
                #expect(answer.status == status, "\(path)")
                #expect(answer["content-length"] != nil)
            }
            let refused = try RawConnection(url: rig.intakeURL)
            try await refused.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n")
            let text = try await refused.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 431"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
    }
}
