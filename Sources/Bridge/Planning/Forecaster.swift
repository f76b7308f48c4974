import CXone
import Logging
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Telemetry

/// Looks ahead: before each minute it tells what becomes due, for the order of the agents; shortly before each quarter hour it
/// reads what they are doing, where one read shows all, and plans.
struct Forecaster: Service {
    let tenants: [TenantName: Tenant]
    let policies: PolicyShelf
    let store: any Store
    let metrics: PlanMetrics
    /// Wants to know what becomes due.
    let expect: @Sendable ([Change]) -> Void
    let clock: WallClock
    let logger: Logger

    /// So long before: what is read then is young enough for the first decisions at the quarter hour.
    private static let lead: Duration = .seconds(4)
    private static let minute: Duration = .minutes(1)
    /// What becomes due within this is known beforehand.
    static let ahead: Duration = minute + lead + lead

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let now = Instant(microseconds: clock.now())
                let next = Forecast.next(Self.minute, from: now + Self.lead + .microseconds(1))
                do { try await clock.sleepUntil((next - Self.lead).microseconds) } catch { return }
                await tell()
                if Forecast.quarter(from: next) == next { await look() }
            }
        }
    }

    private func tell() async {
        let now = Instant(microseconds: clock.now())
        do throws(StoreFault) {
            expect(try await store.upcoming(from: now, until: now + Self.ahead, limit: Forecast.mostChanges))
        } catch {
            logger.error("What becomes due could not be read ahead", metadata: .fields([.errorDetail: "\(error)"]))
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
    /// How much it bears now.
    var pace: AgentQueue.Pace {
        let rate = max(0.1, client.manners.standing.perSecond)
        return AgentQueue.Pace(runs: max(2, Int(min(1e6, 2 * rate))), slot: .seconds(usualCallsPerChange / rate))
    }

    /// One call writes; another reads the live status, unless one read serves all.
    var usualCallsPerChange: Double { capabilities.readsInBulk ? 1 : 2 }

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
