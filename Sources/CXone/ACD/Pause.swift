import Reconciliation
import Synchronization

/// Until when something is not asked for, and why: what answered the last time answers whoever comes meanwhile.
final class Pause: Sendable {
    private let memory = Mutex<(until: Instant, fault: CXoneFault)?>(nil)
    private let longest: Duration

    init(longest: Duration) {
        self.longest = longest
    }

    func begin(_ fault: CXoneFault, until: Instant) { memory.withLock { $0 = (until, fault) } }

    func fault(now: Instant) -> CXoneFault? {
        // One that ends later than any pause lasts is one from before the clock was set back.
        memory.withLock { $0.flatMap { now < $0.until && $0.until - now <= longest ? $0.fault : nil } }
    }
}
