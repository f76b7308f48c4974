import Reconciliation
import Testing

/// A check that did not run is never called passed.
struct ComplianceTests {
    private func compliance(_ situation: Situation) -> Compliance { decide(situation, now: now).compliance }

    @Test("before a rule has run its flags are null, with the reason")
    func notRun() {
        for situation in [
            Situation.atDesk().with { $0.fleet.isPaused = true }, .atDesk().with { $0.agent.user = .notTaken },
            .atDesk().with { $0.desired = $0.desired.expiring(at: now - tick) },
        ] {
            for check in [compliance(situation).roleChecked, compliance(situation).shiftValidated, compliance(situation).wrapUpVerified] {
                #expect(check.flag == nil)
                #expect(check.reason?.isEmpty == false)
            }
        }
    }

    @Test("role and shift were checked and passed; wrap-up is open until CXone answers")
    func passed() {
        let compliance = compliance(.atDesk())
        #expect(compliance.roleChecked == .passed)
        #expect(compliance.shiftValidated == .passed)
        #expect(compliance.wrapUpVerified.flag == nil)
    }

    @Test("a missing role is false, and the shift was not looked at")
    func role() {
        let compliance = compliance(.atDesk().with { $0.agent.user = .taken(User(roles: ["Clerk"]), at: now) })
        #expect(compliance.roleChecked.flag == false)
        #expect(compliance.shiftValidated.flag == nil)
        #expect(compliance.wrapUpVerified.flag == nil)
    }

    @Test("out of shift is false, and the role had passed")
    func shift() {
        let compliance = compliance(
            .atDesk().with {
                $0.agent.user = .taken(User(roles: ["Agent"], shiftStart: now + .hours(1)), at: now)
            }
        )
        #expect(compliance.roleChecked.flag == true)
        #expect(compliance.shiftValidated.flag == false)
    }

    @Test("Offline was not checked against the shift, inside it or outside")
    func offline() {
        let check = compliance(.atDesk(wanting: .offline, live: .status(.available))).shiftValidated
        #expect(check.flag == nil)
        #expect(check.reason?.contains("Offline") == true)
    }

    @Test("wrap-up that is seen is false, and seen to be over it is true, before any write")
    func wrapUp() {
        func check(_ wrapUp: Tristate, respect: Bool = true) -> Compliance.Check {
            let live = LiveReading(status: .status(.training), since: now - .hours(1), onContact: .no, inWrapUp: wrapUp)
            let wanted = Wanted(status: .onBreak, pauseReason: "Queue Full", respectWrapUp: respect)
            return compliance(.atDesk(wanting: wanted, live: live, capabilities: .seeing)).wrapUpVerified
        }
        #expect(check(.yes) == .failed)
        #expect(check(.no) == .passed)
        #expect(check(.no, respect: false) == .passed)
        #expect(check(.unknown).flag == nil)
        #expect(check(.yes, respect: false).flag != true)
    }

    @Test("a dialect that does not see wrap-up never says that it saw it over")
    func blind() {
        let live = LiveReading(status: .status(.training), onContact: .no, inWrapUp: .no)
        #expect(compliance(.atDesk(live: live)).wrapUpVerified.flag == nil)
    }

    @Test("an accepted write with respectWrapUp verifies wrap-up; one without it does not")
    func accepted() {
        let before = compliance(.atDesk())
        #expect(before.writeAccepted(.queueBreak, .platform).wrapUpVerified == .passed)
        let without = before.writeAccepted(Wanted(status: .available, respectWrapUp: false), .platform).wrapUpVerified
        #expect(without.flag == nil)
        #expect(without.reason?.isEmpty == false)
        #expect(before.writeAccepted(.queueBreak, .platform).roleChecked == before.roleChecked)
    }

    @Test("an interface that cannot be told to respect wrap-up verifies nothing by taking a write")
    func acceptedBlindly() {
        let before = compliance(.atDesk(capabilities: .acd))
        let check = before.writeAccepted(.queueBreak, .acd).wrapUpVerified
        #expect(check.flag == nil)
        #expect(check.reason?.contains("not seen") == true)
    }

    @Test("what was seen to be over stays verified, whatever the write asked for")
    func seenAndAccepted() {
        let seen = Compliance(roleChecked: .passed, shiftValidated: .passed, wrapUpVerified: .passed)
        #expect(seen.writeAccepted(Wanted(status: .available, respectWrapUp: false), .platform).wrapUpVerified == .passed)
        #expect(seen.writeAccepted(.queueBreak, .acd).wrapUpVerified == .passed)
    }

    @Test("the flag is true, false or null, and only null has a reason")
    func flags() {
        #expect(Compliance.Check.passed.flag == true)
        #expect(Compliance.Check.failed.flag == false)
        #expect(Compliance.Check.passed.reason == nil)
        #expect(Compliance.Check.failed.reason == nil)
        #expect(Compliance.Check.notRun(reason: "why").reason == "why")
    }
}
