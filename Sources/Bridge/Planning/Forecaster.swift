import CXone
import Logging
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Telemetry

/// Looks ahead: shortly before each quarter hour it reads what the agents are doing, where one read shows all, and plans.
struct Forecaster: Service {
    let tenants: [TenantName: Tenant]
    let policies: PolicyShelf
    let store: any Store
    let metrics: PlanMetrics
    let clock: WallClock
    let logger: Logger

    /// So long before: what is read then is young enough for the first decisions at the quarter hour.
    private static let lead: Duration = .seconds(4)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let now = Instant(microseconds: clock.now())
                // Past the lead of one quarter hour it is the next one's turn.
                let next = Forecast.quarter(from: now + Self.lead + .microseconds(1)) - Self.lead
                do { try await clock.sleepUntil(next.microseconds) } catch { return }
                await look()
            }
        }
    }

    private func look() async {
        var forecasts: [Forecast] = []
        for name in tenants.keys.sorted() {
            guard let tenant = tenants[name] else { continue }
            do throws(StoreFault) {
                let now = Instant(microseconds: clock.now())
                let live = await tenant.statesInBulk(notBefore: now)
                forecasts.append(try await .make(tenant, live: live, policy: policies.policy(of: name), store: store, now: now))
            } catch {
                logger.error("The quarter hour could not be planned", metadata: .fields([.errorDetail: "\(error)"]))
            }
        }
        metrics.planned(forecasts)
    }
}

extension Tenant {
    /// What all agents are doing, where one read shows it; nil where none does, or where it failed: then each is asked about alone.
    func statesInBulk(notBefore: Instant) async -> [String: LiveReading]? {
        guard capabilities.readsInBulk else { return nil }
        return try? await client.allStatuses(notBefore: notBefore)
    }

    /// The status that was seen last, if not too long ago.
    func lastSeen(_ userID: String, since: Instant) -> LiveStatus? {
        guard let (label, at) = lastStatus(of: userID), at >= since else { return nil }
        return Status(rawValue: label).map { .status($0) } ?? .unknown(label: label)
    }
}
