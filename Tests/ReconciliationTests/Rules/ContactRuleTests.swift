import Reconciliation
import Testing

/// Rule 11, and what goes out under rule 15.
struct ContactRuleTests {
    private func seeing(_ wanted: Wanted, contact: Tristate, wrapUp: Tristate = .no, policy: Policy.OnContact = .defer) -> Situation {
        let live = LiveReading(status: .status(.training), since: now - .hours(1), onContact: contact, inWrapUp: wrapUp)
        return Situation.atDesk(wanting: wanted, live: live, capabilities: .seeing).with { $0.policy.onContact = policy }
    }

    @Test(
        "on a contact the policy decides",
        arguments: [
            (Policy.OnContact.defer, Verdict.wait(.onContact, until: nil)), (.refuse, .refuse(.onContact)), (.apply, .apply(.queueBreak)),
        ]
    )
    func policies(policy: Policy.OnContact, verdict: Verdict) {
        #expect(seeing(.queueBreak, contact: .yes, policy: policy).verdict == verdict)
        let busy = Situation.atDesk(wanting: .onBreak, live: .status(.busy)).with { $0.policy.onContact = policy }
        #expect(busy.verdict == verdict)
    }

    @Test(
        "in wrap-up the same policy decides",
        arguments: [
            (Policy.OnContact.defer, Verdict.wait(.wrapUp, until: nil)), (.refuse, .refuse(.onContact)), (.apply, .apply(.queueBreak)),
        ]
    )
    func wrapUp(policy: Policy.OnContact, verdict: Verdict) {
        #expect(seeing(.queueBreak, contact: .no, wrapUp: .yes, policy: policy).verdict == verdict)
    }

    @Test("off contacts and wrap-up the change goes out")
    func free() {
        let decision = decide(seeing(.queueBreak, contact: .no), now: now)
        #expect(decision.verdict == .apply(.queueBreak))
        #expect(decision.code(of: .contact) == "contact_free")
    }

    @Test("where the state does not tell whether there is a contact, nobody is said to be on none")
    func uncertain() {
        let decision = decide(seeing(.queueBreak, contact: .unknown), now: now)
        #expect(decision.verdict == .apply(.queueBreak))
        #expect(decision.code(of: .contact) == "contact_uncertain")
        #expect(decision.chain.first { $0.rule == .contact }?.note.words.contains("neither") == false)
    }

    @Test("a request that does not respect wrap-up skips the wrap-up half and not the contact half")
    func disrespect() {
        let wanted = Wanted(status: .onBreak, pauseReason: "Queue Full", respectWrapUp: false)
        #expect(seeing(wanted, contact: .no, wrapUp: .yes).verdict == .apply(wanted))
        #expect(seeing(wanted, contact: .yes, wrapUp: .no).verdict == .wait(.onContact, until: nil))
    }

    @Test(
        "Offline is never written on a contact or on an unknown that could be one",
        arguments: [Tristate.yes, .unknown],
        [
            Policy.OnContact.defer, .apply,
        ]
    )
    func offline(contact: Tristate, policy: Policy.OnContact) {
        for wanted in [Wanted(status: .offline), Wanted(status: .offline, forceAvailability: true, respectWrapUp: false)] {
            #expect(seeing(wanted, contact: contact, policy: policy).verdict == .wait(.onContact, until: nil))
        }
        let busy = Situation.atDesk(wanting: .offline, live: .status(.busy)).with { $0.policy.onContact = policy }
        #expect(busy.verdict == .wait(.onContact, until: nil))
    }

    @Test("where policy refuses on a contact, Offline is refused too")
    func offlineRefused() {
        #expect(seeing(.plain(.offline), contact: .yes, policy: .refuse).verdict == .refuse(.onContact))
        #expect(seeing(.plain(.offline), contact: .unknown, policy: .refuse).verdict == .wait(.onContact, until: nil))
    }

    @Test("the words do not claim a contact that nobody saw")
    func honestWords() {
        let sure = decide(seeing(.plain(.offline), contact: .yes), now: now).chain.last?.note
        let unsure = decide(seeing(.plain(.offline), contact: .unknown), now: now).chain.last?.note
        #expect(sure != unsure)
        #expect(sure?.words != unsure?.words)
        let allowed = decide(seeing(.queueBreak, contact: .yes, policy: .apply), now: now)
        #expect(allowed.code(of: .contact) != "contact_free")
        let skipped = decide(
            seeing(Wanted(status: .training, respectWrapUp: false), contact: .no, wrapUp: .yes).with {
                $0.live = .taken(LiveReading(status: .status(.available), since: now - .hours(1), onContact: .no, inWrapUp: .yes), at: now)
            },
            now: now
        )
        #expect(skipped.verdict.label == "apply")
        #expect(skipped.chain.first { $0.rule == .contact }?.note.words.contains("asked to respect") == false)
    }

    @Test("Offline goes out to an agent who is seen to be free")
    func offlineFree() {
        #expect(seeing(.plain(.offline), contact: .no).verdict == .apply(.plain(.offline)))
        #expect(Situation.atDesk(wanting: .offline, live: .status(.available)).verdict == .apply(.plain(.offline)))
    }

    @Test("where contacts are unseen, Busy is one unless the bridge wrote it")
    func busy() {
        let since = now - .minutes(10)
        func verdict(_ write: ConfirmedWrite?, since: Instant? = since) -> Verdict {
            Situation.atDesk(wanting: .plain(.offline), live: LiveReading(status: .status(.busy), since: since)).with {
                $0.ledger.confirmed = write.map { [$0] } ?? []
            }.verdict
        }
        #expect(verdict(.made(of: .plain(.busy), at: since)).label == "apply")
        #expect(verdict(.made(of: .plain(.busy), at: since + .seconds(5))).label == "apply")
        #expect(verdict(.made(of: .plain(.busy), at: since + .seconds(5) + tick)).label == "wait")
        #expect(verdict(.made(of: .plain(.busy), at: since - .seconds(6))).label == "apply")
        #expect(verdict(.made(of: .plain(.busy), at: since - .seconds(6) - tick)).label == "wait")
        #expect(verdict(.made(of: .plain(.training), at: since)).label == "wait")
        #expect(verdict(nil).label == "wait")
    }

    @Test("a Busy that does not say since when is not taken for the bridge's")
    func busySinceUnknown() {
        let busy = Situation.atDesk(wanting: .plain(.offline), live: LiveReading(status: .status(.busy))).with {
            $0.ledger.lastSeen = LastSeen(status: "Busy", since: nil)
            $0.ledger.confirmed = [.made(of: .plain(.busy), at: now - .hours(1))]
        }
        #expect(busy.verdict == .wait(.onContact, until: nil))
    }

    @Test("a write that was confirmed long after its call covers no contact that began in between")
    func lateConfirmation() {
        let write = ConfirmedWrite.made(of: .plain(.busy), at: now - .minutes(20), confirmedAfter: .minutes(10), by: .read)
        let call = LiveReading(status: .status(.busy), since: now - .minutes(15))
        let situation = Situation.atDesk(wanting: .plain(.offline), live: call).with { $0.ledger.confirmed = [write] }
        #expect(situation.verdict == .wait(.onContact, until: nil))
    }

    @Test("a slow call that was answered itself covers all of its time")
    func slowCall() {
        let write = ConfirmedWrite.made(of: .plain(.busy), at: now - .minutes(2), confirmedAfter: .seconds(40))
        let ours = LiveReading(status: .status(.busy), since: now - .seconds(85))
        let situation = Situation.atDesk(wanting: .plain(.offline), live: ours).with { $0.ledger.confirmed = [write] }
        #expect(situation.verdict == .apply(.plain(.offline)))
    }

    @Test("forced availability does not end a wrap-up that is seen: it means Available as soon as that ends")
    func forced() {
        let wanted = Wanted(status: .available, forceAvailability: true)
        #expect(seeing(wanted, contact: .no, wrapUp: .yes).verdict == .wait(.wrapUp, until: nil))
        #expect(seeing(wanted, contact: .no, wrapUp: .no).verdict == .apply(wanted))
    }

    @Test("what goes out is what was asked for, flags and codes included")
    func whole() {
        let wanted = Wanted(status: .available, wrapUpCode: "Sale", forceAvailability: true, respectWrapUp: false)
        let decision = decide(.atDesk(wanting: wanted, live: LiveReading(status: .status(.training), since: now - .hours(1))), now: now)
        #expect(decision.verdict == .apply(wanted))
        #expect(decision.deciding == .apply)
        #expect(decision.chain.map(\.rule) == Rule.allCases)
    }
}
