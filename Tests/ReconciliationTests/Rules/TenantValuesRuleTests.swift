import Reconciliation
import Testing

/// Rule 6, where statuses are codes of the agent's team.
struct TenantValuesRuleTests {
    private func situation(_ wanted: Wanted, offer: StatusOffer?, readAt: Instant = now) -> Situation {
        var user = User.inShift
        user.offer = offer
        return Situation.atDesk(wanting: wanted).with { $0.agent.user = .taken(user, at: readAt) }
    }

    @Test("what the team has no code for is refused, and why is said")
    func missing() {
        let offer = StatusOffer(
            missing: [.training: "team 7 has no unavailable code “Training”"],
            missingReasons: ["Queue Full": "not active"]
        )
        let training = decide(situation(.plain(.training), offer: offer), now: now)
        #expect(training.verdict == .refuse(.unknownPauseReason))
        #expect(training.deciding == .tenantValues)
        #expect(training.code(of: .tenantValues) == "not_offered")
        #expect(training.chain.last?.note.words.contains("“Training”") == true)
        #expect(situation(.queueBreak, offer: offer).verdict == .refuse(.unknownPauseReason))
    }

    @Test("what it has codes for passes, as does everything where nothing is known of codes")
    func offered() {
        #expect(situation(.queueBreak, offer: StatusOffer(missing: [.onBreak: "no code Break"])).verdict == .apply(.queueBreak))
        #expect(situation(.queueBreak, offer: StatusOffer()).code(of: .tenantValues) == "values_known")
        #expect(situation(.queueBreak, offer: nil).verdict == .apply(.queueBreak))
    }

    @Test("a refusal rests on a reading of now")
    func stale() {
        let offer = StatusOffer(missing: [.training: "no code"])
        #expect(situation(.plain(.training), offer: offer, readAt: now - .seconds(10)).verdict == .refuse(.unknownPauseReason))
        #expect(situation(.plain(.training), offer: offer, readAt: now - .seconds(10) - tick).verdict == .look(.user))
    }

    @Test("what there is a code for on a contact only is refused unless the agent is on one", arguments: [Tristate.yes, .no, .unknown])
    func afterCall(onContact: Tristate) {
        var offer = StatusOffer(missing: [.training: "needs a contact"], missingReasons: ["Queue Full": "needs a contact"])
        offer.onContactOnly = [.training]
        offer.reasonsOnContactOnly = ["Queue Full"]
        for wanted in [Wanted.plain(.training), .queueBreak] {
            let asked = situation(wanted, offer: offer).with { situation in
                situation.capabilities = .seeing
                situation.policy.onContact = .apply
                situation.live = .taken(LiveReading(status: .status(.busy), onContact: onContact), at: now)
            }
            #expect(asked.code(of: .tenantValues) == (onContact == .yes ? "values_known" : "not_offered"))
        }
    }

    @Test("a reason that the tenant does not have is refused before codes are looked at")
    func reason() {
        let wanted = Wanted(status: .onBreak, pauseReason: "Siesta")
        #expect(decide(situation(wanted, offer: nil), now: now).code(of: .tenantValues) == "pause_reason_unknown")
    }
}

extension Situation {
    fileprivate func code(of rule: Rule) -> String? { decide(self, now: now).code(of: rule) }
}
