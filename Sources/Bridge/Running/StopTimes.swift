/// How long the parts of a bridge may take to stop; real time.
///
/// Listeners and reconciler stop at the same time, the courier after them, because it carries what they leave behind, and the
/// journal last.
package struct StopTimes: Sendable, Hashable {
    /// For requests in hand, those included that are still coming. A change made by hand waits a little less.
    package var requests: Duration = .seconds(6)
    /// For runs in hand: as long as one call to CXone may last.
    package var runs: Duration = .seconds(10)
    /// For deliveries in hand, which have gone on all the while.
    package var deliveries: Duration = .seconds(3)
    /// For records that wait to be written to the journal's file; the store keeps what is left.
    package var journal: Duration = .seconds(5)

    package init() {}

    /// The longest that a stop takes where everything hangs but the disk.
    package var longest: Duration { max(requests, runs) + deliveries + journal }

    /// After this the rest is given up: something does not keep its own time.
    package var limit: Duration { longest + .seconds(5) }
}
