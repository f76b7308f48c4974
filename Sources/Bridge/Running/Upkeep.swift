import CXone
import Logging
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Telemetry

/// What has to be done from time to time: forgetting what retention allows, writing down what nobody signed, giving memory back.
struct Upkeep: Service {
    let store: any Store
    let unsigned: UnsignedTally
    let gauges: StoreGauges
    let tenants: [TenantName: Tenant]
    let scribe: Scribe
    let clock: WallClock
    let logger: Logger

    private static let reportEvery: Duration = .seconds(5)
    private static let trimEvery: Duration = .seconds(15)
    private static let sweepEvery: Duration = .minutes(10)
    /// Between two bites of one sweep, so that others get their turn.
    private static let breath: Duration = .milliseconds(50)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await sweep() }
                group.addTask { await gauges.run(clock: clock, logger: logger) }
                group.addTask { await reportTenants() }
                group.addTask { await giveMemoryBack() }
                group.addTask { await unsigned.run(into: store, scribe: scribe, clock: clock) }
            }
        }
    }

    /// Rates of calls grow without an event that would say so.
    private func reportTenants() async {
        while !Task.isCancelled {
            for tenant in tenants.values { tenant.client.manners.report() }
            try? await clock.sleep(for: Self.reportEvery)
        }
    }

    private func giveMemoryBack() async {
        while !Task.isCancelled {
            // By real time: a clock that runs faster does not free faster.
            try? await clock.sleep(for: Self.trimEvery * max(1, clock.speed))
            FreedMemory.giveBack()
        }
    }

    private func sweep() async {
        while !Task.isCancelled {
            do throws(StoreFault) {
                while try await store.sweep(Retention(), at: Instant(microseconds: clock.now())), !Task.isCancelled {
                    try? await clock.sleep(for: Self.breath)
                }
            } catch {
                logger.error("Old rows could not be removed", metadata: .fields([.errorDetail: "\(error)"]))
            }
            try? await clock.sleep(for: Self.sweepEvery)
        }
    }
}
