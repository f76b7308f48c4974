import CXone
import NIOHTTP1
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

/// The client of the dialect `acd` against the simulator, over sockets, where all goes well.
@Suite(.timeLimit(.minutes(2))) struct ACDSimulatorTests {
    @Test("the interface is discovered, and both forms of the access key draw one token that all calls share")
    func letsIn() async throws {
        for form in ACDConfiguration.TokenForm.allCases {
            try await SimulatedACD.visit(configuring: { $0.tokenForm = form }) { tenant in
                for index in [0, 1] { _ = try await tenant.client.user(tenant.number(index)) }
                _ = try await tenant.live(0)
                let (discoveries, tokens) = (try await tenant.calls(.discovery), try await tenant.calls(.acdToken))
                #expect(discoveries.compactMap { $0["query"]?.string } == ["tenantId=tenant-1"])
                #expect(tokens.count == 1)
                #expect(tokens[0]["path"]?.string == (form == .password ? "/auth/token" : "/authentication/v1/token/access-key"))
            }
            try await SimulatedACD.visit(configuring: {
                $0.tokenForm = form
                $0.accessKeySecret = Secret("wrong")
            }) { tenant in
                let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(tenant.number(0)) }
                #expect(fault?.label == "unauthorized")
            }
        }
    }

    @Test("a wrong version is a wrong place, not an unknown agent")
    func wrongVersion() async throws {
        try await SimulatedACD.visit(configuring: { $0.version = "3.0" }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(tenant.number(0)) }
            #expect(fault?.label == "bad_request")
        }
        try await SimulatedACD.visit { tenant in
            _ = try await tenant.live(0)
            await #expect(throws: CXoneFault.notFound(call: .user)) { try await tenant.client.user("1") }
            #expect(await tenant.client.setStatus("1", to: Wanted(status: .available), until: nil) == .notFound)
        }
    }

    @Test("agents are known with what their teams have codes for", arguments: [0: [], 6: ["Skill Gap"], 9: []])
    func users(index: Int, reasons: [String]) async throws {
        try await SimulatedACD.visit(configuring: { $0.codes.offline = "End of Shift" }) { tenant in
            let user = try await tenant.client.user(tenant.number(index))
            #expect(user.roles.contains("Agent"))
            let offer = try #require(user.offer)
            #expect(offer.missing.isEmpty)
            #expect(offer.missingReasons.keys.sorted() == reasons)
        }
    }

    @Test("a code that an administrator made anew, and a team that was changed, cost one refusal, and the change is made")
    func renewed() async throws {
        try await SimulatedACD.visit { tenant in
            #expect(await tenant.set(0, .training) == .accepted(nil))
            _ = try await tenant.live(0)
            try await tenant.control(.PUT, "/simulator/teams/501", #"{"renew": ["Break"]}"#)
            #expect(await tenant.set(0, .onBreak) == .accepted(nil))
            try await tenant.control(.PUT, "/simulator/agents/\(tenant.number(0))", #"{"teamId": 506}"#)
            _ = try await tenant.live(0)
            #expect(await tenant.set(0, .busy) == .accepted(nil))
            tenant.clock.advance(by: .seconds(1))
            #expect(try await tenant.live(0).status == .status(.busy))
            #expect(try await tenant.calls(.setState).compactMap { $0["answer"]?.int } == [202, 400, 202, 400, 202])
        }
    }

    @Test("a code that is not active is none")
    func inactive() async throws {
        try await SimulatedACD.visit { tenant in
            try await tenant.control(.PUT, "/simulator/agents/\(tenant.number(0))", #"{"teamId": 504}"#)
            #expect(try await tenant.client.user(tenant.number(0)).offer?.missing[.training] != nil)
            #expect(await tenant.set(0, .training).label == "rejected")
            #expect(try await tenant.calls(.setState).isEmpty, "it is known without a call")
        }
    }

    @Test("a state that was set is answered with nothing, read back, and in the history", arguments: Status.allCases)
    func setsState(status: Status) async throws {
        try await SimulatedACD.visit(configuring: { $0.codes.offline = "End of Shift" }) { tenant in
            #expect(await tenant.set(1, status == .busy ? .training : .busy) == .accepted(nil))
            tenant.clock.advance(by: .seconds(90))
            let wanted = Wanted(status: status, pauseReason: status == .onBreak ? "Queue Full" : nil)
            #expect(await tenant.set(1, status, wanted.pauseReason) == .accepted(nil))
            let at = tenant.now
            let live = try await tenant.live(1)
            #expect(live.origin == .read)
            #expect(live.match(wanted).fits)
            #expect(live.since == at)
            #expect(live.pauseReason == wanted.pauseReason)
            #expect(live.onContact == .no && live.inWrapUp == .no)
            tenant.clock.advance(by: .seconds(90))
            let history = try await tenant.client.history(of: tenant.number(1), from: tenant.now - .days(1), to: tenant.now + .seconds(1))
            let last = try #require(history.last)
            #expect(last.start == at && last.end == nil)
            #expect(Match(live: last.status, pauseReason: nil, wanted: wanted).fits)
            #expect(history.dropLast().allSatisfy { $0.end != nil })
        }
    }

    @Test("one bulk read serves all who wait, later ones bring what changed, and nothing where nothing did")
    func sharesReads() async throws {
        try await SimulatedACD.visit { tenant in
            let numbers = (0..<5).map { tenant.number($0) }
            let askedAt = tenant.now
            let readings = try await withThrowingTaskGroup(of: LiveReading.self) { group in
                for number in numbers {
                    group.addTask { try await tenant.client.liveStatus(number, notBefore: askedAt, patience: .zero).value }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(readings.count == 5 && readings.allSatisfy { $0.status == .status(.available) })
            #expect(try await tenant.calls(.agentStates).count == 1)

            tenant.clock.advance(by: .seconds(2))
            #expect(await tenant.set(3, .training) == .accepted(nil))
            tenant.clock.advance(by: .seconds(2))
            #expect(try await tenant.live(3).status == .status(.training))
            #expect(try await tenant.live(0).status == .status(.available), "the same read")
            tenant.clock.advance(by: .seconds(2))
            #expect(try await tenant.live(3).status == .status(.training))
            let calls = try await tenant.calls(.agentStates)
            #expect(calls.compactMap { $0["answer"]?.int } == [200, 200, 204])
            #expect(calls.map { $0["query"]?.string?.hasPrefix("updatedSince=") } == [nil, true, true])
            #expect(try await tenant.calls(.agentState).isEmpty)
        }
    }

    @Test("an agent on a contact is seen on it, and a state waits for its end where CXone keeps it")
    func onContact() async throws {
        try await SimulatedACD.visit { tenant in
            try await tenant.control(.PUT, "/simulator/agents/\(tenant.number(2))", #"{"status": "Busy", "by": "contact"}"#)
            let live = try await tenant.live(2)
            #expect(live.onContact == .yes && live.status == .status(.busy))
            #expect(await tenant.set(2, .onBreak, "IT Issue") == .accepted(nil))
            tenant.clock.advance(by: .seconds(5))
            #expect(try await tenant.live(2).onContact == .yes)
            tenant.clock.advance(by: .seconds(5))
            try await tenant.control(.PUT, "/simulator/agents/\(tenant.number(2))", #"{"by": "contact", "wrapUpSeconds": 20}"#)
            let wrapUp = try await tenant.live(2)
            #expect(wrapUp.onContact == .no && wrapUp.inWrapUp == .yes)
            tenant.clock.advance(by: .seconds(20))
            #expect(try await tenant.live(2).match(Wanted(status: .onBreak, pauseReason: "IT Issue")).fits)
        }
        try await SimulatedACD.visit(simulating: { $0.onContact = .refuse }) { tenant in
            try await tenant.control(.PUT, "/simulator/agents/\(tenant.number(2))", #"{"status": "Busy", "by": "contact"}"#)
            #expect(await tenant.set(2, .training).label == "conflict")
        }
    }

    @Test("Offline without a code is refused, and nobody is logged out unless that is configured, and never on a contact")
    func logout() async throws {
        try await SimulatedACD.visit { tenant in
            #expect(await tenant.set(0, .offline).label == "rejected")
            let writes = try await tenant.calls(.logout) + tenant.calls(.setState)
            #expect(writes.isEmpty)
        }
        try await SimulatedACD.visit(configuring: { $0.logoutForOffline = true }) { tenant in
            try await tenant.control(.PUT, "/simulator/agents/\(tenant.number(0))", #"{"status": "Busy", "by": "contact"}"#)
            #expect(await tenant.set(0, .offline).label == "conflict")
            #expect(try await tenant.calls(.logout).isEmpty)
            #expect(await tenant.set(1, .offline) == .accepted(nil))
            #expect(try await tenant.live(1).status == .status(.offline))
            #expect(try await tenant.calls(.logout).count == 1)
        }
    }

    @Test("the history is the same in pages of any size, and its states follow each other")
    func pages() async throws {
        try await SimulatedACD.visit { tenant in
            let whole = try await tenant.client.history(of: tenant.number(0), from: tenant.now - .days(1), to: tenant.now + .seconds(1))
            #expect(whole.count > 100, "more than one page")
            #expect(try await tenant.calls(.stateHistory).count > 1)
            for (before, after) in zip(whole, whole.dropFirst()) { #expect(before.end == after.start) }
        }
        for size in [7, 100] {
            try await SimulatedACD.visit(simulating: { $0.pageSize = size }) { tenant in
                let from = tenant.now - .hours(6)
                let paged = try await tenant.client.history(of: tenant.number(0), from: from, to: tenant.now + .seconds(1))
                #expect(paged.count > 50)
                #expect(try await tenant.calls(.stateHistory).count == (paged.count + size - 1) / size)
                #expect(paged.allSatisfy { $0.start >= from })
            }
        }
    }

    @Test("each right that the key's user lacks is named, by the call that needs it")
    func rights() async throws {
        try await SimulatedACD.visit { tenant in
            let number = tenant.number(0)
            try await tenant.control(.PUT, "/simulator/key", #"{"rights": ["states:read"]}"#)
            #expect(await tenant.client.setStatus(number, to: Wanted(status: .available), until: nil) == .forbidden(.changeAgentState))
            await #expect(throws: CXoneFault.forbidden(.viewStateHistory, call: .history)) {
                try await tenant.client.history(of: number, from: tenant.now - .hours(1), to: tenant.now)
            }
            #expect(try await tenant.client.user(number).roleCheckMissing?.contains("does not show it") == true)
            try await tenant.control(.PUT, "/simulator/key", #"{"rights": []}"#)
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.live(0) }
            #expect(fault == .forbidden(.viewAgentStates, call: .states))
        }
    }

    @Test("the check of a tenant finds the address, the clock, the token, each right and the codes")
    func check() async throws {
        try await SimulatedACD.visit { tenant in
            let findings = await tenant.client.check(userID: tenant.number(8), now: tenant.now)
            func words(_ mark: CXoneFinding.Mark) -> String {
                findings.filter { $0.mark == mark }.map { "\($0.subject): \($0.words)" }.joined(separator: "\n")
            }
            for text in ["addresses: \(tenant.baseURL)", "token: given", "states of all agents: 12", "state of \(tenant.number(8))"] {
                #expect(words(.well).contains(text), "\(text) in \(words(.well))")
            }
            #expect(words(.doubtful).contains("“Break” ends after 15 minutes"), "\(words(.doubtful))")
            #expect(words(.wrong).isEmpty, "\(words(.wrong))")
            let writes = try await tenant.calls(.setState) + tenant.calls(.logout)
            #expect(writes.isEmpty)
        }
    }
}
