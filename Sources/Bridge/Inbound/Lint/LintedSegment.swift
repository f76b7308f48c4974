import Notation
import Reconciliation

/// A segment of a schedule whose times can be read, for looking at it beside the others.
struct LintedSegment {
    let index: Int
    /// Nil where something else than its times is the matter with it.
    let wanted: Wanted?
    let start: Instant
    let end: Instant
    let reference: String?
    private let zone: TimeZoneRules?

    /// What it puts the agent into, in words.
    var statusText: String { wanted?.status.rawValue ?? "what he is in" }
    var length: Duration { end - start }
    var lengthText: String { DurationText.format(seconds: Int(length.components.seconds)) }
    var pointer: JSONPointer { .root.appending("segments").appending(index) }

    static func all(of request: RequestBody, zone: String?) -> [LintedSegment] {
        let zone = zone.flatMap { TimeZoneRules(identifier: $0) }
        return request.items.enumerated().compactMap { index, item in
            guard let span = item.span else { return nil }
            return LintedSegment(
                index: index,
                wanted: try? item.outcome.get().wanted,
                start: span.start,
                end: span.end,
                reference: item.reference,
                zone: zone
            )
        }
    }

    /// A time as the schedule's readers have it on their clocks.
    func text(_ time: Instant) -> String {
        zone.map { RFC3339.format(time.microseconds, in: $0) } ?? RFC3339.format(time.microseconds, fractionDigits: 0)
    }
}
