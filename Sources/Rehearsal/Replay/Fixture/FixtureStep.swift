import Notation

/// One thing that happens in a fixture at a time.
package struct FixtureStep: Sendable, Hashable {
    enum Action: Sendable, Hashable {
        /// A request to the bridge.
        case send(SendOrder)
        /// Something happens to an agent in CXone (`PUT /simulator/agents/{id}`).
        case agent(FixtureTemplate, order: FixtureTemplate)
        /// CXone's faults from now on (`PUT /simulator/faults`).
        case cxone(FixtureTemplate)
        /// The WFM goes down, comes back, or answers wrongly.
        case wfm(WFMOrder)
    }

    package let name: String
    /// From the start.
    package let at: Duration
    let action: Action

    /// Whether it needs the simulator's control interface.
    var needsSimulator: Bool {
        switch action {
        case .agent, .cxone: true
        case .send, .wfm: false
        }
    }

    var isSend: Bool {
        if case .send = action { true } else { false }
    }
}

/// What the stand-in for the WFM does from now on.
enum WFMOrder: Sendable, Hashable {
    case down
    case up
    /// An empty list: everything is well.
    case faults([StandInFault])
}

/// A request: what is sent, how it is signed, and the answer that is expected.
struct SendOrder: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case body(FixtureTemplate)
        /// Sent as it is, JSON or not.
        case text(String)
        /// The same id and the same bytes as that step, signed anew.
        case again(String)
    }

    /// How a request is signed. Each way but `right` earns a 401.
    enum Signing: String, Sendable, Hashable, CaseIterable {
        case right
        /// With a key that the bridge does not have.
        case forged
        /// Ten minutes ago.
        case stale
        /// Ten minutes from now.
        case future
        /// None of the three headers.
        case unsigned
        /// A signature that is no base64.
        case garbled
        /// The header of the signature twice.
        case repeated
    }

    let content: Content
    /// The step whose `webhook-id` is used; nil for an id of its own.
    let idOf: String?
    let signing: Signing
    /// Nil: none is sent.
    let contentType: String?
    /// A source other than the bridge's.
    let source: String?
    let expect: ExpectedAnswer

    /// How many changes the body asks for; nil where the body is not ours to count.
    var changeCount: Int? {
        guard case .body(let template) = content else { return nil }
        return template.value["changes"]?.array?.count ?? 1
    }

    /// Whether the body holds a list of changes.
    var isBatch: Bool {
        guard case .body(let template) = content else { return false }
        return template.value["changes"] != nil
    }
}
