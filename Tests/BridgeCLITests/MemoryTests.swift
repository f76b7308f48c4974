import Foundation
import TestSupport
import Testing

/// What the process holds while it is sent more than it takes: it runs alone, so nothing but the body can make it grow.
@Suite("Memory of the bridge", .serialized)
struct MemoryTests {
    private static let body = 200 << 20

    enum Framing: String, CaseIterable, CustomTestStringConvertible {
        case announced, chunked

        var testDescription: String { rawValue }

        var field: String {
            switch self {
            case .announced: "Content-Length: \(body)"
            case .chunked: "Transfer-Encoding: chunked"
            }
        }

        /// One piece of the body as it goes over the wire.
        func wire(_ piece: [UInt8]) -> [UInt8] {
            switch self {
            case .announced: piece
            case .chunked: Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8)
            }
        }
    }

    @Test("A body of 200 MB that is sent to its end is answered 413 and not kept", arguments: Framing.allCases)
    func largeBody(_ framing: Framing) async throws {
        let serving = try await Serving()
        let url = try serving.text("url")
        // The code of the whole path is loaded, and every pool filled, before anything is measured.
        #expect(try await Self.send(framing, bytes: 16 << 20, to: url) == 413)
        let before = try Self.restart(serving.program.pid)
        #expect(try await Self.send(framing, bytes: Self.body, to: url) == 413)
        let highest = try Self.kilobytes("VmHWM", of: serving.program.pid)
        #expect(highest - before < 8 << 10, "from \(before) to \(highest) KiB")
        #expect(await serving.stop() == 0, "\(serving.program.complaints)")
    }

    private static func send(_ framing: Framing, bytes: Int, to url: String) async throws -> Int {
        let connection = try RawConnection(url: url)
        try await connection.send("POST /v1/sources/wfm/status-changes HTTP/1.1\r\nHost: x\r\n\(framing.field)\r\n\r\n")
        let piece = framing.wire([UInt8](repeating: 0x20, count: 1 << 20))
        for _ in 0..<(bytes >> 20) { try await connection.send(piece) }
        if framing == .chunked { try await connection.send("0\r\n\r\n") }
        // Where less was sent than announced, only this tells the other side that no more comes.
        try await connection.finish()
        let answer = try RawConnection.onlyAnswer(try await connection.readToEnd())
        #expect(answer.code == "too_large")
        return answer.status
    }

    /// Lets the process's high-water mark begin anew; answers what it holds now, in KiB (proc_pid_clear_refs(5)).
    private static func restart(_ pid: Int32) throws -> Int {
        let handle = try #require(FileHandle(forWritingAtPath: "/proc/\(pid)/clear_refs"))
        try handle.write(contentsOf: Data("5\n".utf8))
        try handle.close()
        return try kilobytes("VmRSS", of: pid)
    }

    private static func kilobytes(_ name: String, of pid: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("\(name):") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}
