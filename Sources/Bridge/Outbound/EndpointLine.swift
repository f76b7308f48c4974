import CoreMetrics
import Logging
import Notation
import Reconciliation
import Store
import Synchronization
import Telemetry

/// The deliveries of one endpoint.
final class EndpointLine: Sendable {
    private let endpoint: Endpoint
    private let parts: CourierParts
    private let alarm = Alarm()
    private let state: Mutex<State>

    private struct State {
        var pace: EndpointPace
        var isStopping = false
    }

    init(endpoint: Endpoint, parts: CourierParts) {
        self.endpoint = endpoint
        self.parts = parts
        state = Mutex(State(pace: EndpointPace(limit: parts.limit)))
    }

    func wake() { alarm.ring() }

    func stop() {
        state.withLock { $0.isStopping = true }
        alarm.ring()
    }

    /// Longest a claim is held; an attempt lasts 15 s at most.
    private static let lease: Duration = .seconds(60)

    func run() async {
        await withDiscardingTaskGroup { group in
            while !state.withLock({ $0.isStopping }), !Task.isCancelled {
                let wakeAt = await claim(into: &group)
                await alarm.wait(until: wakeAt?.microseconds, clock: parts.clock)
            }
        }
    }

    /// Claims what may be delivered now and starts it.
    ///
    /// - Returns: when to look again if nothing happens before; nil if only news can change anything.
    private func claim(into group: inout DiscardingTaskGroup) async -> Instant? {
        let now = parts.now()
        let (allowance, probe) = state.withLock { ($0.pace.allowance(now: now), $0.pace.nextProbe) }
        guard allowance > 0 else { return probe }
        do throws(StoreFault) {
            let claim = DeliveryClaim(
                endpoint: endpoint.name,
                owner: parts.owner,
                now: now,
                leaseUntil: now + Self.lease,
                limit: allowance
            )
            let deliveries = try await parts.store.claimDeliveries(claim)
            state.withLock { $0.pace.claimed(deliveries.count) }
            for delivery in deliveries {
                group.addTask { await self.deliver(delivery) }
            }
            // Lanes with one in hand wake the line when it ends; what is due later has its time.
            guard deliveries.count < allowance else { return nil }
            return try await parts.store.nextDelivery(at: endpoint.name).map { max($0, now + .milliseconds(5)) }
        } catch {
            parts.logger.error(
                "The outbox cannot be read; trying again",
                metadata: .fields([.endpoint: "\(endpoint.name)", .errorDetail: "\(error)"])
            )
            return now + .seconds(1)
        }
    }

    private func deliver(_ delivery: Delivery) async {
        let started = parts.now()
        let result = await parts.poster.attempt(delivery, to: endpoint)
        let now = parts.now()
        parts.metrics.attempts.increment(AttemptLabel(result))
        parts.metrics.attemptTime.recordMicroseconds((now - started).inMicroseconds)
        let verdict = result.verdict(
            attempts: delivery.attempts,
            createdAt: delivery.createdAt,
            jitter: parts.mint.fraction(),
            now: now
        )
        if verdict.result == .delivered {
            parts.metrics.deliveryTime.recordMicroseconds((now - delivery.createdAt).inMicroseconds)
        }
        // The event is settled before its lane may go on.
        await settle(delivery, verdict, result, at: now)
        let (before, after) = state.withLock { state in
            let before = state.pace.state
            state.pace.ended(verdict.endpoint, now: now)
            return (before, state.pace.state)
        }
        if before != after { tell(after, result) }
        alarm.ring()
    }

    private func settle(_ delivery: Delivery, _ verdict: DeliveryVerdict, _ result: AttemptResult, at now: Instant) async {
        let outcome: DeliverySettlement.Result
        var records: [JournalRow.Content] = []
        switch verdict.result {
        case .delivered:
            outcome = .delivered
            records = [parts.scribe.delivered(delivery, took: now - delivery.createdAt, at: now)]
        case .retry(let at):
            outcome = .retry(at: at, error: result.words)
        case .returned(let error):
            outcome = .returned(error: error)
        case .dead(let error):
            outcome = .dead(error: error)
            records = [parts.scribe.dead(delivery, error: error, at: now)]
            parts.logger.error(
                "An event could not be delivered and is kept as a dead letter",
                metadata: .fields([.eventID: "\(delivery.event)", .endpoint: "\(delivery.endpoint)", .errorDetail: "\(error)"])
            )
        }
        let settlement = DeliverySettlement(
            delivery: delivery.id,
            fence: delivery.fence,
            result: outcome,
            at: now,
            records: records
        )
        do throws(StoreFault) {
            try await parts.store.settleDelivery(settlement)
            if !records.isEmpty { parts.recorded() }
        } catch {
            // Its lease runs out and it is delivered again under the same id, which receivers can tell.
            parts.logger.error(
                "What came of a delivery could not be recorded",
                metadata: .fields([.deliveryID: "\(delivery.id)", .errorDetail: "\(error)"])
            )
        }
    }

    private func tell(_ state: EndpointPace.State, _ result: AttemptResult) {
        switch state {
        case .open:
            parts.logger.notice("Endpoint takes events again", metadata: .fields([.endpoint: "\(endpoint.name)"]))
        case .paused(let until, _):
            parts.logger.warning(
                "Endpoint is at fault; deliveries wait",
                metadata: .fields([
                    .endpoint: "\(endpoint.name)", .reason: "\(result.words)",
                    .dueAt: "\(RFC3339.format(until.microseconds))",
                ])
            )
        case .disabled:
            parts.logger.error(
                "Endpoint answered 410 and is off until the bridge starts again",
                metadata: .fields([.endpoint: "\(endpoint.name)"])
            )
        }
    }
}
