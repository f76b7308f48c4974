import Notation
import WebhookSignature

/// A request as it goes out: headers and bytes.
struct Envelope: Sendable {
    let id: String
    let headers: [(String, String)]
    let body: [UInt8]
}

/// Writes and signs the requests of a fixture.
struct Postman: Sendable {
    let roster: Roster
    let start: UnixMicroseconds
    let right: WebhookKey
    /// A good key that the bridge does not have.
    let wrong: WebhookKey

    /// How far `stale` and `future` are off, in seconds: twice the usual tolerance.
    private static let offTime: Int64 = 600
    static let agent = "wfm-bridge-rehearsal"

    /// - Parameters:
    ///   - earlier: the requests sent so far, by step.
    ///   - now: the present, in bridge time.
    func write(_ order: SendOrder, of step: FixtureStep, earlier: [String: Envelope], now: UnixMicroseconds) throws(SigningFault)
        -> Envelope
    {
        // Distinct in every replay, so that a bridge that is rehearsed twice does not take the second for a repetition.
        var id = "msg_\(start)_\(step.name)"
        var body: [UInt8]
        switch order.content {
        case .body(let template):
            body = template.filled(roster, start: start, step: step.at).encoded()
        case .text(let text):
            body = Array(text.utf8)
        case .again(let name):
            id = earlier[name]?.id ?? id
            body = earlier[name]?.body ?? []
        }
        if let name = order.idOf { id = earlier[name]?.id ?? id }
        var headers = try sign(order.signing, id: id, body: body, now: now / 1_000_000)
        if let contentType = order.contentType { headers.append(("content-type", contentType)) }
        headers.append(("user-agent", Self.agent))
        return Envelope(id: id, headers: headers, body: body)
    }

    private func sign(_ signing: SendOrder.Signing, id: String, body: [UInt8], now: Int64) throws(SigningFault) -> [(String, String)] {
        func headers(_ key: WebhookKey, at time: Int64) throws(SigningFault) -> [(String, String)] {
            try StandardWebhooks.sign(id: id, timestamp: time, body: body, keys: KeyRing([KeyRing.Entry(key: key, id: "rehearsal")]))
        }
        switch signing {
        case .right: return try headers(right, at: now)
        case .forged: return try headers(wrong, at: now)
        case .stale: return try headers(right, at: now - Self.offTime)
        case .future: return try headers(right, at: now + Self.offTime)
        case .unsigned: return []
        case .garbled:
            return try headers(right, at: now).map { $0.0 == StandardWebhooks.signatureHeader ? ($0.0, "v1,!") : $0 }
        case .repeated:
            let good = try headers(right, at: now)
            return good + good.filter { $0.0 == StandardWebhooks.signatureHeader }
        }
    }
}
