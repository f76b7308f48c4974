import CoreMetrics
import Logging
import Notation
import Reconciliation
import Store
import Synchronization
import Telemetry

/// The deliveries of one endpoint.
final class EndpointLine: Sendable {
    private let poster: any DeliveryAttempts
    private let parts: CourierParts
    private let alarm = Alarm()
    private let state: Mutex<State>

    private struct State {
        var pace: EndpointPace
        var isStopping = false
    }

    init(poster: any DeliveryAttempts, parts: CourierParts) {
        self.poster = poster
        self.parts = parts
        state = Mutex(State(pace: EndpointPace(limit: parts.limit)))
    }

    private var endpoint: Endpoint { poster.endpoint }
    private var isStopping: Bool { state.withLock { $0.isStopping } || Task.isCancelled }

    func wake() { alarm.ring() }

    func stop() {
        state.withLock { $0.isStopping = true }
        alarm.ring()
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            while !isStopping {
                let wakeAt = await claim(into: &group)
                await alarm.wait(until: wakeAt?.microseconds, clock: parts.clock)
            }
            await lastEndings()
            // What still has no answer is given back.
            group.cancelAll()
        }
    }

    /// Waits until nothing is in hand, but no longer than the grace.
    private func lastEndings() async {
        let end = WallClock.system.now() + parts.grace.wholeMicroseconds
        while state.withLock({ $0.pace.inHand > 0 }), !Task.isCancelled, WallClock.system.now() < end {
            await alarm.wait(until: end, clock: .system)
        }
    }

    // MARK: Claiming

    /// How long a claim is held: far longer than an attempt and its settlement can last, by the clock that leases are read with.
    private var lease: Duration {
        max(.seconds(60), poster.deadline * 4 * max(1, parts.clock.speed))
    }

    /// Of so many lanes a probe picks one.
    private static let probeChoice = 8

    /// Claims what may be delivered now and starts it.
    ///
    /// - Returns: when to look again if nothing happens before; nil if only news can change anything.
    private func claim(into group: inout DiscardingTaskGroup) async -> Instant? {
        let now = parts.now()
        let (grant, nextProbe) = state.withLock { ($0.pace.grant(now: now), $0.pace.nextProbe) }
        guard let grant else { return nextProbe }
        var used = 0
        defer { state.withLock { $0.pace.used(used, of: grant) } }
        do throws(StoreFault) {
            let deliveries: [Delivery]
            let limit: Int
            switch grant {
            case .lanes(let free):
                limit = free
                deliveries = try await claimDeliveries(free, now: now)
            case .probe:
                limit = 1
                deliveries = try await claimProbe(now: now)
            }
            used = deliveries.count
            for delivery in deliveries {
                group.addTask { await self.deliver(delivery, isProbe: grant == .probe) }
            }
            // While all that is allowed is in hand only an ending changes anything, and it rings. Lanes in hand are left out
            // of the next time too, so a time that has passed means something that was stored since.
            guard used < limit else { return nil }
            let next = try await parts.store.nextDelivery(at: endpoint.name)
            // An attempt in hand has failed meanwhile: what is due waits for the pause, and the attempt's end rings.
            if grant != .probe, state.withLock({ !$0.pace.isOpen }) { return nil }
            return next.map { max($0, now + .milliseconds(5)) }
        } catch {
            parts.logger.error(
                "The outbox cannot be read; trying again",
                metadata: .fields([.endpoint: "\(endpoint.name)", .errorDetail: "\(error)"])
            )
            return now + .seconds(1)
        }
    }

    private func claimDeliveries(_ limit: Int, now: Instant) async throws(StoreFault) -> [Delivery] {
        try await parts.store.claimDeliveries(
            DeliveryClaim(endpoint: endpoint.name, owner: parts.owner, now: now, leaseUntil: now + lease, limit: limit)
        )
    }

    /// One delivery to find out with whether the endpoint is well again, of another lane each time.
    ///
    /// An event that always brings an endpoint down would be the oldest for ever: all others would wait for its death.
    private func claimProbe(now: Instant) async throws(StoreFault) -> [Delivery] {
        let candidates = try await claimDeliveries(Self.probeChoice, now: now)
        guard !candidates.isEmpty else { return [] }
        let failed = state.withLock { $0.pace.failedProbes }
        let place = (failed + 1) % candidates.count
        for (other, candidate) in candidates.enumerated() where other != place {
            await record(candidate, .returned(error: "another lane probes"), [], at: now)
        }
        return [candidates[place]]
    }

    // MARK: Delivering

    private func deliver(_ delivery: Delivery, isProbe: Bool) async {
        let started = parts.now()
        var verdict = DeliveryVerdict.tooOld
        var reason: String?
        if !RetrySchedule.isOver(createdAt: delivery.createdAt, now: started) {
            let result = await poster.attempt(delivery)
            parts.metrics.attempts.increment(AttemptLabel(result))
            parts.metrics.attemptTime.recordMicroseconds((parts.now() - started).inMicroseconds)
            verdict = result.verdict(
                attempts: delivery.attempts,
                createdAt: delivery.createdAt,
                jitter: parts.mint.fraction(),
                now: parts.now()
            )
            reason = result.words
        }
        let now = parts.now()
        // What is known of the endpoint comes first: once the event is settled its lane may go on, and must meet the pause.
        let (before, after) = state.withLock { state in
            let before = state.pace.state
            state.pace.ended(verdict.endpoint, isProbe: isProbe, now: now)
            return (before, state.pace.state)
        }
        if before != after { tell(before, after, reason: reason) }
        await settle(delivery, verdict, reason: reason, at: now)
        alarm.ring()
    }

    private func settle(_ delivery: Delivery, _ verdict: DeliveryVerdict, reason: String?, at now: Instant) async {
        switch verdict.result {
        case .delivered:
            parts.metrics.deliveryTime.recordMicroseconds((now - delivery.createdAt).inMicroseconds)
            await record(delivery, .delivered, [parts.scribe.delivered(delivery, took: now - delivery.createdAt, at: now)], at: now)
        case .retry(let at):
            await record(delivery, .retry(at: at, error: reason ?? ""), [], at: now)
        case .returned(let error):
            await record(delivery, .returned(error: error), [], at: now)
        case .dead(let error):
            parts.logger.error(
                "An event could not be delivered and is kept as a dead letter",
                metadata: .fields([.eventID: "\(delivery.event)", .endpoint: "\(delivery.endpoint)", .errorDetail: "\(error)"])
            )
            let content = parts.scribe.dead(delivery, error: error, attempted: reason != nil, at: now)
            await record(delivery, .dead(error: error), [content], at: now)
        }
    }

    /// Between two tries to record what came of a delivery.
    private static let recordPause: Duration = .seconds(1)

    /// Settles a claim, however long the store cannot: to forget what came of it would be to deliver it again.
    private func record(
        _ delivery: Delivery,
        _ result: DeliverySettlement.Result,
        _ records: [JournalRow.Content],
        at now: Instant
    ) async {
        let settlement = DeliverySettlement(
            delivery: delivery.id,
            fence: delivery.fence,
            result: result,
            at: now,
            records: records
        )
        while true {
            do throws(StoreFault) {
                try await parts.store.settleDelivery(settlement)
                if !records.isEmpty { parts.recorded() }
                return
            } catch {
                parts.logger.error(
                    "What came of a delivery could not be recorded",
                    metadata: .fields([.deliveryID: "\(delivery.id)", .errorDetail: "\(error)"])
                )
                switch error {
                case .moved, .closed: return
                default: break
                }
            }
            // Stopping: the claim is void at the next start, and receivers know a repeat by its id.
            if isStopping { return }
            try? await parts.clock.sleep(for: Self.recordPause)
        }
    }

    private func tell(_ before: EndpointPace.State, _ after: EndpointPace.State, reason: String?) {
        if before == .open { parts.metrics.endpointsPaused.increment() }
        switch after {
        case .open:
            parts.metrics.endpointsPaused.decrement()
            parts.logger.notice("Endpoint takes events again", metadata: .fields([.endpoint: "\(endpoint.name)"]))
        case .paused(let until, _):
            parts.logger.warning(
                "Endpoint is at fault; deliveries wait",
                metadata: .fields([
                    .endpoint: "\(endpoint.name)", .reason: "\(reason ?? "")",
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
