import Synchronization

/// The one tenant that all connections look at, behind a lock that is held for a verb at a time.
final class SharedTenant: Sendable {
    private let tenant: Mutex<SimulatedTenant>

    init(_ tenant: SimulatedTenant) {
        self.tenant = Mutex(tenant)
    }

    /// Lets one verb at the tenant.
    func ask<Answer: Sendable, Fault: Error>(_ verb: (inout SimulatedTenant) throws(Fault) -> Answer) throws(Fault) -> Answer {
        try tenant.withLock { tenant throws(Fault) in try verb(&tenant) }
    }
}
