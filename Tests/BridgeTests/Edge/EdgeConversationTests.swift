import HTTPTypes
import Testing

@testable import Bridge

@Suite("One connection's conversation")
struct EdgeConversationTests {
    private static let limits = {
        var limits = EdgeLimits()
        limits.body = 100
        limits.discard = 50
        return limits
    }()

    private static func head(_ fields: HTTPFields = [:], method: HTTPRequest.Method = .post) -> HTTPRequest {
        HTTPRequest(method: method, scheme: "http", authority: "host", path: "/", headerFields: fields)
    }

    private static let ok = HTTPResponse(status: .ok)

    @Test("A request passes whole, and the next one waits for its answer")
    func oneAtATime() {
        var conversation = EdgeConversation(limits: Self.limits)
        #expect(conversation.bytes(10) == .passAndTimeHead)
        #expect(conversation.head(Self.head()) == .pass)
        #expect(conversation.body(100) == .pass)
        #expect(!conversation.isAnswering)
        #expect(conversation.end() == .pass)
        #expect(conversation.isAnswering)
        #expect(conversation.head(Self.head()) == .hold)
        #expect(conversation.body(1) == .hold)
        #expect(conversation.end() == .hold)
        #expect(conversation.fault(.malformed) == .hold)
        #expect(conversation.inputClosed() == .hold)
        #expect(conversation.timedOut() == .drop)
        conversation.answerBegins(Self.ok)
        #expect(conversation.answerEnds() == .next)
        #expect(!conversation.isAnswering)
        #expect(conversation.head(Self.head()) == .pass)
    }

    @Test("An answer that comes before its request is whole does not end the request")
    func earlyAnswer() {
        var conversation = EdgeConversation(limits: Self.limits)
        _ = conversation.head(Self.head())
        conversation.answerBegins(Self.ok)
        #expect(conversation.answerEnds() == nil)
        #expect(conversation.body(60) == .pass)
        #expect(conversation.end() == .pass)
        #expect(conversation.settle() == .next)
        #expect(conversation.settle() == nil)
    }

    @Test("A body beyond the limit is refused while nothing was answered, and cut off after that")
    func longBodies() {
        var conversation = EdgeConversation(limits: Self.limits)
        #expect(conversation.head(Self.head([.contentLength: "101"])) == .refuse(.bodyTooLarge, interrupts: false))
        #expect(conversation.isOver)

        conversation = EdgeConversation(limits: Self.limits)
        #expect(conversation.head(Self.head([.contentLength: "100"])) == .pass)

        conversation = EdgeConversation(limits: Self.limits)
        _ = conversation.head(Self.head())
        #expect(conversation.body(100) == .pass)
        #expect(conversation.body(1) == .refuse(.bodyTooLarge, interrupts: true))

        conversation = EdgeConversation(limits: Self.limits)
        _ = conversation.head(Self.head())
        conversation.answerBegins(Self.ok)
        #expect(conversation.body(101) == .close)
        #expect(conversation.isOver)
    }

    @Test("Heads are measured with the host in them")
    func heads() {
        var limits = Self.limits
        limits.head = 200
        limits.fields = 3
        func action(_ fields: HTTPFields) -> EdgeConversation.Action {
            var conversation = EdgeConversation(limits: limits)
            return conversation.head(Self.head(fields))
        }
        #expect(action([.accept: "a", .userAgent: "b"]) == .pass)
        #expect(action([.accept: "a", .userAgent: "b", .origin: "c"]) == .refuse(.headTooLarge, interrupts: false))
        #expect(action([.accept: String(repeating: "x", count: 177)]) == .pass)
        #expect(action([.accept: String(repeating: "x", count: 178)]) == .refuse(.headTooLarge, interrupts: false))
    }

    @Test("What announces the end of the connection ends it once it is answered")
    func lastAnswers() {
        for request in ["close", "Close", "keep-alive, close"] {
            var conversation = EdgeConversation(limits: Self.limits)
            _ = conversation.head(Self.head([.connection: request]))
            _ = conversation.end()
            conversation.answerBegins(Self.ok)
            #expect(conversation.endsWithThisAnswer)
            #expect(conversation.answerEnds() == .linger)
            #expect(conversation.isOver)
            #expect(conversation.inputClosed() == .close)
        }
        var conversation = EdgeConversation(limits: Self.limits)
        _ = conversation.head(Self.head([.connection: "keep-alive"]))
        conversation.answerBegins(HTTPResponse(status: .ok, headerFields: [.connection: "close"]))
        // The body is still coming: it is thrown away.
        #expect(conversation.answerEnds() == .linger)
        #expect(conversation.bytes(10) == .drop)
    }

    @Test("After a refusal a bounded rest is thrown away")
    func discarding() {
        var conversation = EdgeConversation(limits: Self.limits)
        #expect(conversation.fault(.malformed) == .refuse(.malformed, interrupts: false))
        #expect(conversation.fault(.malformed) == .drop)
        #expect(conversation.head(Self.head()) == .drop)
        #expect(conversation.bytes(49) == .drop)
        #expect(conversation.bytes(1) == .close)
    }

    @Test("Time runs out in each phase in its own way")
    func times() {
        var conversation = EdgeConversation(limits: Self.limits)
        #expect(conversation.timedOut() == .refuse(.slowHead, interrupts: false))

        conversation = EdgeConversation(limits: Self.limits)
        _ = conversation.head(Self.head())
        #expect(conversation.timedOut() == .refuse(.slowBody, interrupts: true))

        conversation = EdgeConversation(limits: Self.limits)
        _ = conversation.head(Self.head())
        conversation.answerBegins(Self.ok)
        _ = conversation.answerEnds()
        #expect(conversation.timedOut() == .close)
    }

    @Test("A client that waits for it is told to go on")
    func continues() {
        var conversation = EdgeConversation(limits: Self.limits)
        #expect(conversation.head(Self.head([.expect: "100-Continue"])) == .passAndContinue)
        conversation = EdgeConversation(limits: Self.limits)
        #expect(
            conversation.head(Self.head([.expect: "100-continue", .contentLength: "101"])) == .refuse(.bodyTooLarge, interrupts: false)
        )
    }
}
