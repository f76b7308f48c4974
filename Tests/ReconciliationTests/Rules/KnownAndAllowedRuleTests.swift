import Reconciliation
import Testing

/// Rule 4.
struct KnownAndAllowedRuleTests {
    private let right = MissingRight(right: "user:status:read", grantedUnder: "Applications > API Access")

    private func situation(_ user: Reading<User>, witness: Instant? = nil) -> Situation {
        Situation.atDesk().with {
            $0.agent.user = user
            $0.fleet.otherUserReadableAt = witness
        }
    }

    @Test("an unknown user is refused")
    func unknown() {
        let decision = decide(situation(.failed(.notFound, at: now)), now: now)
        #expect(decision.verdict == .refuse(.unknownUser))
        #expect(decision.deciding == .knownAndAllowed)
    }

    @Test("a 403 is the user's if another user was readable within 5 minutes", arguments: [Duration.zero, .minutes(5)])
    func suspended(ago: Duration) {
        #expect(situation(.failed(.forbidden(right), at: now), witness: now - ago).verdict == .refuse(.suspendedUser))
    }

    @Test(
        "a 403 is the right's if no other user was, or longer ago; the missing right and its place are named",
        arguments: [
            nil, now - .minutes(5) - tick,
        ]
    )
    func notPermitted(witness: Instant?) {
        let decision = decide(situation(.failed(.forbidden(right), at: now), witness: witness), now: now)
        #expect(decision.verdict == .wait(.notPermitted, until: nil))
        #expect(decision.chain.last?.note.words.contains("user:status:read") == true)
        #expect(decision.chain.last?.note.words.contains("Applications > API Access") == true)
    }

    @Test("a user who is readable while the status is not is no suspended one", arguments: [nil, now])
    func statusForbidden(witness: Instant?) {
        let situation = situation(.taken(.inShift, at: now), witness: witness).with { $0.live = .failed(.forbidden(right), at: now) }
        #expect(situation.verdict == .wait(.notPermitted, until: nil))
    }

    @Test("one of the two roles is enough", arguments: [["Agent"], ["Supervisor"], ["Clerk", "Supervisor"], ["Agent", "Supervisor"]])
    func roles(roles: [String]) {
        #expect(situation(.taken(User(roles: roles), at: now)).verdict == .apply(.queueBreak))
    }

    @Test(
        "none of the roles is refused, with the roles there are and the ones wanted in words",
        arguments: [
            [], ["Clerk"], ["agent"], ["Agents"],
        ]
    )
    func noRole(roles: [String]) {
        let decision = decide(situation(.taken(User(roles: roles), at: now)), now: now)
        #expect(decision.verdict == .refuse(.roleMissing))
        let words = decision.chain.last?.note.words ?? ""
        #expect(words.contains("Agent, Supervisor"))
        for role in roles { #expect(words.contains(role)) }
    }

    @Test("a user that was never read is read")
    func notRead() {
        #expect(situation(.notTaken).verdict == .look(.user))
    }

    @Test("what lets a change pass may be remembered for five minutes")
    func remembered() {
        #expect(situation(.taken(.inShift, at: now - .minutes(5))).verdict == .apply(.queueBreak))
        #expect(situation(.taken(.inShift, at: now - .minutes(5) - tick)).verdict == .look(.user))
    }

    @Test(
        "a refusal rests on a reading of now",
        arguments: [
            Reading<User>.taken(User(roles: []), at: now - .seconds(10) - tick), .failed(.notFound, at: now - .seconds(10) - tick),
            .taken(User(roles: ["Agent"], shiftStart: now + .hours(1), shiftEnd: now + .hours(9)), at: now - .seconds(10) - tick),
        ]
    )
    func freshRefusal(user: Reading<User>) {
        #expect(situation(user).verdict == .look(.user))
    }

    @Test("a user that CXone cannot show at present makes the change wait")
    func unavailable() {
        #expect(situation(.failed(.unavailable(detail: "503"), at: now)).verdict == .wait(.cxoneUnavailable, until: nil))
        let until = now + .seconds(20)
        #expect(situation(.failed(.throttled(until: until), at: now)).verdict == .wait(.budget, until: until))
    }

    @Test("a role that could only be supposed is not called checked")
    func supposedRole() {
        var user = User(roles: ["Agent"])
        user.roleCheckMissing = "the interface has no roles"
        let decision = decide(situation(.taken(user, at: now)), now: now)
        #expect(decision.verdict == .apply(.queueBreak))
        #expect(decision.compliance.roleChecked == .notRun(reason: "the interface has no roles"))
    }
}
