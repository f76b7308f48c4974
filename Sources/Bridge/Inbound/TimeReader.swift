import Notation
import Reconciliation

/// Reads the times of a request: with an offset, or local with the zone named beside them.
enum TimeReader {
    struct Context {
        /// IANA, from the field `timezone`.
        var zone: String?
        /// Which of two equal local times is meant when clocks go back: 0 the first, 1 the second.
        var fold: Int64?
    }

    static func read(_ text: String, _ context: Context) throws(TimeFault) -> Instant {
        do {
            return Instant(microseconds: try RFC3339.parse(text))
        } catch .naive {
            guard let zone = context.zone else { throw .naive }
            guard let rules = TimeZoneRules(identifier: zone) else { throw .unknownZone(zone) }
            let fold = context.fold.map { Int(clamping: $0) }
            return Instant(microseconds: try rules.resolve(local: try LocalDateTime(parsing: text), fold: fold))
        }
    }

    /// The code of a fault, the field it is about, and words that say how to mend it.
    static func explain(_ fault: TimeFault, name: String) -> (ChangeFault, field: String, words: String) {
        switch fault {
        case .naive:
            (.naiveTime, name, "\(name) has no offset: end it with Z or an offset such as -05:00, or name a timezone beside it")
        case .ambiguous:
            (.ambiguousTime, name, "\(name) occurs twice in that zone: give fold 0 for the first or 1 for the second, or an offset")
        case .skipped:
            (.skippedTime, name, "\(name) does not exist in that zone: clocks go forward over it")
        case .unknownZone(let zone):
            (.wrongType, "timezone", "\"\(zone)\" is no IANA time zone such as America/New_York")
        case .malformed, .outOfRange:
            (.wrongType, name, "\(name) must be an RFC 3339 time such as 2026-11-20T15:00:00Z")
        }
    }
}
