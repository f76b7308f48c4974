import Reconciliation
import Testing

struct NextLookTests {
    private func look(
        after looks: Int,
        until: Instant? = nil,
        expiresAt: Instant = now + .hours(4),
        jitter: Double = 0.5
    ) -> Instant {
        nextLook(after: looks, until: until, expiresAt: expiresAt, policy: Policy(), jitter: jitter, now: now)
    }

    @Test(
        "the first look is after 5 s, then it doubles up to 30 s",
        arguments: [
            (0, 5), (1, 10), (2, 20), (3, 30), (4, 30), (1_000_000, 30),
        ]
    )
    func doubling(looks: Int, seconds: Int64) {
        #expect(look(after: looks) == now + .seconds(seconds))
    }

    @Test("a negative count of looks is the first")
    func negative() {
        #expect(look(after: -3) == now + .seconds(5))
    }

    @Test("the jitter spreads the looks around their time, in a tenth either way")
    func jitter() {
        #expect(look(after: 0, jitter: 0) == now + .milliseconds(4_500))
        #expect(look(after: 0, jitter: 1) == now + .milliseconds(5_500))
        #expect(look(after: 3, jitter: 0) < look(after: 3, jitter: 0.3))
        #expect(look(after: 0, jitter: -7) == look(after: 0, jitter: 0))
        #expect(look(after: 0, jitter: 7) == look(after: 0, jitter: 1))
    }

    @Test("a moment that CXone named is waited for, sooner or later than the doubling")
    func named() {
        #expect(look(after: 3, until: now + .seconds(2)) == now + .seconds(2))
        #expect(look(after: 0, until: now + .minutes(2)) == now + .minutes(2))
    }

    @Test("a named moment that is over does not make a look at once", arguments: [Duration.zero, .seconds(1)])
    func namedAndOver(ago: Duration) {
        #expect(look(after: 0, until: now - ago) == now + .seconds(5))
    }

    @Test("the last look is just after expiresAt, when the change can be settled as expired")
    func lastLook() {
        let expiresAt = now + .seconds(3)
        let last = look(after: 0, expiresAt: expiresAt)
        #expect(last > expiresAt)
        #expect(last <= expiresAt + .milliseconds(1))
        #expect(look(after: 0, until: now + .hours(1), expiresAt: expiresAt) == last)
        #expect(look(after: 0, expiresAt: now) == now + .milliseconds(1))
    }

    @Test("past expiresAt, as with an open intent, looks go on as before")
    func pastExpiry() {
        #expect(look(after: 1, expiresAt: now - .seconds(1)) == now + .seconds(10))
    }

    @Test("a look is always in the future")
    func future() {
        for looks in 0..<6 {
            for offset in -3...3 {
                let at = look(after: looks, until: now + .seconds(Int64(offset)), expiresAt: now + .seconds(Int64(-offset)), jitter: 0)
                #expect(at > now)
            }
        }
    }
}
