import Logging
import Notation
import Reconciliation
import ServiceLifecycle
import Store
import Telemetry

/// Looks at every known agent from time to time, so that what others do to them is noticed (4-reconciliation, The other direction).
struct Sweeper: Service {
    let reconciler: Reconciler
    let store: any Store
    let tenants: [TenantName]
    let mint: IDMinter
    let clock: WallClock
    let logger: Logger
    /// Between the beginnings of two sweeps, give or take a tenth; a sweep that takes longer is let finish.
    let every: Duration

    private static let page = 500

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let spread = 0.9 + 0.2 * mint.fraction()
                try? await clock.sleep(for: .microseconds(Int64(Double(every.inMicroseconds) * spread)))
                if Task.isCancelled { return }
                // Reads take as long as their share of the budget lets them.
                for tenant in tenants where !reconciler.isSweeping(tenant) { await sweep(tenant) }
            }
        }
    }

    private func sweep(_ tenant: TenantName) async {
        var after: String?
        while !Task.isCancelled {
            do throws(StoreFault) {
                let page = try await store.agents(of: tenant, after: after, limit: Self.page)
                reconciler.sweep(page.map(\.agent))
                guard page.count == Self.page, let last = page.last else { return }
                after = last.agent.userID
            } catch {
                logger.error("The agents could not be listed for a sweep", metadata: .fields([.errorDetail: "\(error)"]))
                return
            }
        }
    }
}
