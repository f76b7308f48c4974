import NIOCore
import NIOHTTP1
import NIOPosix
import Notation
import Synchronization

/// An endpoint that answers as a test says, keeping everything that comes, copies and refused ones too.
final class Receiver: Sendable {
    struct Post: Sendable {
        /// 1 for the first one.
        let number: Int
        let path: String
        let headers: HTTPHeaders
        let body: [UInt8]
        let at: UnixMicroseconds

        var text: String { String(decoding: body, as: UTF8.self) }
        var id: String { headers.first(name: "webhook-id") ?? "" }
    }

    enum Answer: Sendable {
        case status(Int, [(String, String)] = [], body: String = "")
        case hang
        /// A head at once, then a byte of a body now and then, without end.
        case drip
        /// A body without end, as fast as it goes.
        case flood
        case close
        /// Answers when the gate opens.
        case after(OpenGate)
    }

    typealias Answering = @Sendable (Post) -> Answer

    private struct State {
        var posts: [Post] = []
        var most = 0
        var inHand = 0
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    private let answering: Answering
    private let now: @Sendable () -> UnixMicroseconds
    private let channel = Mutex<(any Channel)?>(nil)

    private init(_ answering: @escaping Answering, now: @escaping @Sendable () -> UnixMicroseconds) {
        self.answering = answering
        self.now = now
    }

    /// Listens for as long as the test runs.
    static func with<Result: Sendable>(
        clock: WallClock = .system,
        _ answering: @escaping Answering,
        _ test: @Sendable (Receiver) async throws -> Result
    ) async throws -> Result {
        let receiver = Receiver(answering, now: clock.now)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1_024)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(receiver))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        receiver.channel.withLock { $0 = channel }
        do {
            let result = try await test(receiver)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    var url: String { "http://127.0.0.1:\(channel.withLock { $0?.localAddress?.port } ?? 0)/events" }

    func posts() -> [Post] { state.withLock { $0.posts } }

    /// The most that were in hand at once.
    var most: Int { state.withLock { $0.most } }

    /// Returns once so many have come.
    func wait(for count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.posts.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func take(_ head: HTTPRequestHead, _ body: [UInt8]) -> Answer {
        let (post, content) = state.withLock { state in
            let post = Post(number: state.posts.count + 1, path: head.uri, headers: head.headers, body: body, at: now())
            state.posts.append(post)
            state.inHand += 1
            state.most = max(state.most, state.inHand)
            let content = state.waiters.filter { $0.count <= state.posts.count }
            state.waiters.removeAll { $0.count <= state.posts.count }
            return (post, content)
        }
        for waiter in content { waiter.continuation.resume() }
        return answering(post)
    }

    private func done() { state.withLock { $0.inHand -= 1 } }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let receiver: Receiver
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ receiver: Receiver) { self.receiver = receiver }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = []
            case .body(let part):
                body += part.readableBytesView
            case .end:
                guard let head else { return }
                answer(receiver.take(head, body), context)
            }
        }

        private func answer(_ answer: Answer, _ context: ChannelHandlerContext) {
            let loop = context.eventLoop
            let bound = NIOLoopBound(context, eventLoop: loop)
            let this = NIOLoopBound(self, eventLoop: loop)
            switch answer {
            case .status(let status, let headers, let text):
                reply(status, headers, text, context)
            case .hang:
                break
            case .close:
                receiver.done()
                context.close(promise: nil)
            case .drip:
                begin(context)
                loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(20)) { task in
                    guard bound.value.channel.isActive else { return task.cancel() }
                    this.value.part(" ", bound.value)
                }
            case .flood:
                begin(context)
                let much = String(repeating: "x", count: 16 * 1_024)
                loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { task in
                    guard bound.value.channel.isActive else { return task.cancel() }
                    if bound.value.channel.isWritable { this.value.part(much, bound.value) }
                }
            case .after(let gate):
                let promise = loop.makePromise(of: Int.self)
                gate.add(promise)
                promise.futureResult.whenSuccess { status in this.value.reply(status, [], "", bound.value) }
            }
        }

        private func begin(_ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["transfer-encoding": "chunked"])
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }

        private func part(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        }

        private func reply(_ status: Int, _ headers: [(String, String)], _ text: String, _ context: ChannelHandlerContext) {
            receiver.done()
            var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: HTTPHeaders(headers))
            if status != 204 { head.headers.add(name: "content-length", value: String(text.utf8.count)) }
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            if !text.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}

/// Holds answers back until it is opened.
final class OpenGate: Sendable {
    private struct State {
        var status: Int?
        var promises: [EventLoopPromise<Int>] = []
    }

    private let state = Mutex(State())

    func add(_ promise: EventLoopPromise<Int>) {
        let status = state.withLock { state in
            if state.status == nil { state.promises.append(promise) }
            return state.status
        }
        if let status { promise.succeed(status) }
    }

    func open(_ status: Int = 204) {
        let promises = state.withLock { state in
            state.status = status
            defer { state.promises = [] }
            return state.promises
        }
        for promise in promises { promise.succeed(status) }
    }
}
