package import WebhookSignature

/// How a WFM stand-in is set up.
package struct StandInConfiguration: Sendable {
    package var host = "127.0.0.1"
    /// 0 picks a free one.
    package var port = 0
    /// The keys that the bridge signs its events with; nil takes events unverified.
    package var keys: KeyRing?
    /// Seconds that a signature's time may be off, either way.
    package var tolerance = 300.0
    /// How many events are remembered at least; the oldest go when there are twice as many.
    package var capacity = 50_000

    package init(keys: KeyRing?) {
        self.keys = keys
    }
}
