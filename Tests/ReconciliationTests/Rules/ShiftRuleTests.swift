import Reconciliation
import Testing

/// Rule 5, and rule 6 after it.
struct ShiftRuleTests {
    private func situation(
        start: Instant? = nil,
        end: Instant? = nil,
        published: [ShiftSegment] = [],
        wanting wanted: Wanted = .queueBreak
    ) -> Situation {
        Situation.atDesk(wanting: wanted).with {
            $0.agent.user = .taken(User(roles: ["Agent"], shiftStart: start, shiftEnd: end), at: now)
            $0.agent.publishedShift = published
        }
    }

    @Test("a change is allowed from 5 minutes before the shift, not earlier")
    func before() {
        #expect(situation(start: now + .minutes(5), end: now + .hours(8)).verdict.label == "apply")
        #expect(situation(start: now + .minutes(5) + tick, end: now + .hours(8)).verdict == .refuse(.outOfShift))
    }

    @Test("a change is allowed until 5 minutes after the shift, whose end is not part of it")
    func after() {
        #expect(situation(start: now - .hours(8), end: now - .minutes(5) + tick).verdict.label == "apply")
        #expect(situation(start: now - .hours(8), end: now - .minutes(5)).verdict == .refuse(.outOfShift))
    }

    @Test("where only one end of the shift is known, that one is checked")
    func oneEnd() {
        #expect(situation(start: now - .hours(1)).verdict.label == "apply")
        #expect(situation(start: now + .hours(1)).verdict == .refuse(.outOfShift))
        #expect(situation(end: now + .hours(1)).verdict.label == "apply")
        #expect(situation(end: now - .hours(1)).verdict == .refuse(.outOfShift))
    }

    @Test("Offline is allowed outside the shift; the other four are not", arguments: Status.allCases)
    func offline(status: Status) {
        let outside = situation(start: now - .hours(9), end: now - .hours(1), wanting: .plain(status)).with {
            $0.live = .taken(LiveReading(status: .notReady(label: "PAUSED"), since: now - .hours(1)), at: now)
        }
        let decision = decide(outside, now: now)
        #expect(decision.verdict == (status == .offline ? .apply(.plain(.offline)) : .refuse(.outOfShift)))
        #expect(decision.code(of: .shift) == (status == .offline ? "offline_any_time" : "outside_shift"))
    }

    @Test("where no shift is known it is not checked, and that is said")
    func unknown() {
        let decision = decide(situation(), now: now)
        #expect(decision.verdict.label == "apply")
        #expect(decision.code(of: .shift) == "no_shift_known")
        #expect(decision.compliance.shiftValidated.flag == nil)
        #expect(decision.compliance.shiftValidated.reason?.isEmpty == false)
    }

    @Test("where CXone's own schedule has parts, the agent is in shift in each of them, and not between them")
    func parts() {
        func verdict(_ shifts: [ShiftSegment], published: [ShiftSegment] = []) -> Verdict {
            situation(published: published).with {
                var user = User(roles: ["Agent"])
                user.shifts = shifts
                $0.agent.user = .taken(user, at: now)
            }.verdict
        }
        let past = ShiftSegment(start: now - .hours(5), end: now - .hours(1))
        let next = ShiftSegment(start: now + .hours(1), end: now + .hours(5))
        let current = ShiftSegment(start: now - .hours(1), end: now + .hours(1))
        #expect(verdict([past, next]) == .refuse(.outOfShift))
        #expect(verdict([past, current, next]).label == "apply")
        #expect(verdict([current], published: [past]) == .refuse(.outOfShift))
        #expect(verdict([past], published: [current]).label == "apply")
    }

    @Test("why CXone's schedule is not known is told with the check that was not made")
    func missing() {
        let decision = decide(
            situation().with {
                var user = User(roles: ["Agent"])
                user.shiftCheckMissing = "a right is missing"
                $0.agent.user = .taken(user, at: now)
            },
            now: now
        )
        #expect(decision.verdict.label == "apply")
        #expect(decision.chain.contains { $0.note == .noShiftKnown(why: "a right is missing") })
        #expect(decision.compliance.shiftValidated.reason?.contains("a right is missing") == true)
    }

    @Test("the shift that the WFM published counts before CXone's own")
    func published() {
        let current = ShiftSegment(start: now - .hours(1), end: now + .hours(1))
        let past = ShiftSegment(start: now - .hours(9), end: now - .hours(5))
        #expect(situation(start: now - .hours(9), end: now - .hours(5), published: [past, current]).verdict.label == "apply")
        #expect(situation(start: now - .hours(1), end: now + .hours(1), published: [past]).verdict == .refuse(.outOfShift))
    }

    @Test("each published segment has its grace on both sides, and the gap between two is outside")
    func segments() {
        func holds(_ start: Duration, _ end: Duration) -> Bool? {
            let shift = [ShiftSegment(start: now + start, end: now + end), ShiftSegment(start: now - .days(2), end: now - .days(1))]
            return shiftHolds(published: shift, user: User(roles: []), at: now, grace: .minutes(5))
        }
        #expect(holds(.minutes(5), .hours(1)) == true)
        #expect(holds(.minutes(5) + tick, .hours(1)) == false)
        #expect(holds(.hours(-1), .minutes(-5) + tick) == true)
        #expect(holds(.hours(-1), .minutes(-5)) == false)
    }

    @Test(
        "a pause reason must be one of the tenant's",
        arguments: [
            ("IT Issue", true), ("Queue Full", true), ("Skill Gap", true), ("Manager Meeting", true), ("System Maintenance", true),
            ("Lunch", false), ("queue full", false), ("Queue Full ", false), ("", false),
        ]
    )
    func pauseReason(reason: String, known: Bool) {
        let decision = decide(.atDesk(wanting: Wanted(status: .onBreak, pauseReason: reason)), now: now)
        #expect((decision.verdict == .refuse(.unknownPauseReason)) == !known)
        #expect(decision.deciding == (known ? .apply : .tenantValues))
    }

    @Test("a reason is checked whenever it is given, on another status as well")
    func reasonElsewhere() {
        #expect(Situation.atDesk(wanting: Wanted(status: .training, pauseReason: "Lunch")).verdict == .refuse(.unknownPauseReason))
        #expect(Situation.atDesk(wanting: Wanted(status: .training, pauseReason: nil)).verdict.label == "apply")
    }

    @Test("the tenant's own list replaces the usual one")
    func ownList() {
        let lunch = Situation.atDesk(wanting: Wanted(status: .onBreak, pauseReason: "Lunch")).with { $0.policy.pauseReasons = ["Lunch"] }
        #expect(lunch.verdict.label == "apply")
        #expect(Situation.atDesk().with { $0.policy.pauseReasons = ["Lunch"] }.verdict == .refuse(.unknownPauseReason))
    }
}
