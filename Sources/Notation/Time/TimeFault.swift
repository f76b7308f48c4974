/// Why a time is not taken.
package enum TimeFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not written as RFC 3339 asks; the text says what is wrong.
    case malformed(String)
    /// No offset and no zone.
    case naive
    /// Occurs twice in its zone, and nothing says which is meant.
    case ambiguous
    /// Does not occur in its zone.
    case skipped
    case unknownZone(String)
    /// Outside the years 0000 to 9999.
    case outOfRange

    /// For metrics and logs.
    package var label: String {
        switch self {
        case .malformed: "malformed"
        case .naive: "naive"
        case .ambiguous: "ambiguous"
        case .skipped: "skipped"
        case .unknownZone: "unknown_zone"
        case .outOfRange: "out_of_range"
        }
    }

    package var description: String {
        switch self {
        case .malformed(let what): "not a time as RFC 3339 writes it, such as 2026-11-20T15:00:00Z: \(what)"
        case .naive: "the time has no offset: end it with Z or an offset such as -05:00, or name its time zone"
        case .ambiguous: "the clocks are set back over this time, so it occurs twice: say fold 0 for the first or 1 for the second"
        case .skipped: "the clocks are set forward over this time, so it does not occur in its time zone"
        case .unknownZone(let name): "\"\(name.prefix(64))\" is not a time zone of the IANA database, such as America/New_York or UTC"
        case .outOfRange: "the time lies outside the years 0000 to 9999"
        }
    }
}
