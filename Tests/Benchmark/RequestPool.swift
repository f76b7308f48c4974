import Foundation
import NIOCore
import Notation
import WebhookSignature

/// Whole HTTP requests, each with an id, an agent and a signature of its own, made before the time is taken.
final class RequestPool {
    private let keys: KeyRing
    private let run = String(UInt64.random(in: 0 ... .max), radix: 36)
    private var ready: [ByteBuffer] = []
    private var made = 0

    /// The length of every body in bytes.
    private static let bodyLength = 500

    init(secret: String, count: Int) throws {
        keys = KeyRing([.init(key: try WebhookKey(secret), id: "k1")])
        ready = try (0..<count).map { _ in try make() }
        ready.reverse()
    }

    func next() throws -> ByteBuffer {
        try ready.popLast() ?? make()
    }

    private func make() throws -> ByteBuffer {
        made += 1
        let now = WallClock.system.now()
        let body = Self.body(agent: "agent-\(run)-\(made)", reference: "shift-\(made)/1", now: now)
        let headers = try StandardWebhooks.sign(id: "msg_\(run)_\(made)", timestamp: now / 1_000_000, body: body, keys: keys)
        var request = ByteBuffer()
        request.reserveCapacity(body.count + 320)
        request.writeString("POST /v1/sources/wfm/status-changes HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n")
        for (name, value) in headers { request.writeString("\(name): \(value)\r\n") }
        request.writeString("content-length: \(body.count)\r\n\r\n")
        request.writeBytes(body)
        return request
    }

    /// A change for tomorrow, so that the reconciler has nothing to do with it yet.
    private static func body(agent: String, reference: String, now: UnixMicroseconds) -> [UInt8] {
        let day: Int64 = 86_400_000_000
        var text =
            #"{"event":"agent_status_change_requested","userId":"\#(agent)","status":"Break","pauseReason":"Queue Full","#
            + #""wrapUpCode":null,"forceAvailability":false,"respectWrapUp":true,"effectiveAt":"\#(RFC3339.format(now + day))","#
            + #""expiresAt":"\#(RFC3339.format(now + day + 600_000_000))","endsAt":"\#(RFC3339.format(now + day + 900_000_000))","#
            + #""version":42,"reference":"\#(reference)"}"#
        // White space between tokens: of the bodies that are out there, the pretty-printed ones are as long.
        text.insert(contentsOf: String(repeating: " ", count: max(0, bodyLength - text.utf8.count)), at: text.index(after: text.startIndex))
        return Array(text.utf8)
    }
}
