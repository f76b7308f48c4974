import Foundation
import Glibc
package import Notation

/// A TCP connection that sends exactly what it is told, for everything that no HTTP client would do.
///
/// Blocking calls run on a queue of its own; no wait is longer than `patience`.
package final class RawConnection: Sendable {
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
        let isReset: Bool

        init(_ call: String) {
            isReset = errno == ECONNRESET
            description = "\(call): \(String(cString: strerror(errno)))"
        }

        init(words: String) {
            isReset = false
            description = words
        }
    }

    /// One answer as it came over the wire.
    package struct Answer: Sendable {
        package var status: Int
        package var fields: [(name: String, value: String)]
        package var body: String

        package var json: JSONValue? { try? JSONValue(parsing: body) }
        package var code: String? { json?["code"]?.string }
        package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "raw connection")
    private static let patience = 30

    package init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failed("socket") }
        var time = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else {
            Glibc.close(descriptor)
            throw Failed("connect")
        }
    }

    /// To a listener on loopback.
    package convenience init(url: String) throws {
        guard let port = URL(string: url)?.port else { throw Failed(words: "no port in \(url)") }
        try self.init(port: port)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The same connection for another task: one may read while the other sends.
    package func copy() -> RawConnection { RawConnection(descriptor: dup(descriptor)) }

    deinit { Glibc.close(descriptor) }

    private func run<Value: Sendable>(_ body: @escaping @Sendable (Int32) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body(self.descriptor) }) }
        }
    }

    package func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) async throws {
        try await run { descriptor in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { throw Failed("send") }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Says that nothing more will be sent.
    package func finish() async throws {
        try await run { descriptor in
            guard shutdown(descriptor, Int32(SHUT_WR)) == 0 else { throw Failed("shutdown") }
        }
    }

    /// Everything until the other side closes. A reset is an error: it can eat what was sent before.
    package func readToEnd() async throws -> String {
        try await run { descriptor in
            var received: [UInt8] = []
            while let more = try Self.read(descriptor) { received += more }
            return String(decoding: received, as: UTF8.self)
        }
    }

    /// The next answer, by its Content-Length; the connection stays open.
    package func readAnswer(toHead: Bool = false) async throws -> Answer {
        try await run { descriptor in
            var received: [UInt8] = []
            func next() throws {
                // One byte at a time, so that nothing of the answer after it is taken.
                guard let more = try Self.read(descriptor, atMost: 1) else {
                    throw Failed(words: "closed after \(String(decoding: received, as: UTF8.self))")
                }
                received += more
            }
            while !received.suffix(4).elementsEqual("\r\n\r\n".utf8) { try next() }
            var answer = try Self.head(String(decoding: received, as: UTF8.self))
            received = []
            let length = toHead || answer.status < 200 ? 0 : answer["content-length"].flatMap { Int($0) } ?? 0
            while received.count < length { try next() }
            answer.body = String(decoding: received, as: UTF8.self)
            return answer
        }
    }

    /// Waits for the other side to close, with or without a reset; answers what came before.
    package func waitForClose() async throws -> String {
        try await run { descriptor in
            var received: [UInt8] = []
            do {
                while let more = try Self.read(descriptor) { received += more }
            } catch let error as Failed where error.isReset {
                // The end, if not a polite one.
            }
            return String(decoding: received, as: UTF8.self)
        }
    }

    /// Whether the other side has said something, or has closed; returns as soon as it has.
    package func hasNews(within milliseconds: Int32) async throws -> Bool {
        try await run { descriptor in
            var news = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&news, 1, milliseconds)
            guard count >= 0 else { throw Failed("poll") }
            return count > 0
        }
    }

    /// What has come, or nil at the end.
    private static func read(_ descriptor: Int32, atMost count: Int = 65_536) throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &buffer, count, 0)
        guard received >= 0 else { throw Failed("recv") }
        return received == 0 ? nil : Array(buffer.prefix(received))
    }

    private static func head(_ text: String) throws -> Answer {
        let lines = text.components(separatedBy: "\r\n").filter { !$0.isEmpty }
        guard let first = lines.first, let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failed(words: "no status line: \(text)")
        }
        let fields = lines.dropFirst().map { line -> (name: String, value: String) in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }
        return Answer(status: status, fields: fields, body: "")
    }

    /// Splits what came before the end into its one answer.
    package static func onlyAnswer(_ text: String) throws -> Answer {
        guard let end = text.range(of: "\r\n\r\n") else { throw Failed(words: "no head: \(text.prefix(200))") }
        var answer = try head(String(text[..<end.upperBound]))
        answer.body = String(text[end.upperBound...])
        guard answer["content-length"] == String(answer.body.utf8.count) else {
            throw Failed(words: "the body has \(answer.body.utf8.count) bytes, announced were \(answer["content-length"] ?? "none")")
        }
        return answer
    }
}
