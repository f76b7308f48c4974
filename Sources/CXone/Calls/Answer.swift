package import NIOHTTP1
import Notation

/// A request to CXone, ready but for its authorization.
struct OutgoingCall: Sendable {
    let call: CXoneCall
    let method: HTTPMethod
    let url: String
    var headers: HTTPHeaders = [:]
    var body: [UInt8]?
}

/// What came back.
package struct Answer: Sendable {
    package enum Body: Sendable, Equatable {
        case whole([UInt8])
        /// More than was read; the rest was thrown away with its connection.
        case oversized(limit: Int)
        /// The head came, and then the connection or the time ended, or the caller gave up.
        case cut(detail: String, isGivenUp: Bool = false)
    }

    package let status: Int
    let headers: HTTPHeaders
    let body: Body
    /// What the sender knows and no message may show.
    private let secrets: [Secret]

    package init(status: Int, headers: HTTPHeaders = [:], body: Body = .whole([])) {
        self.init(status: status, headers: headers, body: body, secrets: [])
    }

    init(status: Int, headers: HTTPHeaders, body: Body, secrets: [Secret]) {
        self.status = status
        self.headers = headers
        self.body = body
        self.secrets = secrets
    }

    /// The sender's words, fit for a message: without secrets, and only then cut.
    func line(_ text: String) -> String { PlainText.line(SecretScreen(secrets).screen(text)) }

    var isSuccess: Bool { (200..<300).contains(status) }

    /// The body if all of it came, else nothing.
    var bytes: [UInt8] {
        if case .whole(let bytes) = body { bytes } else { [] }
    }
}

/// Why nothing came back.
package struct ExchangeFault: Error, Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case disconnected
        case timedOut
        case cancelled
    }

    let kind: Kind
    /// Whether the request may have reached the other side whole; of a call without a body only the lack of a connection
    /// says that it has not.
    let hasLeft: Bool
    let detail: String

    package init(kind: Kind, hasLeft: Bool, detail: String) {
        self.kind = kind
        self.hasLeft = hasLeft
        self.detail = detail
    }
}
