/// A text with a meaning of its own, so that one kind of name is never passed for another.
package protocol Identifier: Sendable, Hashable, Comparable, CustomStringConvertible {
    var text: String { get }
    init(_ text: String)
}

extension Identifier {
    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A tenant of CXone, by its name in the configuration.
package struct TenantName: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
    package static let standard = TenantName("default")
}

/// A source of status changes, by its name in the configuration.
package struct SourceName: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
    /// Changes that operators make by the API or the command line.
    package static let operators = SourceName("operators")
}

/// A receiver of events, by its name in the configuration.
package struct EndpointName: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// One requested change, `chg_…`.
package struct ChangeID: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// One request as its sender named it (`webhook-id`); `requestId` everywhere else.
package struct RequestID: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// One write that the bridge meant to make, `int_…`.
package struct IntentID: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// One hold on a change, `hld_…`.
package struct HoldID: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// One outgoing event, `evt_…`.
package struct EventID: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// One event on its way to one endpoint, `dlv_…`.
package struct DeliveryID: Identifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// An agent of the contact centre: a user of one CXone tenant.
package struct AgentID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let tenant: TenantName
    package let userID: String

    package init(tenant: TenantName, userID: String) {
        self.tenant = tenant
        self.userID = userID
    }

    package var description: String { "\(tenant)/\(userID)" }

    package static func < (left: AgentID, right: AgentID) -> Bool {
        (left.tenant, left.userID) < (right.tenant, right.userID)
    }
}
