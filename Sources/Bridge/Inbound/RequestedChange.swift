import Notation
import Reconciliation

/// One item of a request, read and checked as far as that goes without the store.
struct RequestedChange: Sendable {
    /// For answers, whether the item is acceptable or not; nil if even that could not be read.
    var userID: String?
    var reference: String?
    var outcome: Result<Draft, Refused>
    /// For a segment of a schedule: the part of the agent's shift that it is, whether or not it can still be entered.
    var shift: ShiftSegment?
    /// For a segment of a schedule: from when to when it is, where that can be read, whatever else is the matter with it.
    var span: ShiftSegment?
    var warnings: [Problem.Fault]

    /// Everything a change has from its sender.
    struct Draft: Sendable, Hashable {
        var userID: String
        var reference: String?
        var version: Int64?
        var wanted: Wanted
        var effectiveAt: Instant
        var expiresAt: Instant
        var endsAt: Instant?
    }

    struct Refused: Error, Sendable, Hashable {
        /// At least one.
        var faults: [Problem.Fault]

        /// The code the whole item goes by: its first fault's.
        var code: String { faults.first?.code ?? ChangeFault.wrongType.rawValue }
        var detail: String { faults.map(\.detail).joined(separator: "; ") }
    }
}

/// What a source or a tenant says about the changes it takes.
struct IntakeRules: Sendable, Hashable {
    var pauseReasons: [String]
    var requiresEffectiveAt: Bool

    static let farthestAhead: Duration = .days(31)
    static let longestGrace: Duration = .hours(24)

    /// How long after effectiveAt a change may still be made, unless it says so itself.
    static func standardGrace(for status: Status) -> Duration {
        status == .offline ? .hours(4) : .minutes(15)
    }
}
