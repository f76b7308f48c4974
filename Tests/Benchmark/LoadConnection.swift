import Dispatch
import NIOCore

/// One keep-alive connection: sends a request, reads its answer, sends the next.
///
/// A client of its own, for it must cost less than what it measures: of an answer it reads the status and the length.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Lets the connection begin.
    struct Begin {}

    private let tally: LoadTally
    private var received = ByteBuffer()
    private var sentAt: UInt64 = 0
    private var isWaiting = false

    init(_ tally: LoadTally) { self.tally = tally }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is Begin { send(context) } else { context.fireUserInboundEventTriggered(event) }
    }

    private func send(_ context: ChannelHandlerContext) {
        guard let request = tally.next() else { return }
        isWaiting = true
        sentAt = DispatchTime.now().uptimeNanoseconds
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        received.writeBuffer(&part)
        guard let status = takeAnswer() else { return }
        isWaiting = false
        tally.answered(status, after: DispatchTime.now().uptimeNanoseconds - sentAt)
        send(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isWaiting { tally.lost() }
        isWaiting = false
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// The status of a whole answer, which is taken off; nil while it is not whole.
    private func takeAnswer() -> Substring? {
        let view = received.readableBytesView
        guard let head = Self.end(ofHead: view) else { return nil }
        let text = String(decoding: view.prefix(head), as: UTF8.self)
        var length = 0
        for line in text.split(separator: "\r\n").dropFirst()
        where line.utf8.count > 15 && line.prefix(15).lowercased() == "content-length:" {
            length = Int(line.dropFirst(15).trimmingPrefix(" ")) ?? 0
        }
        guard view.count >= head + length else { return nil }
        received.clear()
        return text.dropFirst("HTTP/1.1 ".count).prefix(3)
    }

    private static func end(ofHead bytes: ByteBufferView) -> Int? {
        var place = bytes.startIndex
        while let next = bytes[place...].firstIndex(of: UInt8(ascii: "\r")) {
            guard bytes.endIndex - next >= 4 else { return nil }
            if bytes[next + 1] == 10, bytes[next + 2] == 13, bytes[next + 3] == 10 { return next + 4 - bytes.startIndex }
            place = next + 1
        }
        return nil
    }
}
