import Reconciliation
import TestSupport
import Testing

/// What holds in every situation, tried in thousands of them; the seed of each run is printed with a failure.
struct DecidePropertyTests {
    static let seeds: [UInt64] = [1, 2, 3, 5, 8, 13, 21, 34, .random(in: 1_000...UInt64.max)]
    static let perSeed = 4_000

    /// Tries a claim on many situations and stops at the first that breaks it.
    private func forAll(_ seed: UInt64, _ claim: (Situation, Decision, inout SeededRandom) -> String?) {
        var random = SeededRandom(quietly: seed)
        for index in 0..<Self.perSeed {
            let situation = random.situation()
            let decision = decide(situation, now: now)
            if let complaint = claim(situation, decision, &random) {
                Issue.record("seed \(seed), situation \(index): \(complaint)\n\(decision)\n\(situation)")
                return
            }
        }
    }

    @Test("every kind of verdict and every rule comes up, so that the other claims are about something", arguments: seeds.dropLast())
    func coverage(seed: UInt64) {
        print("property tests: seed \(seed), \(Self.perSeed) situations")
        var verdicts: Set<String> = []
        var rules: Set<Rule> = []
        forAll(seed) { _, decision, _ in
            verdicts.insert(decision.verdict.label)
            if let rule = decision.deciding { rules.insert(rule) }
            return nil
        }
        let all: Set<String> = [
            "look", "confirm", "disprove", "expire", "wait", "refuse", "fail", "already", "satisfied", "hold", "shadow", "withdraw",
            "apply",
        ]
        #expect(verdicts == all)
        #expect(rules == Set(Rule.allCases))
    }

    @Test("the same situation at the same time is decided the same", arguments: seeds)
    func deterministic(seed: UInt64) {
        forAll(seed) { situation, decision, _ in
            decide(situation, now: now) == decision ? nil : "decided otherwise the second time"
        }
    }

    @Test("nothing is written late, while paused, with CXone away or with an earlier write unsettled", arguments: seeds)
    func gates(seed: UInt64) {
        forAll(seed) { situation, decision, _ in
            guard case .apply(let wanted) = decision.verdict else { return nil }
            let end = situation.desired.isMade ? situation.desired.endsAt : situation.desired.expiresAt
            if let end, now > end { return "written past its end" }
            if situation.policy.shadow || situation.fleet.isShadow { return "written in shadow" }
            if situation.fleet.isPaused { return "written while paused" }
            if situation.fleet.cxone != .reachable { return "written while CXone was away" }
            if situation.ledger.openIntent != nil { return "written over an open intent" }
            return wanted == situation.desired.wanted ? nil : "written is not what was wanted"
        }
    }

    @Test("Offline is never written on a contact or an unknown, nothing else to one who is logged out", arguments: seeds)
    func contacts(seed: UInt64) {
        forAll(seed) { situation, decision, _ in
            guard case .apply(let wanted) = decision.verdict else { return nil }
            guard case .taken(let live, let at) = situation.live, now - at <= .seconds(10) else {
                return wanted.status == .offline || wanted.status == .available ? "\(wanted.status) written unseen" : nil
            }
            if live.status == .status(.offline), wanted.status != .offline { return "written to an empty chair" }
            if case .unknown = live.status, [.available, .offline].contains(wanted.status) { return "written on an unknown" }
            let certain = situation.capabilities.seesContacts ? live.onContact == .no : live.status != .status(.busy)
            let write = situation.ledger.lastConfirmed
            let ours = write?.wanted.status == .busy && live.since.map { write?.covers($0) == true } == true
            if wanted.status == .offline, !certain, situation.capabilities.seesContacts || !ours { return "Offline on a contact" }
            if situation.policy.onContact != .apply, situation.capabilities.seesContacts, live.onContact == .yes {
                return "written on a contact against the policy"
            }
            return nil
        }
    }

    @Test("nothing is written for a user without role, out of shift, with a wrong reason, or who has the status", arguments: seeds)
    func permissions(seed: UInt64) {
        forAll(seed) { situation, decision, _ in
            guard case .apply(let wanted) = decision.verdict else { return nil }
            guard case .taken(let user, let at) = situation.agent.user, now - at <= .minutes(5) else { return "user not known" }
            if Set(user.roles).isDisjoint(with: ["Agent", "Supervisor"]) { return "no role" }
            let holds = shiftHolds(published: situation.agent.publishedShift, user: user, at: now, grace: .minutes(5))
            if wanted.status != .offline, holds == false { return "out of shift" }
            if let reason = wanted.pauseReason, !situation.policy.pauseReasons.contains(reason) { return "reason \(reason)" }
            let live = situation.live.value?.status
            return wanted.status != .busy && live == .status(wanted.status) ? "had the status already" : nil
        }
    }

    @Test("what is asked to be read is never asked for twice: at most four looks lead to another verdict", arguments: seeds)
    func progress(seed: UInt64) {
        forAll(seed) { situation, decision, random in
            var situation = situation
            var decision = decision
            var asked: Set<Verdict.Look> = []
            while case .look(let look) = decision.verdict {
                guard asked.insert(look).inserted, asked.count <= 4 else { return "asked for \(look) again, after \(asked)" }
                let failed = random.once(in: 4)
                switch look {
                case .live: situation.live = failed ? .failed(random.fault(), at: now) : .taken(random.reading(), at: now)
                case .user: situation.agent.user = failed ? .failed(random.fault(), at: now) : .taken(random.user(), at: now)
                case .history: situation.history = failed ? .failed(random.fault(), at: now) : .taken(random.history(), at: now)
                }
                decision = decide(situation, now: now)
            }
            return nil
        }
    }

    @Test("the chain is in the order of the rules, without a gap, and only its last finding decides", arguments: seeds)
    func chain(seed: UInt64) {
        forAll(seed) { _, decision, _ in
            let rules = decision.chain.map(\.rule)
            if rules != Array(Rule.allCases.prefix(rules.count)) { return "the chain is out of order" }
            if decision.chain.filter(\.decided).count != 1 || decision.chain.last?.decided != true { return "not the last decides" }
            if decision.chain.contains(where: { $0.note.code.isEmpty || $0.note.words.isEmpty }) { return "a finding says nothing" }
            return (decision.deciding == .apply) == (decision.verdict.label == "apply") ? nil : "rule 15 is for writing alone"
        }
    }

    @Test("a flag is true only where the chain shows the check passing, false only where it shows it failing", arguments: seeds)
    func compliance(seed: UInt64) {
        forAll(seed) { situation, decision, _ in
            let flags = decision.compliance
            func agrees(_ check: Compliance.Check, _ rule: Rule, passed: Set<String>, failed: Set<String>) -> Bool {
                let code = decision.code(of: rule)
                if check.flag == true { return code.map(passed.contains) ?? false }
                if check.flag == false { return code.map(failed.contains) ?? false }
                return check.reason?.isEmpty == false
            }
            let userFaults: Set<String> = ["user_not_found", "user_suspended", "role_missing"]
            if !agrees(flags.roleChecked, .knownAndAllowed, passed: ["user_known"], failed: userFaults) { return "roleChecked" }
            if !agrees(flags.shiftValidated, .shift, passed: ["inside_shift"], failed: ["outside_shift"]) { return "shiftValidated" }
            let wrapUpOver: Set<String> = ["contact_free", "contact_uncertain"]
            if !agrees(flags.wrapUpVerified, .contact, passed: wrapUpOver, failed: ["in_wrap_up"]) { return "wrapUpVerified" }
            if flags.wrapUpVerified == .passed, !situation.capabilities.seesWrapUp { return "wrap-up seen by the blind" }
            return nil
        }
    }
}
