import CoreMetrics
import Metrics
import Reconciliation
import Store
import Telemetry
import WebhookSignature

struct IntakeMetrics: Sendable {
    let accepted: CounterFamily<ChangeState>
    let refused: CounterFamily<ItemRefusal>
    let duplicates: Counter
    let requestsRefused: CounterFamily<RequestRefusal>
    let unsigned: CounterFamily<VerificationFault>
    let acceptTime: Metrics.Timer

    init(in factory: any MetricsFactory) {
        accepted = CounterFamily(.inboundChangesAccepted, in: factory)
        refused = CounterFamily(.inboundChangesRefused, in: factory)
        duplicates = MetricName.inboundRequestsDuplicate.counter(in: factory)
        requestsRefused = CounterFamily(.inboundRequestsRefused, in: factory)
        unsigned = CounterFamily(.inboundRequestsUnsigned, in: factory)
        acceptTime = MetricName.inboundAcceptSeconds.timer(in: factory)
    }

    func count(_ changes: [Change?], _ results: [ItemResult]) {
        for (change, result) in zip(changes, results) {
            switch result {
            case .accepted: if let change { accepted.increment(change.state) }
            case .existing: duplicates.increment()
            case .versionConflict, .scheduleConflict: refused.increment(.versionConflict)
            case .staleVersion, .staleSchedule: refused.increment(.staleVersion)
            case .refused: refused.increment(.invalid)
            }
        }
    }
}

/// Why an item was refused, as a label.
enum ItemRefusal: String, MetricLabel {
    case invalid
    case versionConflict = "version_conflict"
    case staleVersion = "stale_version"
}

/// Why a signed request was refused as a whole, as a label.
enum RequestRefusal: String, MetricLabel {
    case malformed, unprocessable, conflict
    case cannotRecord = "cannot_record"

    init(status: Int) {
        switch status {
        case 400: self = .malformed
        case 409: self = .conflict
        case 503: self = .cannotRecord
        default: self = .unprocessable
        }
    }
}

extension ChangeState: MetricLabel {}
extension VerificationFault: MetricLabel {
    package var label: String { rawValue }
}
