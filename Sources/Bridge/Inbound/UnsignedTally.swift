import Notation
import Reconciliation
import Store
import Synchronization
import WebhookSignature

/// Counts what nobody signed, so that forged requests cannot fill the disk one record at a time.
///
/// By source, reason and the peer's network; flushed as one journal record at most once in ten seconds, off the accept path.
package final class UnsignedTally: Sendable {
    struct Line: Hashable {
        var source: SourceName?
        var fault: VerificationFault
        var network: String
    }

    /// More kinds than this at once are counted together.
    private static let mostLines = 100
    static let period: Duration = .seconds(10)

    private let counts = Mutex<[Line: Int]>([:])

    package init() {}

    func count(source: SourceName?, fault: VerificationFault, peer: String?) {
        counts.withLock { counts in
            var line = Line(source: source, fault: fault, network: PeerNetwork.of(peer))
            if counts[line] == nil, counts.count >= Self.mostLines { line.network = "other" }
            if counts[line] == nil, counts.count >= 2 * Self.mostLines { return }
            counts[line, default: 0] += 1
        }
    }

    /// Takes what was counted since the last time; nil if there is nothing.
    func drain() -> JSONValue? {
        let taken = counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
        guard !taken.isEmpty else { return nil }
        let lines = taken.map { line, count in
            (line.source?.text ?? "", line.fault.code, line.network, count)
        }
        let sorted = lines.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
        return .array(
            sorted.map { source, code, network, count in
                [
                    "source": source.isEmpty ? .null : .string(source), "code": .string(code),
                    "network": .string(network), "count": .int(count),
                ]
            }
        )
    }

    /// Puts the counts into the journal from time to time until cancelled, and once more at the end.
    func run(into store: any Store, scribe: Scribe, clock: WallClock) async {
        while !Task.isCancelled {
            try? await clock.sleep(for: Self.period)
            await flush(into: store, scribe: scribe, at: Instant(microseconds: clock.now()))
        }
    }

    private func flush(into store: any Store, scribe: Scribe, at now: Instant) async {
        guard let counts = drain() else { return }
        // Lost only where the store cannot record at all; the metric has them in any case.
        try? await store.record([scribe.unsigned(counts, at: now)], at: now)
    }
}

/// The network of a peer, coarse enough that one sender is one line: /24 of IPv4, /64 of IPv6.
enum PeerNetwork {
    static func of(_ address: String?) -> String {
        guard let address else { return "unknown" }
        if address.contains(":") {
            return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":") + "::/64"
        }
        let parts = address.split(separator: ".")
        return parts.count == 4 ? parts.prefix(3).joined(separator: ".") + ".0/24" : "unknown"
    }
}
