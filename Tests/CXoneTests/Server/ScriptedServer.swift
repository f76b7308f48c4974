import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server that answers as a test's script says, byte for byte, and remembers what it was asked.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        /// From 1, in the order of arrival.
        let number: Int
        let method: String
        /// Path and query as they came, nothing decoded.
        let target: String
        let headers: HTTPHeaders
        let body: String

        func header(_ name: String) -> [String] { headers[name] }
        var path: String { String(target.prefix { $0 != "?" }) }
        var query: [String] { target.split(separator: "?").dropFirst().joined().split(separator: "&").map(String.init) }
    }

    enum Play: Sendable {
        case answer(Int, headers: [String: String] = [:], body: String = "")
        /// The bytes as they are, and then the end of the connection.
        case raw(String)
        /// A head that promises this many bytes, then a byte of them every ten milliseconds.
        case drip(Int, bytes: Int)
        /// An answer that waits for a signal.
        case later(Signal, Int, body: String)
        case hang
        case reset
        case close
    }

    private let channel: any Channel
    private let recorder: Recorder

    final class Recorder: Sendable {
        private let requests = Mutex<[Request]>([])
        private let script: @Sendable (Request) -> Play

        init(script: @escaping @Sendable (Request) -> Play) {
            self.script = script
        }

        /// Connections that were accepted.
        let connections = Atomic(0)
        var all: [Request] { requests.withLock { $0 } }

        func play(_ method: String, _ target: String, _ headers: HTTPHeaders, _ body: String) -> Play {
            let request = requests.withLock { requests in
                let request = Request(number: requests.count + 1, method: method, target: target, headers: headers, body: body)
                requests.append(request)
                return request
            }
            return script(request)
        }
    }

    init(_ script: @escaping @Sendable (Request) -> Play) async throws {
        let recorder = Recorder(script: script)
        self.recorder = recorder
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                recorder.connections.add(1, ordering: .relaxed)
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try channel.pipeline.syncOperations.addHandler(Player(recorder: recorder))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var requests: [Request] { recorder.all }
    var connections: Int { recorder.connections.load(ordering: .relaxed) }
    /// All but those for tokens.
    var calls: [Request] { requests.filter { $0.path != "/oauth/token" } }
    var tokenRequests: [Request] { requests.filter { $0.path == "/oauth/token" } }

    func shutdown() async throws {
        try await channel.close()
    }
}

/// Something that a test lets happen, once.
final class Signal: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]?>([])

    func give() {
        let callbacks = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting ?? []
        }
        for callback in callbacks { callback() }
    }

    func whenGiven(_ callback: @escaping @Sendable () -> Void) {
        let isGiven = waiting.withLock { waiting in
            waiting?.append(callback)
            return waiting == nil
        }
        if isGiven { callback() }
    }
}

/// Collects one request after another on a connection and plays what the script says.
// The pipeline runs a handler on its own event loop only; nothing of it is touched from elsewhere.
private final class Player: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let recorder: ScriptedServer.Recorder
    private var head: HTTPRequestHead?
    private var body = ""

    init(recorder: ScriptedServer.Recorder) {
        self.recorder = recorder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let part):
            body += String(buffer: part)
        case .end:
            guard let head else { return }
            play(recorder.play(head.method.rawValue, head.uri, head.headers, body), context: context)
        }
    }

    private func play(_ play: ScriptedServer.Play, context: ChannelHandlerContext) {
        switch play {
        case .answer(let status, let headers, let body):
            let fields = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
            send("HTTP/1.1 \(status) Played\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)", context: context)
        case .raw(let text):
            send(text, context: context)
            context.close(promise: nil)
        case .drip(let status, let bytes):
            send("HTTP/1.1 \(status) Played\r\nContent-Length: \(bytes)\r\n\r\n", context: context)
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(10)) { task in
                guard context.value.channel.isActive else { return task.cancel() }
                context.value.writeAndFlush(NIOAny(ByteBuffer(string: " ")), promise: nil)
            }
        case .later(let signal, let status, let body):
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            let loop = context.eventLoop
            let text = "HTTP/1.1 \(status) Played\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            signal.whenGiven { loop.execute { self.send(text, context: context.value) } }
        case .hang:
            break
        case .reset:
            // With no time to linger a close is a reset.
            _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            context.close(promise: nil)
        case .close:
            context.close(promise: nil)
        }
    }

    private func send(_ text: String, context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}
