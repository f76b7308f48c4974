import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Notation

/// Stands between the HTTP decoder and the server: refuses what is too large or too slow before it costs anything.
///
/// Answers 413 from the announced length alone, 431 for an oversized head, 400 for what is no HTTP, 408 for a body that
/// does not come; sends `100 Continue` where the client waits for it.
final class EdgeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        /// Between requests.
        case awaitingHead
        /// A head went on to the server; its body is coming.
        case receiving
        /// The request is whole; the server may still be answering.
        case received
        /// Refused: what still comes is thrown away.
        case discarding(left: Int)
    }

    private let limits: EdgeLimits
    private var state = State.awaitingHead
    private var timer: Scheduled<Void>?
    private var isAnswering = false

    init(limits: EdgeLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // The decoder lies before this handler; the first byte of a head can only be seen before the decoder.
        let watcher = FirstByteWatcher { [weak self] in self?.bytesArrived(context) }
        try? context.pipeline.syncOperations.addHandler(watcher, position: .first)
    }

    func handlerRemoved(context: ChannelHandlerContext) { stopTimer() }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        context.fireChannelInactive()
    }

    // MARK: In

    private func bytesArrived(_ context: ChannelHandlerContext) {
        guard case .awaitingHead = state, timer == nil else { return }
        startTimer(limits.headTime, context) { handler, context in
            handler.refuse(.requestTimeout, "too_slow", "the head of the request did not come in time", context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if case .discarding = state { return }
            stopTimer()
            guard admit(head, context) else { return }
            state = .receiving
            startTimer(limits.requestTime, context) { handler, context in
                // The server has the head already: it is told by the end of the connection.
                context.close(promise: nil)
            }
            context.fireChannelRead(data)
        case .body(let bytes):
            if case .discarding(let left) = state {
                return discard(bytes.readableBytes, left, context)
            }
            context.fireChannelRead(data)
        case .end:
            if case .discarding = state { return }
            stopTimer()
            state = .received
            context.fireChannelRead(data)
        }
    }

    private func admit(_ head: HTTPRequest, _ context: ChannelHandlerContext) -> Bool {
        let size = head.headerFields.reduce((head.path ?? "").utf8.count) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        guard size <= limits.head, head.headerFields.count <= limits.fields else {
            refuseHead(context)
            return false
        }
        if let length = head.headerFields[.contentLength].flatMap({ Int($0) }), length > limits.body {
            refuse(.contentTooLarge, "too_large", "the body may have at most \(limits.body) bytes", context)
            return false
        }
        if head.headerFields[.expect]?.lowercased() == "100-continue" {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        return true
    }

    private func refuseHead(_ context: ChannelHandlerContext) {
        let words = "the head may have at most \(limits.head) bytes in \(limits.fields) fields"
        refuse(.requestHeaderFieldsTooLarge, "head_too_large", words, context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .discarding = state { return }
        guard let fault = error as? HTTPParserError, !isAnswering else { return context.fireErrorCaught(error) }
        if fault == .headerOverflow { return refuseHead(context) }
        refuse(.badRequest, "malformed_http", "this is not HTTP/1.1 as RFC 9112 has it", context)
    }

    // MARK: Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            isAnswering = true
        case .end:
            isAnswering = false
            if case .received = state { state = .awaitingHead }
        case .body:
            break
        }
        context.write(data, promise: promise)
    }

    /// Answers in the server's place, then reads the rest into nothing and closes.
    private func refuse(_ status: HTTPResponse.Status, _ code: String, _ words: String, _ context: ChannelHandlerContext) {
        stopTimer()
        let problem = Problem(status: status.code, code: code, detail: words)
        let body = ByteBuffer(bytes: problem.json.encoded())
        var head = HTTPResponse(status: status)
        head.headerFields[.contentType] = ProblemAnswer.contentType
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let ended = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: ended)
        state = .discarding(left: limits.discard)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        ended.futureResult.whenComplete { _ in bound.value.close(mode: .output, promise: nil) }
        startTimer(limits.requestTime, context) { _, context in context.close(promise: nil) }
    }

    private func discard(_ bytes: Int, _ left: Int, _ context: ChannelHandlerContext) {
        guard left > bytes else {
            context.close(promise: nil)
            return
        }
        state = .discarding(left: left - bytes)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Nothing is handed on while discarding, so nobody else asks for more.
        if case .discarding = state { context.read() }
        context.fireChannelReadComplete()
    }

    // MARK: Time

    private func startTimer(
        _ time: TimeAmount,
        _ context: ChannelHandlerContext,
        _ act: @escaping (EdgeHandler, ChannelHandlerContext) -> Void
    ) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [self] in
            timer = nil
            act(self, context)
        }
    }

    private func stopTimer() {
        timer?.cancel()
        timer = nil
    }
}

/// Tells when bytes arrive, before they are decoded.
private final class FirstByteWatcher: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let arrived: () -> Void

    init(arrived: @escaping () -> Void) {
        self.arrived = arrived
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrived()
        context.fireChannelRead(data)
    }
}
