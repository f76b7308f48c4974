import DequeModule
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Notation

/// Stands between the HTTP decoder and the server: refuses what is too large or too slow before it costs anything.
///
/// Answers 413 from the announced length alone, or once a body of no announced length is too long; 431 for an oversized
/// head, 400 for what is no HTTP, 408 for what does not come; sends `100 Continue` where the client waits for it. Hands the
/// server one request at a time. `EdgeConversation` decides; this carries out.
final class EdgeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Something that came while the request before it was being answered.
    private enum Held {
        case part(HTTPRequestPart)
        case fault(EdgeRefusal)
        case inputClosed
    }

    private let limits: EdgeLimits
    private let stopTime: TimeAmount
    private let metrics: ConnectionMetrics?
    private var conversation: EdgeConversation
    private var held: Deque<Held> = []
    private var isReadHeld = false
    private var isOutputClosed = false
    private var isInputClosed = false
    private var isHeadRequest = false
    private var timer: Scheduled<Void>?
    private var timerEnd = NIODeadline.distantFuture
    /// Runs once the listener is to stop.
    private var lastTimer: Scheduled<Void>?

    /// - Parameter stopTime: how long the connection may last once the listener is to stop.
    init(limits: EdgeLimits, stopTime: TimeAmount, metrics: ConnectionMetrics?) {
        self.limits = limits
        self.stopTime = stopTime
        self.metrics = metrics
        conversation = EdgeConversation(limits: limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        metrics?.opened()
        // The decoder lies before this handler; the first byte of a head can only be seen before the decoder.
        let gate = EdgeGate { [weak self] count in self?.bytesArrived(count, context) ?? true }
        try? context.pipeline.syncOperations.addHandler(gate, position: .first)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        metrics?.closed()
        stopTimer()
        lastTimer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopTimer()
        lastTimer?.cancel()
        context.fireChannelInactive()
    }

    // MARK: In

    /// - Returns: whether the bytes go on to the decoder.
    private func bytesArrived(_ count: Int, _ context: ChannelHandlerContext) -> Bool {
        switch conversation.bytes(count) {
        case .pass:
            return true
        case .passAndTimeHead:
            if timer == nil { startTimer(limits.headTime, context) }
            return true
        case .drop:
            return false
        case .close:
            context.close(promise: nil)
            return false
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        receive(unwrapInboundIn(data), context)
    }

    private func receive(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head(let head):
            let action = conversation.head(head)
            if action != .hold { isHeadRequest = head.method == .head }
            if action == .pass || action == .passAndContinue { startTimer(limits.requestTime, context) }
            carryOut(action, .part(part), context)
        case .body(let bytes):
            carryOut(conversation.body(bytes.readableBytes), .part(part), context)
        case .end:
            let action = conversation.end()
            if action == .pass { stopTimer() }
            carryOut(action, .part(part), context)
            if action == .pass, let ending = conversation.settle() { follow(ending, context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow:
            carryOut(conversation.fault(.headTooLarge), .fault(.headTooLarge), context)
        case is ByteToMessageDecoderError:
            // Said once already: the decoder has given up on this connection.
            break
        case is IOError, is ChannelError:
            context.fireErrorCaught(error)
        default:
            // The parser's faults, and heads that cannot be put into HTTP's own types.
            carryOut(conversation.fault(.malformed), .fault(.malformed), context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            switch conversation.inputClosed() {
            case .hold: held.append(.inputClosed)
            case .close: closeIfDone(context)
            default: context.fireUserInboundEventTriggered(event)
            }
        case ChannelEvent.outputClosed where conversation.isOver:
            // Of no concern to the server: whatever it still writes is thrown away here.
            break
        case is ChannelShouldQuiesceEvent where conversation.isOver:
            context.close(promise: nil)
        case is ChannelShouldQuiesceEvent:
            startLastTimer(context)
            context.fireUserInboundEventTriggered(event)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    private func carryOut(_ action: EdgeConversation.Action, _ what: Held, _ context: ChannelHandlerContext) {
        switch action {
        case .pass, .passAndContinue:
            guard case .part(let part) = what else { return }
            if action == .passAndContinue {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
            context.fireChannelRead(wrapInboundOut(part))
        case .hold:
            held.append(what)
        case .drop:
            break
        case .refuse(let refusal, let interrupts):
            refuse(refusal, context)
            if interrupts { context.fireErrorCaught(refusal) }
        case .close:
            metrics?.cut()
            context.close(promise: nil)
        }
    }

    /// Hands on what came in the meantime, as far as the next request goes, and reads on.
    private func goOn(_ context: ChannelHandlerContext) {
        let replays = !held.isEmpty
        while !conversation.isAnswering, !conversation.isOver, let next = held.popFirst() {
            switch next {
            case .part(let part): receive(part, context)
            case .fault(let refusal): carryOut(conversation.fault(refusal), .fault(refusal), context)
            case .inputClosed: context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            }
        }
        if replays { context.fireChannelReadComplete() }
        guard isReadHeld, !conversation.isAnswering else { return }
        isReadHeld = false
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Nothing is handed on any more, so nobody else asks for more.
        if conversation.isOver { context.read() }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if conversation.isAnswering {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    // MARK: Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !conversation.isOver else {
            promise?.succeed()
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            conversation.answerBegins(head)
            if conversation.endsWithThisAnswer { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            context.write(data, promise: written)
            guard let ending = conversation.answerEnds() else { return }
            follow(ending, context, after: written.futureResult)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard conversation.isOver, mode == .all else { return context.close(mode: mode, promise: promise) }
        // The server is done with a connection that is over already. It ends when the rest is read, not by a reset before.
        if let promise { context.channel.closeFuture.cascade(to: promise) }
    }

    private func follow(_ ending: EdgeConversation.Ending, _ context: ChannelHandlerContext, after written: EventLoopFuture<Void>? = nil) {
        switch ending {
        case .next:
            isHeadRequest = false
            goOn(context)
        case .linger: linger(context, after: written ?? context.eventLoop.makeSucceededVoidFuture())
        }
    }

    /// Answers in the server's place.
    private func refuse(_ refusal: EdgeRefusal, _ context: ChannelHandlerContext) {
        metrics?.ended(refusal)
        let problem = refusal.problem(limits)
        let body = ByteBuffer(bytes: problem.json.encoded())
        var head = HTTPResponse(status: HTTPResponse.Status(code: problem.status))
        head.headerFields[.contentType] = ProblemAnswer.contentType
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHeadRequest { context.write(wrapOutboundOut(.body(body)), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        linger(context, after: written.futureResult)
    }

    /// Half-closes, then throws away what still comes for a while: closing at once would be a reset, which eats the answer.
    private func linger(_ context: ChannelHandlerContext, after written: EventLoopFuture<Void>) {
        held = []
        startTimer(limits.requestTime, context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        written.whenComplete { _ in
            let (handler, context) = bound.value
            handler.isOutputClosed = true
            context.close(mode: .output, promise: nil)
            handler.closeIfDone(context)
        }
        context.read()
    }

    private func closeIfDone(_ context: ChannelHandlerContext) {
        if isInputClosed, isOutputClosed { context.close(promise: nil) }
    }

    // MARK: Time

    private func startTimer(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timerEnd = .now() + time
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: timerEnd) { [self] in
            timer = nil
            // What is only being thrown away has had its time: nothing is cut short by that.
            if conversation.isOver { return context.close(promise: nil) }
            carryOut(conversation.timedOut(), .fault(.slowBody), context)
        }
    }

    /// The listener is to stop: what is still coming gets half of the time, so that it has its answer before the end.
    private func startLastTimer(_ context: ChannelHandlerContext) {
        let half = TimeAmount.nanoseconds(stopTime.nanoseconds / 2)
        if timer != nil, timerEnd > .now() + half { startTimer(half, context) }
        lastTimer = context.eventLoop.assumeIsolated().scheduleTask(in: stopTime) { [self] in
            metrics?.cut()
            context.close(promise: nil)
        }
    }

    private func stopTimer() {
        timer?.cancel()
        timer = nil
    }
}

/// Sees bytes before they are decoded, and throws away those of a connection that is over.
private final class EdgeGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let takes: (Int) -> Bool

    /// - Parameter takes: whether so many bytes go on.
    init(takes: @escaping (Int) -> Bool) {
        self.takes = takes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if takes(unwrapInboundIn(data).readableBytes) { context.fireChannelRead(data) }
    }
}
