import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDCatalogTests {
    private func codes(_ acd: ACDCaller, _ team: Int, activeOnly: Bool = false) async throws -> [JSONValue] {
        let reply = try await acd.get("/teams/\(team)/unavailable-codes" + (activeOnly ? "?activeOnly=true" : ""))
        try #require(reply.status == 200)
        #expect(reply.json["teamId"]?.int == Int64(team))
        return try #require(reply.json["unavailableCodes"]?.array)
    }

    private func names(_ codes: [JSONValue]) -> Set<String> {
        Set(codes.compactMap { ($0["outstateName"] ?? $0["outStateName"])?.string })
    }

    @Test("teams have their own codes, each with one peculiarity")
    func teamCodes() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let reasons = Set(simulated.server.configuration.pauseReasons)
            let all = try await codes(acd, 501)
            #expect(names(all).isSuperset(of: reasons.union(["Break", "Training", "Busy", "After Call Work"])))
            #expect(all.filter { $0["isAcw"] == true }.count == 1)
            #expect(all.contains { ($0["outstateId"]?.int ?? 9) <= 3 }, "a reserved one is listed, too")
            #expect(all.allSatisfy { $0["agentTimeoutMins"]?.int == 120 })
            let others = try await codes(acd, 502)
            #expect(names(others) == names(all))
            func numbers(_ codes: [JSONValue]) -> Set<Int64> { Set(codes.compactMap { $0["outstateId"]?.int }) }
            #expect(numbers(others).intersection(numbers(all)) == [3], "only the platform's own are the same everywhere")

            let missing = names(try await codes(acd, 503))
            #expect(reasons.subtracting(missing) == ["Skill Gap"])
            #expect(missing.contains("skill gap"))

            let inactive = try await codes(acd, 504)
            #expect(names(inactive.filter { $0["isActive"] == false }) == ["Training"])
            let active = names(try await codes(acd, 504, activeOnly: true))
            #expect(names(inactive).subtracting(active) == ["Training"])

            let early = try await codes(acd, 505)
            #expect(early.first { $0["outstateName"] == "Break" }?["agentTimeoutMins"]?.int == 15)

            let other = try await codes(acd, 506)
            #expect(other.allSatisfy { $0["outStateName"] != nil && $0["outStateId"] != nil && $0["outstateName"] == nil })
            #expect(names(other) == names(all))
        }
    }

    @Test("a code that is made anew has another number, and the old one is none of the team's any more")
    func renewal() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let number = try simulated.number(0)
            expect(202, of: try await acd.unavailable(number, 1_001))
            for wanted in [6_032, 6_033] as [Int64] {
                let reply = try await simulated.anonymous.put("/simulator/teams/501", ["renew": ["Break"]])
                expect(200, of: reply)
                #expect(reply.json["codes"]?.array?.first { $0["outStateName"] == "Break" }?["outStateId"]?.int == wanted)
            }
            expect(400, of: try await acd.unavailable(number, 1_001))
            expect(400, of: try await acd.unavailable(number, 6_032))
            expect(202, of: try await acd.unavailable(number, 6_033))
            #expect(try await codes(acd, 501).first { $0["outstateName"] == "Break" }?["outstateId"]?.int == 6_033)
            expect(202, of: try await acd.unavailable(try simulated.number(1), 2_001))
            #expect(try await simulated.anonymous.get("/simulator/teams/502").json["teamName"] == "Sales")
            for body: JSONValue in [["renew": ["Break", "Lunch"]], ["renew": ["Refused Contact"]], ["renew": [1]], [:], nil, ["new": []]] {
                expect(400, of: try await simulated.anonymous.put("/simulator/teams/502", body))
            }
            expect(202, of: try await acd.unavailable(try simulated.number(1), 2_001))
            expect(404, of: try await simulated.anonymous.put("/simulator/teams/1", ["renew": []]))
        }
    }

    @Test("every team of the list is somebody's")
    func teams() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let teams = try #require(try await acd.get("/teams").json["teams"]?.array)
            #expect(teams.compactMap { $0["teamId"]?.int } == [501, 502, 503, 504, 505, 506])
            #expect(teams.compactMap { $0["agentCount"]?.int } == [60, 60, 20, 20, 20, 20])
            #expect(teams.allSatisfy { $0["teamName"]?.string?.isEmpty == false })
        }
    }

    @Test("agents carry both ids and their team, page by page, and one by one")
    func agents() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            var path = "/incontactapi/services/v31.0/agents?top=60"
            var seen: [JSONValue] = []
            var pages = 0
            while true {
                let page = try await acd.caller.get(path).json
                #expect(page["totalRecords"]?.int == 200)
                seen += page["agents"]?.array ?? []
                pages += 1
                guard let next = page["_links"]?["next"]?.string else { break }
                path = String(next.dropFirst(simulated.base.count))
            }
            #expect(pages == 4)
            #expect(seen.compactMap { $0["userID"]?.string } == simulated.server.roster.ids)
            #expect(seen.compactMap { $0["agentId"]?.int }.map { Int($0) } == simulated.server.roster.acdIDs)
            #expect(Set(seen.compactMap { $0["userName"]?.string }).count == 200)
            #expect(seen[7]["isActive"] == false)
            let one = try await acd.get("/agents/\(try simulated.number(16))").json["agents"]?.array
            #expect(one == [seen[16]])
            #expect(one?.first?["teamId"]?.int == 503)
            #expect(try await acd.get("/agents?isActive=false").json["totalRecords"]?.int == 3)
            expect(400, of: try await acd.get("/agents?top=0"))
            expect(400, of: try await acd.get("/agents?skip=-1"))
        }
    }

    @Test("the control list shows both ids, and either one names an agent there")
    func bothIDs() async throws {
        try await withSimulator { simulated in
            let list = try #require(try await simulated.anonymous.get("/simulator/agents").json.array)
            #expect(list.compactMap { $0["agentId"]?.int }.map { Int($0) } == simulated.server.roster.acdIDs)
            let number = try simulated.number(19)
            #expect(try await simulated.anonymous.get("/simulator/agents/\(number)").json == list[19])
            let id = try simulated.id(19).replacing("@", with: "%40")
            #expect(try await simulated.anonymous.get("/simulator/agents/\(id)").json == list[19])
        }
    }

    @Test("the numbers of seed 1 do not change from release to release, and fit 32 bits for every seed")
    func numbersArePinned() {
        #expect(Roster(agents: 2, seed: 1).acdIDs == [705_000_001, 705_000_002])
        for seed in UInt64(0)..<200 {
            let last = Roster(agents: 1, seed: seed).acdIDs[0] + 999_999
            #expect(Int32(exactly: last) != nil)
        }
        #expect(Set(Roster(agents: 50, seed: 1).acdIDs).isDisjoint(with: Roster(agents: 50, seed: 2).acdIDs))
    }
}
