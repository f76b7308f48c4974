import Reconciliation
import Testing

/// Rules 1, 2 and 3: in time, writes on, CXone there.
struct GateRuleTests {
    @Test("a change expires after expiresAt, not at it")
    func expiry() {
        let desired = Change.asking(for: .queueBreak, expiresAt: now)
        let situation = Situation.atDesk().with { $0.desired = desired }
        #expect(situation.verdict == .apply(.queueBreak))
        #expect(decide(situation, now: now + tick).verdict == .expire)
    }

    @Test("what expires while paused, while CXone is away, or unread, expires")
    func expiryFirst() {
        let late = Situation.atDesk().with { $0.desired = $0.desired.expiring(at: now - tick) }
        #expect(late.with { $0.fleet.isPaused = true }.verdict == .expire)
        #expect(late.with { $0.fleet.cxone = .away(until: nil) }.verdict == .expire)
        #expect(
            late.with {
                $0.live = .notTaken; $0.agent.user = .notTaken
            }.verdict == .expire
        )
    }

    @Test("while paused everything waits, before anything is read")
    func paused() {
        let paused = Situation.atDesk().with { $0.fleet.isPaused = true }
        #expect(paused.verdict == .wait(.paused, until: nil))
        #expect(paused.with { $0.live = .notTaken }.verdict == .wait(.paused, until: nil))
        #expect(paused.with { $0.fleet.cxone = .away(until: now + .seconds(9)) }.verdict == .wait(.paused, until: nil))
    }

    @Test("while CXone is away everything waits, until then if that is known", arguments: [nil, now + .seconds(30)])
    func away(until: Instant?) {
        let away = Situation.atDesk(wanting: .offline, live: .status(.available)).with { $0.fleet.cxone = .away(until: until) }
        #expect(away.verdict == .wait(.cxoneUnavailable, until: until))
        #expect(away.with { $0.live = .notTaken }.verdict == .wait(.cxoneUnavailable, until: until))
    }

    @Test("a live status older than 10 s is read again, one of exactly 10 s is not")
    func staleness() {
        #expect(decide(.atDesk(), now: now + .seconds(10)).verdict == .apply(.queueBreak))
        #expect(decide(.atDesk(), now: now + .seconds(10) + tick).verdict == .look(.live))
        #expect(Situation.atDesk().with { $0.live = .notTaken }.verdict == .look(.live))
    }

    @Test("an old failure to read is no reason to wait: it is read again")
    func staleFailure() {
        let fault = Reading<LiveReading>.failed(.unavailable(detail: "no connection"), at: now - .seconds(10) - tick)
        #expect(Situation.atDesk().with { $0.live = fault }.verdict == .look(.live))
    }

    @Test("a live status that CXone does not give makes everything wait", arguments: Status.allCases)
    func unreachable(status: Status) {
        let situation = Situation.atDesk(wanting: status, live: .status(.available))
        let silent = situation.with { $0.live = .failed(.unavailable(detail: "no answer"), at: now) }
        #expect(silent.verdict == .wait(.cxoneUnavailable, until: nil))
        let until = now + .seconds(7)
        let throttled = situation.with { $0.live = .failed(.throttled(until: until), at: now) }
        #expect(throttled.verdict == .wait(.budget, until: until))
    }

    @Test("live unknown: Break, Training and Busy go on", arguments: [Status.onBreak, .training, .busy])
    func unknownGoesOn(status: Status) {
        let decision = decide(.atDesk(wanting: status, live: .unknown(label: "UNKNOWN(42)")), now: now)
        #expect(decision.verdict == .apply(.plain(status)))
        for rule in [Rule.cxoneAway, .already, .loggedOut, .contact] {
            #expect(decision.code(of: rule) == "live_unknown_goes_on", "rule \(rule.name) must say what it could not see")
        }
    }

    @Test("live unknown: Available and Offline wait", arguments: [Status.available, .offline])
    func unknownWaits(status: Status) {
        let decision = decide(.atDesk(wanting: status, live: .unknown(label: "UNKNOWN(42)")), now: now)
        #expect(decision.verdict == .wait(.liveUnknown, until: nil))
        #expect(decision.deciding == .cxoneAway)
    }

    @Test(
        "where live has no record, Break goes on, Available and Offline wait",
        arguments: [
            (Status.onBreak, "apply"), (.training, "apply"), (.busy, "apply"), (.available, "wait"), (.offline, "wait"),
        ]
    )
    func missing(status: Status, label: String) {
        let situation = Situation.atDesk(wanting: status, live: .status(.available)).with { $0.live = .failed(.notFound, at: now) }
        #expect(situation.verdict.label == label)
        if label == "wait" { #expect(situation.verdict == .wait(.liveUnknown, until: nil)) }
    }
}
