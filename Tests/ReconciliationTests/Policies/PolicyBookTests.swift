import Reconciliation
import Testing

struct PolicyBookTests {
    private let book = PolicyBook(
        tenants: [
            .standard: PolicyEntry {
                $0.onContact = .refuse
                $0.drift = .correct
                $0.shadow = true
                $0.fightLimit = 5
            }
        ],
        sources: [
            SourceName("wfm"): PolicyEntry {
                $0.drift = .report
                $0.override = .wfmWins
                $0.isStampedeExempt = true
            }
        ],
        teams: [
            TeamID(tenant: .standard, name: "sales"): PolicyEntry {
                $0.override = .lasting(.minutes(30))
                $0.shadow = false
                $0.satisfiable = [.onBreak, .training]
            }
        ]
    )

    @Test("nothing chosen is the default")
    func empty() {
        #expect(PolicyBook().policy(tenant: .standard, source: SourceName("wfm"), team: "sales") == Policy())
        #expect(book.policy(tenant: TenantName("other"), source: SourceName("a"), team: "b") == Policy())
    }

    @Test("the most specific that chooses a value decides it; what it leaves open the next one decides")
    func specific() {
        let policy = book.policy(tenant: .standard, source: SourceName("wfm"), team: "sales")
        #expect(policy.override == .lasting(.minutes(30)))
        #expect(!policy.shadow)
        #expect(policy.satisfiable == [.onBreak, .training])
        #expect(policy.drift == .report)
        #expect(policy.isStampedeExempt)
        #expect(policy.onContact == .refuse)
        #expect(policy.fightLimit == 5)
        #expect(policy.loggedOut == .wait)
    }

    @Test("without a team the source decides, without a source the tenant")
    func less() {
        #expect(book.policy(tenant: .standard, source: SourceName("wfm")).override == .wfmWins)
        #expect(book.policy(tenant: .standard, source: SourceName("wfm")).shadow)
        #expect(book.policy(tenant: .standard).override == .untilNextChange)
        #expect(book.policy(tenant: .standard).drift == .correct)
    }

    @Test("a team of the same name in another tenant is another team")
    func otherTenant() {
        #expect(book.policy(tenant: TenantName("other"), team: "sales") == Policy())
    }

    @Test("every value of an entry reaches the policy")
    func everyValue() {
        var entry = PolicyEntry()
        entry.onContact = .apply
        entry.loggedOut = .refuse
        entry.override = .reportOnly
        entry.drift = .correct
        entry.shadow = true
        entry.reportsContacts = true
        entry.satisfiable = []
        entry.isStampedeExempt = true
        entry.unavailableFirst = false
        entry.pauseReasons = ["Lunch"]
        entry.roles = ["Clerk"]
        entry.shiftGrace = .zero
        entry.fightLimit = 1
        entry.fightHold = .minutes(1)
        entry.stampedeShare = 1
        entry.stampedeCount = 2
        let policy = PolicyBook(tenants: [.standard: entry]).policy(tenant: .standard)
        var expected = Policy()
        expected.onContact = .apply
        expected.loggedOut = .refuse
        expected.override = .reportOnly
        expected.drift = .correct
        expected.shadow = true
        expected.reportsContacts = true
        expected.satisfiable = []
        expected.isStampedeExempt = true
        expected.unavailableFirst = false
        expected.pauseReasons = ["Lunch"]
        expected.roles = ["Clerk"]
        expected.shiftGrace = .zero
        expected.fightLimit = 1
        expected.fightHold = .minutes(1)
        expected.stampedeShare = 1
        expected.stampedeCount = 2
        #expect(policy == expected)
    }

    @Test("a change is judged by its own tenant, source and team")
    func ofChange() {
        #expect(book.policy(for: .asking(for: .queueBreak)) == book.policy(tenant: .standard, source: SourceName("wfm")))
    }
}
