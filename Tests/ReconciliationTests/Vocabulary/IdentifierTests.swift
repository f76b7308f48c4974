import Reconciliation
import Testing

struct IdentifierTests {
    @Test("an identifier is shown as its text and sorts by it")
    func text() {
        #expect(ChangeID("chg_1").description == "chg_1")
        #expect(ChangeID("chg_1") < ChangeID("chg_2"))
        #expect(TenantName.standard.text == "default")
    }

    @Test("the same user id in two tenants is two agents")
    func agents() {
        let here = AgentID(tenant: TenantName("a"), userID: "1")
        let there = AgentID(tenant: TenantName("b"), userID: "1")
        #expect(here != there)
        #expect(here < there)
        #expect(AgentID(tenant: TenantName("a"), userID: "2") < there)
        #expect(here.description == "a/1")
    }
}
