import Glibc
import Hummingbird
import NIOCore

/// One request in hand, and the ways to leave it without an answer.
struct Exchange: Sendable {
    let request: Request
    private let channel: any Channel
    private let registry: ConnectionRegistry

    init(request: Request, channel: any Channel, registry: ConnectionRegistry) {
        self.request = request
        self.channel = channel
        self.registry = registry
    }

    /// The target's path as it was sent, and its query, both still encoded.
    var target: (path: Substring, query: Substring?) {
        let whole = request.head.path ?? "/"
        guard let mark = whole.firstIndex(of: "?") else { return (whole[...], nil) }
        return (whole[..<mark], whole[whole.index(after: mark)...])
    }

    /// Whether the peer is on this host. A peer without an address (a connection that is already gone) is not.
    var isFromLoopback: Bool {
        guard let peer = channel.remoteAddress?.ipAddress else { return false }
        return peer == "::1" || peer.hasPrefix("127.") || peer.hasPrefix("::ffff:127.")
    }

    /// The whole body; nil if it is longer than the limit in bytes.
    func body(upTo limit: Int) async throws -> ByteBuffer? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { return nil }
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }

    /// Gives no answer until the client goes away or the listener stops.
    func hang() async {
        await registry.hang(channel)
    }

    /// Closes the connection with a reset: lingering switched off makes the kernel send RST and drop what is unsent (socket(7)).
    func reset() async {
        if let socket = channel as? any SocketOptionProvider {
            try? await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        // A channel that is closed already has nothing left to reset.
        try? await channel.close()
    }
}
