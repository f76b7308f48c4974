import Histogram
import Notation

/// The distribution of one kind of latency.
package struct LatencyRow: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// From a request's first byte to its answer, seen by the sender; real time.
        case accept
        /// From due to confirmed, of changes that did not have to wait; bridge time.
        case confirm
        /// From due to confirmed, of changes that had to wait; bridge time.
        case confirmAfterWait = "confirm_after_wait"
        /// From the event's timestamp to its receipt; bridge time.
        case deliver

        var words: String {
            switch self {
            case .accept: "accepted (request to answer)"
            case .confirm: "confirmed (from due), at once"
            case .confirmAfterWait: "confirmed (from due), waited"
            case .deliver: "delivered (from outcome)"
            }
        }
    }

    package let kind: Kind
    package let count: Int
    /// Milliseconds.
    package let p50, p90, p99, max: Double

    /// - Parameter microseconds: the values; those below zero count as zero
    init(_ kind: Kind, microseconds: [Int64]) {
        self.kind = kind
        var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
        histogram.autoResize = true
        for value in microseconds { histogram.record(UInt64(Swift.max(0, value))) }
        count = microseconds.count
        func at(_ percentile: Double) -> Double {
            microseconds.isEmpty ? 0 : Double(histogram.valueAtPercentile(percentile)) / 1_000
        }
        p50 = at(50)
        p90 = at(90)
        p99 = at(99)
        max = Double(Swift.max(0, microseconds.max() ?? 0)) / 1_000
    }

    static func all(_ performance: Performance) -> [LatencyRow] {
        var values: [Kind: [Int64]] = [:]
        for reply in performance.replies.values where reply.status == 202 {
            values[.accept, default: []].append(reply.took.wholeMicroseconds)
        }
        for event in performance.events {
            guard let json = event.json else { continue }
            if let milliseconds = json["latencyMs"]?.double, ["applied", "already"].contains(json["outcome"]?.string) {
                let hasWaited = (json["timings"]?["waitedMs"]?.double ?? 0) > 0
                values[hasWaited ? .confirmAfterWait : .confirm, default: []].append(Int64(milliseconds * 1_000))
            }
            if let time = json["timestamp"]?.string.flatMap({ try? RFC3339.parse($0) }) {
                values[.deliver, default: []].append(event.at - time)
            }
        }
        return Kind.allCases.map { LatencyRow($0, microseconds: values[$0] ?? []) }
    }

    var json: JSONValue {
        [
            "name": .string(kind.rawValue), "clock": .string(kind == .accept ? "real" : "bridge"), "count": .int(count),
            "p50Ms": .number(JSONNumber(milliseconds: p50)), "p90Ms": .number(JSONNumber(milliseconds: p90)),
            "p99Ms": .number(JSONNumber(milliseconds: p99)), "maxMs": .number(JSONNumber(milliseconds: max)),
        ]
    }
}
