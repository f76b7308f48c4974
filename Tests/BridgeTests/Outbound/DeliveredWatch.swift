import Reconciliation
import Store

/// Waits for deliveries to be settled as delivered, by the journal records that say so.
struct DeliveredWatch {
    private let desk: CourierDesk

    init(_ desk: CourierDesk) {
        self.desk = desk
    }

    /// Returns once so many are; throws if the courier gives anything up.
    func wait(for count: Int) async throws {
        struct GivenUp: Error {}
        while true {
            let counts = try await desk.counts()
            if counts.dead > 0 { throw GivenUp() }
            // Every look is a read of the store: this waits for the disk, not for a time.
            if counts.queued == 0, try await desk.records().filter({ $0.type == "delivered" }).count >= count { return }
        }
    }
}
