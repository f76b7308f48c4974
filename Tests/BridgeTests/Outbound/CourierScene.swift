import Notation
import TestSupport
import WebhookSignature

@testable import Bridge

/// A clock that a test moves and a key to sign with: what tests of the courier have in common.
struct CourierScene {
    let clock = ManualClock()
    let ring: KeyRing

    init() throws {
        ring = KeyRing([.init(key: try .generate(), id: "k1")])
    }

    func options(
        deadline: Duration = .seconds(15),
        grace: Duration = .seconds(5),
        limit: Int = 64,
        directory: TemporaryDirectory? = nil,
        settlementsToRefuse: Int = 0
    ) -> CourierDesk.Options {
        .init(
            clock: clock.wallClock,
            deadline: deadline,
            grace: grace,
            limit: limit,
            directory: directory,
            settlementsToRefuse: settlementsToRefuse
        )
    }

    /// Lets the first sleeper go: the courier is the only one.
    func wakeNext() async throws {
        while true {
            try await clock.waitForSleepers()
            // News can have woken it meanwhile: then it goes to sleep again.
            if let next = clock.nextWake { return clock.advance(to: next) }
        }
    }
}
