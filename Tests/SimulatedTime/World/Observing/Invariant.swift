package import Reconciliation

/// What must hold at every step (7-qualities, Faults).
package enum Invariant: String, Sendable, Hashable, CaseIterable {
    /// Every accepted change ends, in time.
    case lost
    /// Every change is looked at when it is due.
    case overlooked
    /// No write again without a read between, none while another is under way, and no effect twice.
    case twice
    /// A person's move is not written over.
    case overridden
    /// An override is held only where a person moved, a fight only where the bridge fought.
    case phantom
    /// What is written was decided on what CXone showed a moment ago.
    case stale
    /// Nothing is sent past expiresAt.
    case late
    /// Nobody on a contact that can be seen is sent to Offline.
    case offlineOnContact = "offline-on-contact"
    /// At most three corrections of one agent in ten minutes.
    case fight
    /// Every step is journalled, once.
    case journal
    /// Events come in order, without a gap.
    case order
    /// What others did to an agent is told, once each.
    case told
    /// What is held is not written.
    case hold
    /// Too many to Offline at once, at short notice, are held.
    case stampede
    /// While paused nothing is written.
    case paused
    /// What a higher version, or a later schedule, has replaced is not written.
    case replaced
    /// What is corrected is still in force.
    case lapsed
    /// In shadow nothing is written.
    case shadow
    /// The limit of calls is found, and kept.
    case budget
    /// What is said to be applied took effect.
    case untrue
    /// Nobody goes round in circles.
    case circles
}

/// A broken invariant.
package struct Violation: Sendable, Hashable {
    package var invariant: Invariant
    package var at: Instant
    package var words: String
}

/// A rule that decided about an agent after a fault was met on the way.
package struct Meeting: Sendable, Hashable {
    package var rule: Int
    package var fault: String
}
