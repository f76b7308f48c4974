import CoreMetrics
import Metrics
import Reconciliation
import Store
import Telemetry
import WebhookSignature

struct IntakeMetrics: Sendable {
    let accepted: CounterFamily<ChangeState>
    let refused: CounterFamily<ChangeFault>
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

    func count(_ plan: AcceptancePlan, _ results: [ItemResult]) {
        for (index, result) in results.enumerated() {
            switch result {
            case .accepted: if let change = plan.changes[index] { accepted.increment(change.state) }
            case .existing: duplicates.increment()
            case .versionConflict, .scheduleConflict: refused.increment(.versionConflict)
            case .staleVersion, .staleSchedule: refused.increment(.staleVersion)
            case .refused: if let fault = plan.fault(at: index) { refused.increment(fault) }
            }
        }
    }
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
extension ChangeFault: MetricLabel {}
extension VerificationFault: MetricLabel {
    package var label: String { rawValue }
}
