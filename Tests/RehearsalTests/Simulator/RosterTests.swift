import Notation
import Rehearsal
import Testing

@Suite struct RosterTests {
    @Test("the same count and seed name the same agents")
    func isDeterministic() {
        #expect(Roster(agents: 300, seed: 7) == Roster(agents: 300, seed: 7))
        #expect(Roster(agents: 300, seed: 7).agents.prefix(50) == Roster(agents: 50, seed: 7).agents[...])
    }

    @Test("another seed names other agents, with the same traits at the same places")
    func dependsOnSeed() {
        let (one, two) = (Roster(agents: 200, seed: 1), Roster(agents: 200, seed: 2))
        #expect(Set(one.ids).isDisjoint(with: two.ids))
        #expect(one.agents.map(\.trait) == two.agents.map(\.trait))
    }

    @Test("the names of seed 1 do not change from release to release")
    func namesArePinned() {
        let agents = Roster(agents: 20, seed: 1).agents
        #expect(agents.prefix(3).map(\.id) == ["10000-uvixk-57550", "10001-kzqyi-21218", "10002-eiuoj-17861"])
        #expect(agents[19].id == "bruno.xu:10019@contact.example")
        #expect(agents[0].name == "Priya Tanaka")
    }

    @Test("ids are distinct and of the alphabet that webhooks allow")
    func idsAreAllowed() throws {
        let ids = Roster(agents: 2_000, seed: 3).ids
        #expect(Set(ids).count == 2_000)
        for id in ids { #expect(try #/[A-Za-z0-9._:@\-]{1,128}/#.wholeMatch(in: id) != nil, "\(id)") }
        #expect(ids.contains { $0.contains("@") }, "some hold characters that a path encodes")
    }

    @Test("with 200 agents three of each special kind stand at known places, with 10 one of each")
    func traitsStandWhereDocumented() {
        let roster = Roster(agents: 200, seed: 1)
        #expect(roster.agents(with: .shiftOver).map(\.index) == [5, 71, 137])
        #expect(roster.agents(with: .roleMissing).map(\.index) == [6, 72, 138])
        #expect(roster.agents(with: .suspended).map(\.index) == [7, 73, 139])
        #expect(roster.agents(with: .shiftNull).map(\.index) == [8, 74, 140])
        #expect(roster.agents(with: .shiftAbsent).map(\.index) == [9, 75, 141])
        for trait in RosterAgent.Trait.allCases where trait != .ordinary {
            #expect(Roster(agents: 10, seed: 1).agents(with: trait).count == 1)
        }
    }

    @Test("a roster can be empty, and negative counts as that")
    func canBeEmpty() {
        #expect(Roster(agents: 0, seed: 1).ids.isEmpty)
        #expect(Roster(agents: -1, seed: 1).ids.isEmpty)
        #expect(Roster(agents: 2, seed: 1)[2] == nil)
    }
}
