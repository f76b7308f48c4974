import Bridge
import Foundation
import Notation
import Telemetry
import TestSupport
import Testing

@testable import Bridge

@Suite("Several requests on one connection")
struct PipeliningTests {
    private static let path = "/v1/sources/wfm/status-changes"

    private static func request(_ rig: Rig, _ body: [UInt8], id: String) throws -> [UInt8] {
        let headers = try rig.signed(body, id: id).map { "\($0.0): \($0.1)\r\n" }.joined()
        return Array("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\(headers)\r\n".utf8) + body
    }

    @Test("Requests sent without waiting are answered in their order")
    func pipelined() async throws {
        try await Rig.with { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            let body = JSONValue.object(changeBody()).encoded()
            var bytes: [UInt8] = []
            for index in 0..<40 {
                bytes += try Self.request(rig, body, id: "msg_\(index)")
                bytes += Array("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            }
            let all = bytes
            let sending = Task { try await connection.copy().send(all) }
            for index in 0..<40 {
                let answer = try await connection.readAnswer()
                #expect(answer.status == 202)
                #expect(answer.json?["id"]?.string == "msg_\(index)")
                #expect(try await connection.readAnswer().json?["status"]?.string == "ok")
            }
            try await sending.value
        }
    }

    @Test("A refusal comes after the answers to the requests before it")
    func refusalInOrder() async throws {
        try await Rig.with { rig in
            let refusals = [
                ("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 209715200\r\n\r\n", 413), ("nonsense\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n", 431),
            ]
            for (index, (text, status)) in refusals.enumerated() {
                let connection = try RawConnection(url: rig.intakeURL)
                let body = JSONValue.object(changeBody()).encoded()
                var bytes = try Self.request(rig, body, id: "msg_a\(index)")
                bytes += try Self.request(rig, body, id: "msg_b\(index)")
                try await connection.send(bytes + Array(text.utf8))
                #expect(try await connection.readAnswer().json?["id"]?.string == "msg_a\(index)")
                #expect(try await connection.readAnswer().json?["id"]?.string == "msg_b\(index)")
                let last = try RawConnection.onlyAnswer(try await connection.readToEnd())
                #expect(last.status == status)
            }
        }
    }

    @Test("A request that the server refused leaves its connection usable")
    func keepAliveAfterRefusal() async throws {
        try await Rig.with { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            let body = String(repeating: "x", count: 100_000)
            let refused = [
                ("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n\(body)", 401),
                ("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n\(body)", 415),
                ("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n\(body)", 404),
                ("PUT \(Self.path) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n\(body)\r\n0\r\n\r\n", 405),
                ("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 200),
            ]
            for (text, status) in refused {
                try await connection.send(text)
                #expect(try await connection.readAnswer().status == status)
            }
        }
    }

    @Test("Whoever asks for the end of the connection gets it after the answer")
    func close() async throws {
        try await Rig.with { rig in
            for value in ["close", "Close", "foo, close"] {
                let connection = try RawConnection(url: rig.intakeURL)
                try await connection.send(
                    "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: \(value)\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                )
                let answer = try RawConnection.onlyAnswer(try await connection.readToEnd())
                #expect(answer.status == 200)
                #expect(answer["connection"] == "close")
            }
        }
    }

    @Test("A client that has said everything still gets its answers")
    func halfClosed() async throws {
        try await Rig.with { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            let body = JSONValue.object(changeBody()).encoded()
            try await connection.send(try Self.request(rig, body, id: "msg_1") + (try Self.request(rig, body, id: "msg_1")))
            try await connection.finish()
            #expect(try await connection.readAnswer().status == 202)
            #expect(try await connection.readAnswer().status == 200)
            #expect(try await connection.readToEnd().isEmpty)

            let cut = try RawConnection(url: rig.intakeURL)
            try await cut.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"half")
            try await cut.finish()
            let answer = try RawConnection.onlyAnswer(try await cut.readToEnd())
            #expect(answer.status == 400)
        }
    }
}
