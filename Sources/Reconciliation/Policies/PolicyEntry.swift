/// What one tenant, source or team chooses; what is nil is left to the next less specific one.
package struct PolicyEntry: Sendable, Hashable {
    package var onContact: Policy.OnContact?
    package var loggedOut: Policy.LoggedOut?
    package var override: Policy.Override?
    package var drift: Policy.Drift?
    package var shadow: Bool?
    package var reportsContacts: Bool?
    package var satisfiable: [Status]?
    package var isStampedeExempt: Bool?
    package var unavailableFirst: Bool?
    package var pauseReasons: [String]?
    package var roles: [String]?
    package var shiftGrace: Duration?
    package var fightLimit: Int?
    package var fightHold: Duration?
    package var stampedeShare: Int?
    package var stampedeCount: Int?

    package init() {}

    /// An entry with something chosen.
    package init(_ choose: (inout PolicyEntry) -> Void) {
        self.init()
        choose(&self)
    }

    /// Puts what is chosen here in the place of what a policy says.
    package func refine(_ policy: inout Policy) {
        Self.put(onContact, into: &policy.onContact)
        Self.put(loggedOut, into: &policy.loggedOut)
        Self.put(override, into: &policy.override)
        Self.put(drift, into: &policy.drift)
        Self.put(shadow, into: &policy.shadow)
        Self.put(reportsContacts, into: &policy.reportsContacts)
        Self.put(satisfiable, into: &policy.satisfiable)
        Self.put(isStampedeExempt, into: &policy.isStampedeExempt)
        Self.put(unavailableFirst, into: &policy.unavailableFirst)
        Self.put(pauseReasons, into: &policy.pauseReasons)
        Self.put(roles, into: &policy.roles)
        Self.put(shiftGrace, into: &policy.shiftGrace)
        Self.put(fightLimit, into: &policy.fightLimit)
        Self.put(fightHold, into: &policy.fightHold)
        Self.put(stampedeShare, into: &policy.stampedeShare)
        Self.put(stampedeCount, into: &policy.stampedeCount)
    }

    private static func put<Value>(_ chosen: Value?, into place: inout Value) {
        if let chosen { place = chosen }
    }
}
