import Reconciliation
import TestSupport
import Testing

@testable import Bridge

@Suite("What an attempt means")
struct AttemptResultTests {
    private let t0 = Instant(seconds: 1_795_186_800)

    private func verdict(_ status: Int, attempts: Int = 0, retryAfter: Duration? = nil, age: Duration = .zero) -> DeliveryVerdict {
        AttemptResult.answered(status: status, retryAfter: retryAfter)
            .verdict(attempts: attempts, createdAt: t0 - age, jitter: 0, now: t0)
    }

    @Test("every 2xx is success, at any age, and nothing else is")
    func success() {
        for status in 200...599 {
            let isDelivered = verdict(status, attempts: 2, age: .hours(80)).result == .delivered
            #expect(isDelivered == (200...299).contains(status), "\(status)")
        }
    }

    @Test(
        "a 4xx is tried three times in all, then it is a dead letter, and the endpoint is not to blame",
        arguments: [400, 401, 404, 408, 422, 499]
    )
    func rejected(_ status: Int) {
        #expect(verdict(status) == DeliveryVerdict(result: .retry(at: t0 + .seconds(5)), endpoint: .well))
        #expect(verdict(status, attempts: 1) == DeliveryVerdict(result: .retry(at: t0 + .minutes(5)), endpoint: .well))
        #expect(verdict(status, attempts: 2) == DeliveryVerdict(result: .dead(error: "http_\(status)"), endpoint: .well))
    }

    @Test("a redirect counts against the event through the whole schedule", arguments: [301, 302, 303, 307, 308])
    func redirected(_ status: Int) {
        for attempts in 0..<9 {
            let wait = RetrySchedule.waits[attempts + 1]
            #expect(verdict(status, attempts: attempts) == DeliveryVerdict(result: .retry(at: t0 + wait), endpoint: .well))
        }
        #expect(verdict(status, attempts: 9).result == .dead(error: "http_\(status)"))
    }

    @Test("5xx and 429 are faults of the endpoint and use up no attempt", arguments: [429, 500, 502, 503, 504, 599])
    func endpointAtFault(_ status: Int) {
        for attempts in [0, 2, 9, 30] {
            let verdict = verdict(status, attempts: attempts, retryAfter: .seconds(7))
            #expect(
                verdict == DeliveryVerdict(result: .returned(error: "http_\(status)"), endpoint: .faulty(retryAfter: .seconds(7)))
            )
        }
    }

    @Test("no connection, no whole answer and no key are faults of the endpoint")
    func unreachable() {
        for result in [AttemptResult.unreachable(detail: "why"), .unsigned(detail: "why")] {
            let verdict = result.verdict(attempts: 5, createdAt: t0, jitter: 0, now: t0)
            #expect(verdict == DeliveryVerdict(result: .returned(error: "why"), endpoint: .faulty(retryAfter: nil)))
        }
    }

    @Test("410 turns the endpoint off and leaves the event where it is")
    func gone() {
        #expect(verdict(410, attempts: 2) == DeliveryVerdict(result: .returned(error: "http_410"), endpoint: .gone))
    }

    @Test("an attempt that a stop cut short says nothing, of an event of any age")
    func stopped() {
        let verdict = AttemptResult.stopped.verdict(attempts: 2, createdAt: t0 - .hours(90), jitter: 0, now: t0)
        #expect(verdict.endpoint == .untried)
        guard case .returned = verdict.result else {
            Issue.record("\(verdict.result)")
            return
        }
    }

    @Test("an event that would be too old at its next attempt is a dead letter now")
    func tooOld() {
        #expect(verdict(302, attempts: 8, age: .hours(60)).result == .dead(error: "http_302"))
        #expect(verdict(302, attempts: 8, age: .hours(52)).result == .retry(at: t0 + .hours(24)))
        #expect(verdict(503, age: .hours(77)).result == .dead(error: "http_503"))
        #expect(verdict(503, age: .hours(75)).result == .returned(error: "http_503"))
        // Its endpoint is judged all the same.
        #expect(verdict(503, age: .hours(77)).endpoint == .faulty(retryAfter: nil))
    }

    @Test("whatever comes, an event that is to be tried again has a time in its life, and attempts come to an end")
    func ends() {
        var random = SeededRandom()
        for _ in 0..<300 {
            var now = t0
            var attempts = 0
            var rounds = 0
            loop: while rounds < 100 {
                rounds += 1
                // Statuses that count against the event alone.
                let status = [301, 304, 400, 404, 422].randomElement(using: &random) ?? 400
                let result = AttemptResult.answered(status: status, retryAfter: nil)
                let verdict = result.verdict(
                    attempts: attempts,
                    createdAt: t0,
                    jitter: Double.random(in: 0..<1, using: &random),
                    now: now
                )
                switch verdict.result {
                case .retry(let at):
                    #expect(at > now && at - t0 <= RetrySchedule.longestLife, "seed \(random.seed)")
                    now = at
                    attempts += 1
                case .dead: break loop
                case .delivered, .returned:
                    Issue.record("\(verdict) for \(status), seed \(random.seed)")
                    break loop
                }
            }
            #expect(rounds <= 10, "seed \(random.seed)")
        }
    }
}
