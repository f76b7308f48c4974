import Reconciliation
import Testing

/// Rules 7 and 10.
struct AlreadyRuleTests {
    @Test("what is so already is not written again", arguments: [Status.available, .onBreak, .training, .offline])
    func already(status: Status) {
        let evidence = Evidence(grade: .read, startTime: now - .hours(1), observedAt: now)
        #expect(Situation.atDesk(wanting: status, live: .status(status)).verdict == .already(evidence))
    }

    @Test("what is another status is written", arguments: [Status.available, .onBreak, .training, .busy, .offline])
    func notYet(status: Status) {
        let live = LiveStatus.status(status == .onBreak ? .available : .onBreak)
        #expect(Situation.atDesk(wanting: status, live: live).verdict == .apply(.plain(status)))
    }

    @Test("the same status with another reason counts, and the reason is said")
    func otherReason() {
        let decision = decide(.atDesk(live: LiveReading(status: .status(.onBreak), pauseReason: "IT Issue")), now: now)
        #expect(decision.verdict.label == "already")
        #expect(decision.chain.last?.note.words.contains("IT Issue") == true)
        let same = decide(.atDesk(live: LiveReading(status: .status(.onBreak), pauseReason: "Queue Full")), now: now)
        #expect(same.chain.last?.note.words.contains("Queue Full") == false)
    }

    @Test("a consistent state is already so only if the bridge's last confirmed write was that status")
    func consistent() {
        let paused = Situation.atDesk(wanting: .training, live: .notReady(label: "NOT_READY"))
        func after(_ writes: Status...) -> Verdict {
            paused.with { $0.ledger.confirmed = writes.map { .made(of: .plain($0), at: now - .hours(1)) } }.verdict
        }
        #expect(paused.verdict == .apply(.plain(.training)))
        #expect(after(.training).label == "already")
        #expect(after(.onBreak).label == "apply")
        #expect(after(.training, .onBreak).label == "apply")
        #expect(after(.onBreak, .training).label == "already")
    }

    @Test("a state that began before the bridge's last write took effect was read late: what is wanted is written")
    func readLate() {
        let since = now - .minutes(5)
        func decision(afterWriting status: Status, shown: Instant?) -> Decision {
            let live = LiveReading(status: .status(.available), since: since)
            let situation = Situation.atDesk(wanting: .plain(.available), live: live).with {
                $0.ledger.confirmed = [.made(of: .plain(status), at: now - .minutes(2), shownSince: shown)]
            }
            return decide(situation, now: now)
        }
        let late = decision(afterWriting: .training, shown: since + tick)
        #expect(late.code(of: .already) == "seen_before_write")
        #expect(late.verdict == .apply(.plain(.available)))
        #expect(decision(afterWriting: .training, shown: since).verdict.label == "already")
        #expect(decision(afterWriting: .training, shown: nil).verdict.label == "already")
        #expect(decision(afterWriting: .available, shown: since + tick).verdict.label == "already")
    }

    @Test("a contact's Busy does not make a wanted Busy true, and the contact is left alone")
    func contactsBusy() {
        let decision = decide(.atDesk(wanting: .busy, live: .status(.busy)), now: now)
        #expect(decision.code(of: .already) == "busy_by_contact")
        #expect(decision.verdict == .wait(.onContact, until: nil))
        let seen = LiveReading(status: .status(.busy), onContact: .yes)
        #expect(
            decide(.atDesk(wanting: .plain(.busy), live: seen, capabilities: .seeing), now: now).code(of: .already) == "busy_by_contact"
        )
    }

    @Test("the Busy that the bridge wrote is already so")
    func ownBusy() {
        let own = Situation.atDesk(wanting: .busy, live: .status(.busy)).with {
            $0.ledger.confirmed = [.made(of: .plain(.busy), at: now - .hours(1))]
        }
        #expect(own.verdict.label == "already")
        let seen = LiveReading(status: .status(.busy), onContact: .no)
        #expect(Situation.atDesk(wanting: .plain(.busy), live: seen, capabilities: .seeing).verdict.label == "already")
    }

    @Test("an agent who is logged out is not made anything but Offline: the change waits for the login", arguments: Status.allCases)
    func loggedOut(status: Status) {
        let verdict = Situation.atDesk(wanting: status, live: .status(.offline)).verdict
        if status == .offline {
            #expect(verdict.label == "already")
        } else {
            #expect(verdict == .wait(.loggedOut, until: nil))
        }
    }

    @Test("policy may refuse a change for an agent who is logged out")
    func loggedOutRefused() {
        let situation = Situation.atDesk(wanting: .available, live: .status(.offline)).with { $0.policy.loggedOut = .refuse }
        let decision = decide(situation, now: now)
        #expect(decision.verdict == .refuse(.loggedOut))
        #expect(decision.deciding == .loggedOut)
    }

    @Test("forced availability does not fill an empty chair")
    func forced() {
        let wanted = Wanted(status: .available, forceAvailability: true)
        #expect(
            Situation.atDesk(wanting: wanted, live: LiveReading(status: .status(.offline), since: now - .hours(1))).verdict
                == .wait(.loggedOut, until: nil)
        )
    }

    @Test("a logged out agent who is out of shift or has no role is refused by those rules, which come first")
    func order() {
        let outside = Situation.atDesk(wanting: .available, live: .status(.offline)).with {
            $0.agent.user = .taken(User(roles: ["Agent"], shiftStart: now + .hours(1)), at: now)
        }
        #expect(outside.verdict == .refuse(.outOfShift))
    }
}
