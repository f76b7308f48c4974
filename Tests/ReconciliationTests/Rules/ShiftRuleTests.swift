import Reconciliation
import Testing

/// Rule 5, and rule 6 after it.
struct ShiftRuleTests {
    private func situation(
        start: Instant? = nil,
        end: Instant? = nil,
        published: PublishedShift = PublishedShift(),
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
        func verdict(_ shifts: [ShiftSegment], published: PublishedShift = PublishedShift()) -> Verdict {
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
        #expect(verdict([current], published: .whole([past])) == .refuse(.outOfShift))
        #expect(verdict([past], published: .whole([current])).label == "apply")
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
        #expect(situation(start: now - .hours(9), end: now - .hours(5), published: .whole([past, current])).verdict.label == "apply")
        #expect(situation(start: now - .hours(1), end: now + .hours(1), published: .whole([past])).verdict == .refuse(.outOfShift))
    }

    @Test("each published segment has its grace on both sides, and the gap between two is outside")
    func segments() {
        func holds(_ start: Duration, _ end: Duration) -> Bool? {
            let shift = [ShiftSegment(start: now + start, end: now + end), ShiftSegment(start: now - .days(2), end: now - .days(1))]
            return shiftHolds(published: .whole(shift), user: User(roles: []), at: now, grace: .minutes(5))
        }
        #expect(holds(.minutes(5), .hours(1)) == true)
        #expect(holds(.minutes(5) + tick, .hours(1)) == false)
        #expect(holds(.hours(-1), .minutes(-5) + tick) == true)
        #expect(holds(.hours(-1), .minutes(-5)) == false)
    }

    private func span(_ start: Duration, _ end: Duration) -> ShiftSegment { ShiftSegment(start: now + start, end: now + end) }

    @Test("a schedule speaks for the span that it covers, and elsewhere CXone's own does", arguments: [-1, 1] as [Int64])
    func otherDay(direction: Int64) {
        // Published is the day after or the day before.
        let middle = Duration.days(direction)
        let other = PublishedShift(
            covered: [span(middle - .hours(10), middle + .hours(10))],
            segments: [span(middle - .hours(4), middle + .hours(4))]
        )
        #expect(situation(start: now - .hours(1), end: now + .hours(1), published: other).verdict.label == "apply")
        #expect(situation(start: now - .hours(9), end: now - .hours(5), published: other).verdict == .refuse(.outOfShift))
        #expect(decide(situation(published: other), now: now).code(of: .shift) == "no_shift_known")
    }

    @Test("a day that a schedule covers and puts nothing in is a day off")
    func dayOff() {
        let off = PublishedShift(covered: [span(.hours(-10), .hours(10))])
        #expect(situation(published: off).verdict == .refuse(.outOfShift))
        #expect(situation(start: now - .hours(1), end: now + .hours(1), published: off).verdict == .refuse(.outOfShift))
    }

    @Test("at the edge of what is covered each shift has its grace on the other side")
    func edges() {
        func holds(covered: ShiftSegment, _ segments: [ShiftSegment] = [], own: ShiftSegment? = nil) -> Bool? {
            let published = PublishedShift(covered: [covered], segments: segments)
            let user = User(roles: [], shiftStart: own?.start, shiftEnd: own?.end)
            return shiftHolds(published: published, user: user, at: now, grace: .minutes(5))
        }
        // The published shift ends with what is covered, and CXone knows of none after it.
        let before = span(.hours(-12), .minutes(-3))
        #expect(holds(covered: before, [before], own: span(.hours(-30), .hours(-20))) == true)
        #expect(
            holds(covered: span(.hours(-12), .minutes(-5)), [span(.hours(-12), .minutes(-5))], own: span(.hours(-30), .hours(-20))) == false
        )
        // CXone's shift ends where a day off begins; it does not reach into it any further.
        #expect(holds(covered: span(.minutes(-3), .hours(9)), own: span(.hours(-5), .minutes(-3))) == true)
        #expect(holds(covered: span(.minutes(-5), .hours(9)), own: span(.hours(-5), .hours(5))) == false)
        #expect(holds(covered: span(.hours(-9), .minutes(5)), own: span(.hours(-5), .hours(5))) == true)
        // Nobody knows what was just before.
        #expect(holds(covered: span(.minutes(-3), .hours(9))) == nil)
        #expect(holds(covered: span(.minutes(-5), .hours(9))) == false)
    }

    @Test("a shift that goes on over two published days is one, and what two schedules cover both is covered once")
    func twoDays() {
        let night = PublishedShift(
            covered: [span(.hours(-24), .zero), span(.zero, .hours(24)), span(.hours(-1), .hours(1))],
            segments: [span(.hours(-3), .zero), span(.zero, .hours(3))]
        )
        for offset in [Duration.zero - tick, .zero, .hours(3), .hours(3) + .minutes(5) - tick] {
            #expect(shiftHolds(published: night, user: User(roles: []), at: now + offset, grace: .minutes(5)) == true)
        }
        #expect(shiftHolds(published: night, user: User(roles: []), at: now + .hours(3) + .minutes(5), grace: .minutes(5)) == false)
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

extension PublishedShift {
    /// Segments of schedules that cover days before and after.
    fileprivate static func whole(_ segments: [ShiftSegment]) -> PublishedShift {
        PublishedShift(covered: [ShiftSegment(start: now - .days(9), end: now + .days(9))], segments: segments)
    }
}
