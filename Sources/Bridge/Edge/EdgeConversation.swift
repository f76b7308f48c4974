import HTTPTypes

/// The requests and answers of one connection, strictly one after the other: a value without channel, clock or timer.
///
/// It knows what may go on to the server, what has to wait for the answer before it, and when the connection is over.
struct EdgeConversation {
    private enum Phase {
        /// Between requests.
        case awaitingHead
        /// A head went on to the server; so many bytes of its body have come.
        case receiving(body: Int)
        /// The request is whole, its answer is not.
        case received
        /// Over: what still comes is thrown away, up to so many bytes.
        case over(left: Int)
    }

    private enum Answer {
        case none, begun, ended
    }

    /// What is to be done with something that has come.
    enum Action: Equatable {
        case pass
        /// Pass it on, and tell the client to go on with its body.
        case passAndContinue
        /// Keep it until the answer before it has ended.
        case hold
        case drop
        /// Answer in the server's place. The server has a part of the request and has to be told.
        case refuse(EdgeRefusal, interrupts: Bool)
        case close
    }

    enum BytesAction: Equatable {
        case pass
        /// The first bytes of a head: from here its time runs.
        case passAndTimeHead
        case drop
        case close
    }

    /// What follows once an answer has ended.
    enum Ending: Equatable {
        /// The next request may come.
        case next
        /// No more answers: half-close, and throw away what still comes.
        case linger
    }

    private let limits: EdgeLimits
    private var phase = Phase.awaitingHead
    private var answer = Answer.none
    private var endsAfterAnswer = false

    init(limits: EdgeLimits) {
        self.limits = limits
    }

    var isOver: Bool {
        if case .over = phase { true } else { false }
    }

    /// Whether nothing more should be read for now: a request is being answered.
    var isAnswering: Bool {
        if case .received = phase { true } else { false }
    }

    /// Whether the client was told, or has asked, that the connection ends with this answer.
    var endsWithThisAnswer: Bool { endsAfterAnswer }

    // MARK: What comes in

    /// Bytes have come, not decoded yet.
    mutating func bytes(_ count: Int) -> BytesAction {
        switch phase {
        case .awaitingHead: return .passAndTimeHead
        case .receiving, .received: return .pass
        case .over(let left):
            phase = .over(left: max(0, left - count))
            return left > count ? .drop : .close
        }
    }

    mutating func head(_ head: HTTPRequest) -> Action {
        switch phase {
        case .received: return .hold
        case .over, .receiving: return .drop
        case .awaitingHead: break
        }
        guard isSmall(head) else { return refuse(.headTooLarge, interrupts: false) }
        if let length = head.headerFields[.contentLength].flatMap({ Int($0) }), length > limits.body {
            return refuse(.bodyTooLarge, interrupts: false)
        }
        phase = .receiving(body: 0)
        answer = .none
        endsAfterAnswer = Self.saysClose(head.headerFields)
        return head.headerFields[.expect]?.lowercased() == "100-continue" ? .passAndContinue : .pass
    }

    mutating func body(_ count: Int) -> Action {
        switch phase {
        case .received: return .hold
        case .over, .awaitingHead: return .drop
        case .receiving(let before):
            guard before + count <= limits.body else { return end(because: .bodyTooLarge) }
            phase = .receiving(body: before + count)
            return .pass
        }
    }

    mutating func end() -> Action {
        switch phase {
        case .received: return .hold
        case .over, .awaitingHead: return .drop
        case .receiving:
            phase = .received
            return .pass
        }
    }

    /// What came is no HTTP, or its head is longer than the decoder takes.
    mutating func fault(_ refusal: EdgeRefusal) -> Action {
        switch phase {
        case .received: .hold
        case .over: .drop
        case .awaitingHead: refuse(refusal, interrupts: false)
        case .receiving: end(because: refusal)
        }
    }

    /// The client sends no more.
    mutating func inputClosed() -> Action {
        switch phase {
        case .received: .hold
        case .over: .close
        case .awaitingHead, .receiving: .pass
        }
    }

    /// The head, the body or the rest after the end took too long.
    mutating func timedOut() -> Action {
        switch phase {
        case .awaitingHead: refuse(.slowHead, interrupts: false)
        case .receiving: end(because: .slowBody)
        case .received, .over: .drop
        }
    }

    // MARK: What goes out

    /// An answer of the server goes out; what it writes once the connection is over must not.
    mutating func answerBegins(_ head: HTTPResponse) {
        answer = .begun
        if Self.saysClose(head.headerFields) { endsAfterAnswer = true }
    }

    /// - Returns: what follows; nil while the request is still coming.
    mutating func answerEnds() -> Ending? {
        answer = .ended
        return settle()
    }

    /// To be asked after `answerEnds`, and after the end of a request has gone on.
    mutating func settle() -> Ending? {
        guard !isOver, case .ended = answer else { return nil }
        if endsAfterAnswer {
            phase = .over(left: limits.discard)
            return .linger
        }
        guard case .received = phase else { return nil }
        phase = .awaitingHead
        answer = .none
        return .next
    }

    // MARK: Refusals

    private mutating func end(because refusal: EdgeRefusal) -> Action {
        // Two answers to one request, or half of one, would be taken for the answer to another.
        guard case .none = answer else {
            phase = .over(left: 0)
            return .close
        }
        return refuse(refusal, interrupts: true)
    }

    private mutating func refuse(_ refusal: EdgeRefusal, interrupts: Bool) -> Action {
        phase = .over(left: limits.discard)
        return .refuse(refusal, interrupts: interrupts)
    }

    private func isSmall(_ head: HTTPRequest) -> Bool {
        // The host is a field on the wire and none in `headerFields`.
        let host = head.authority.map { $0.utf8.count + 8 } ?? 0
        let size = head.headerFields.reduce((head.path ?? "").utf8.count + host) { size, field in
            size + field.name.rawName.utf8.count + field.value.utf8.count + 4
        }
        return size <= limits.head && head.headerFields.count + (head.authority == nil ? 0 : 1) <= limits.fields
    }

    private static func saysClose(_ fields: HTTPFields) -> Bool {
        guard let value = fields[.connection] else { return false }
        return value.split(separator: ",").contains { $0.filter { $0 != " " && $0 != "\t" }.lowercased() == "close" }
    }
}
