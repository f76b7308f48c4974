package import NIOCore

/// How much a listener takes from a peer (7-qualities, Edge limits).
package struct EdgeLimits: Sendable {
    /// Of a request's head: all fields together, in bytes.
    package var head = 16 * 1024
    package var fields = 100
    /// Of a request's body, in bytes.
    package var body = 4 << 20
    /// From the first byte of a head to its end.
    package var headTime: TimeAmount = .seconds(5)
    /// From the head to the end of the body.
    package var requestTime: TimeAmount = .seconds(10)
    package var idleTime: TimeAmount = .seconds(15)
    package var connections = 4_096
    /// After an early answer so much of the rest is read and thrown away, in bytes: closing at once would be a reset, which
    /// eats the answer on its way.
    package var discard = 512 << 20

    package init() {}
}
