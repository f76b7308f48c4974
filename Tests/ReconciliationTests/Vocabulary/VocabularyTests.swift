import Reconciliation
import Testing

/// The words that stand in store, events, journal and answers: other people's programs compare them letter by letter.
struct VocabularyTests {
    @Test("a change is in one of fourteen states")
    func states() {
        let words = [
            "scheduled", "due", "waiting", "held", "applying", "applied", "already", "satisfied", "refused", "expired",
            "superseded", "cancelled", "failed", "shadowed",
        ]
        #expect(ChangeState.allCases.map(\.rawValue) == words)
    }

    @Test("nine states are final and five are not")
    func finality() {
        let open = ChangeState.allCases.filter { !$0.isFinal }.map(\.rawValue)
        #expect(open == ["scheduled", "due", "waiting", "held", "applying"])
        let final = ["applied", "already", "satisfied", "refused", "expired", "superseded", "cancelled", "failed", "shadowed"]
        #expect(ChangeState.allCases.filter(\.isFinal).map(\.rawValue) == final)
    }

    @Test("nine reasons to wait")
    func waits() {
        let words = [
            "on_contact", "wrap_up", "logged_out", "paused", "budget", "cxone_unavailable", "live_unknown", "not_permitted",
            "outcome_unknown",
        ]
        #expect(WaitReason.allCases.map(\.rawValue) == words)
    }

    @Test("three reasons to hold")
    func holds() {
        #expect(HoldReason.allCases.map(\.rawValue) == ["override", "fight", "stampede"])
    }

    @Test("seven reasons to refuse when the time has come")
    func refusals() {
        let words = [
            "unknown_user", "suspended_user", "role_missing", "out_of_shift", "unknown_pause_reason", "on_contact", "logged_out",
        ]
        #expect(RefusalCode.allCases.map(\.rawValue) == words)
    }

    @Test(
        "a failure's code names the answer of CXone or what went wrong",
        arguments: [
            (FailureCode.cxone(http: 400), "cxone_400"), (.cxone(http: 422), "cxone_422"), (.notEffective, "not_effective"),
            (.outcomeUnknown, "outcome_unknown"),
        ]
    )
    func failures(code: FailureCode, word: String) {
        #expect(code.description == word)
    }

    @Test("the outcomes of the table, shadow among them and not shadowed")
    func outcomes() {
        let words: Set<String> = [
            "waiting", "held", "applied", "already", "satisfied", "observed", "backfilled", "refused", "expired", "superseded",
            "cancelled", "failed", "shadow",
        ]
        #expect(Set(Outcome.allCases.map(\.rawValue)) == words)
        #expect(Outcome.allCases.count == words.count)
    }

    @Test("five causes")
    func causes() {
        #expect(Cause.allCases.map(\.rawValue) == ["request", "override", "drift", "gap", "contact"])
    }

    @Test("three grades of evidence")
    func grades() {
        let grades: [LiveReading.Origin] = [.response, .read, .history]
        #expect(grades.map(\.rawValue) == ["response", "read", "history"])
    }

    @Test("five classes of transition")
    func transitions() {
        #expect(TransitionClass.allCases.map(\.rawValue) == ["bridge", "contact", "session", "person", "unknown"])
    }

    @Test("five statuses, Break among them")
    func statuses() {
        #expect(Status.allCases.map(\.rawValue) == ["Available", "Busy", "Break", "Training", "Offline"])
    }

    @Test(
        "a live status is shown by the status's name or the state's own label",
        arguments: [
            (LiveStatus.status(.onBreak), "Break"), (.notReady(label: "PAUSED"), "PAUSED"), (.unknown(label: "UNKNOWN(42)"), "UNKNOWN(42)"),
        ]
    )
    func labels(live: LiveStatus, word: String) {
        #expect(live.label == word)
    }

    @Test("the rules carry the numbers of the document, in the order in which they are asked")
    func rules() {
        #expect(Rule.allCases.map(\.rawValue) == Array(0...15))
        #expect(Set(Rule.allCases.map(\.name)).count == Rule.allCases.count)
    }

    @Test("policies are written in the words of the configuration")
    func policies() {
        #expect(Policy.OnContact.allCases.map(\.rawValue) == ["defer", "apply", "refuse"])
        #expect(Policy.Drift.allCases.map(\.rawValue) == ["report", "correct"])
    }

    @Test("the defaults of the policy are those of the document")
    func defaults() {
        let policy = Policy()
        #expect(policy.onContact == .defer)
        #expect(policy.loggedOut == .wait)
        #expect(policy.override == .untilNextChange)
        #expect(policy.drift == .report)
        #expect(policy.pauseReasons == ["IT Issue", "Queue Full", "Skill Gap", "Manager Meeting", "System Maintenance"])
        #expect(policy.roles == ["Agent", "Supervisor"])
        #expect(policy.shiftGrace == .seconds(300))
        #expect(policy.liveMaxAge == .seconds(10))
        #expect(policy.readableWitness == .seconds(300))
        #expect(policy.intentPatience == .seconds(900))
        #expect(policy.showingTime == .seconds(20))
        #expect(policy.ineffectiveWrites == 3)
        #expect(policy.firstLook == .seconds(5))
        #expect(policy.slowestLook == .seconds(30))
    }

    @Test("the defaults of satisfaction, fights, stampedes and shadow are those of the document")
    func newerDefaults() {
        let policy = Policy()
        #expect(policy.satisfiable == [.onBreak])
        #expect(policy.satisfyingLead == .seconds(900))
        #expect(policy.satisfyingTime == .seconds(60))
        #expect(policy.fightLimit == 3)
        #expect(policy.fightWindow == .seconds(600))
        #expect(policy.fightHold == .seconds(1_800))
        #expect(policy.stampedeShare == 20)
        #expect(policy.stampedeCount == 50)
        #expect(policy.stampedeWindow == .seconds(60))
        #expect(policy.stampedeNotice == .seconds(600))
        #expect(!policy.isStampedeExempt)
        #expect(!policy.shadow)
        #expect(!policy.reportsContacts)
        #expect(policy.unavailableFirst)
    }

    @Test("the dialect platform sees neither contacts nor wrap-up, reads one by one, and answers a write with the status")
    func platform() {
        let platform = Capabilities.platform
        #expect(!platform.seesContacts)
        #expect(!platform.seesWrapUp)
        #expect(!platform.readsInBulk)
        #expect(platform.queuesStates == .unknown)
        #expect(platform.answersWithStatus)
    }

    @Test("the dialect acd sees contacts, after-call work and codes, reads in bulk, and answers a write with nothing")
    func acd() {
        let acd = Capabilities.acd
        #expect(acd.seesContacts && acd.seesWrapUp && acd.seesReasons && acd.readsInBulk)
        #expect(acd.queuesStates == .unknown)
        #expect(!acd.answersWithStatus)
    }
}
