import Bridge
import Notation
import Reconciliation
import Rehearsal
import Testing

@Suite("Holds, pause and shadow")
struct HoldTests {
    private static func hold(in rig: Rig, _ userID: String) async throws -> JSONValue {
        let holds = try await rig.operators("GET", "/v1/holds").json?["holds"]?.array ?? []
        return holds.first { $0["userId"]?.string == userID } ?? .null
    }

    /// Waits for the decision that puts a change into a state, and gives the change as operators see it.
    private static func wait(_ rig: Rig, for change: String, in outcome: String) async throws -> JSONValue {
        _ = try await rig.standIn.waitFor(within: .seconds(30)) { event in
            event.type == "agent_status_decision" && event.json?["changeId"]?.string == change && event.json?["outcome"]?.string == outcome
        }
        return try await rig.story(change)
    }

    /// Read in pages the list is the same, and each page says how many there are.
    private static func expectPages(of holds: [JSONValue], in rig: Rig) async throws {
        var (read, after): ([JSONValue], String?) = ([], "")
        while let next = after {
            let page = try await rig.operators("GET", "/v1/holds?limit=20" + (next.isEmpty ? "" : "&after=\(next)")).json
            let rows = page?["holds"]?.array ?? []
            #expect(rows.count <= 20 && page?["open"]?["stampede"]?.int == Int64(holds.count), "\(page ?? .null)")
            read += rows
            after = page?["next"]?.string
        }
        #expect(read == holds)
        let tooMany = try await rig.operators("GET", "/v1/holds?limit=1001")
        #expect(tooMany.flawsAsProblem(status: 422, code: "bad_value").isEmpty, "\(tooMany.text)")
    }

    private static let decisions = WaitingTests.options(.system)

    @Test("What a person did after a change was due is not overruled: the change is held, listed, explained, and goes on after a release")
    func override() async throws {
        try await Rig.with(Self.decisions) { rig in
            let agent = rig.roster.ids[0]
            _ = try await rig.simulator("PUT", "/simulator/agents/\(agent)", ["status": "Available"])
            // Due a moment ago; meanwhile somebody sent the agent to a break.
            let due = RFC3339.format(rig.clock.now() - 60_000_000)
            _ = try await rig.simulator(
                "PUT",
                "/simulator/agents/\(agent)",
                ["status": "Break", "pauseReason": "IT Issue", "by": "person"]
            )
            let id = try #require(
                try await rig.push(["userId": .string(agent), "status": "Training", "effectiveAt": .string(due)]).changeID
            )
            #expect(try await Self.wait(rig, for: id, in: "held")["code"]?.string == "override")
            let hold = try await Self.hold(in: rig, agent)
            #expect(hold["reason"]?.string == "override" && hold["changeId"]?.string == id && hold["source"]?.string == "wfm")
            #expect(try await rig.writes(to: agent).isEmpty)

            let why = try await rig.operators("GET", "/v1/agents/\(agent)/why").json ?? .null
            #expect(why["verdict"]?.string == "hold" && why["code"]?.string == "override", "\(why)")
            #expect(why["change"]?["changeId"]?.string == id)
            #expect(why["chain"]?.array?.last?["rule"]?.int == 9)
            #expect(why["history"]?.array?.last?["movedBy"]?.string == "person", "\(why["history"] ?? .null)")

            let released = try await rig.operators("POST", "/v1/holds/\(hold["id"]?.string ?? "")/release")
            #expect(released.status == 200, "\(released.text)")
            #expect(try await rig.end(of: id)["outcome"]?.string == "applied")
            #expect(try await Self.hold(in: rig, agent).isNull)
            let again = try await rig.operators("POST", "/v1/holds/\(hold["id"]?.string ?? "")/release")
            #expect(again.flawsAsProblem(status: 409, code: "already_released").isEmpty, "\(again.text)")
        }
    }

    @Test("The next change ends a person's hold")
    func nextChange() async throws {
        try await Rig.with(Self.decisions) { rig in
            let agent = rig.roster.ids[0]
            let due = RFC3339.format(rig.clock.now() - 60_000_000)
            _ = try await rig.simulator("PUT", "/simulator/agents/\(agent)", ["status": "Available"])
            _ = try await rig.simulator(
                "PUT",
                "/simulator/agents/\(agent)",
                ["status": "Break", "pauseReason": "IT Issue", "by": "person"]
            )
            let held = try #require(
                try await rig.push(["userId": .string(agent), "status": "Training", "effectiveAt": .string(due)]).changeID
            )
            _ = try await Self.wait(rig, for: held, in: "held")
            let next = try #require(try await rig.push(["userId": .string(agent), "status": "Available"]).changeID)
            #expect(try await rig.end(of: held)["outcome"]?.string == "superseded")
            #expect(try await rig.end(of: next)["outcome"]?.string == "applied")
            #expect(try await Self.hold(in: rig, agent).isNull)
        }
    }

    @Test("A pause stops all writes at once, and resume lets what waited go on")
    func pause() async throws {
        try await Rig.with(Self.decisions) { rig in
            let agent = rig.roster.ids[0]
            let paused = try await rig.operators("POST", "/v1/pause")
            #expect(paused.json?["paused"]?.bool == true && paused.json?["wasPaused"]?.bool == false, "\(paused.text)")
            let id = try #require(try await rig.push(["userId": .string(agent), "status": "Training"]).changeID)
            #expect(try await Self.wait(rig, for: id, in: "waiting")["code"]?.string == "paused")
            #expect(try await rig.writes(to: agent).isEmpty)
            #expect(try await rig.operators("POST", "/v1/resume").json?["wasPaused"]?.bool == true)
            #expect(try await rig.end(of: id)["outcome"]?.string == "applied")
        }
    }

    @Test("In shadow everything is done but the write, and the switch can be taken back")
    func shadow() async throws {
        try await Rig.with(Self.decisions) { rig in
            let agent = rig.roster.ids[0]
            #expect(try await rig.operators("PUT", "/v1/shadow", ["source": "wfm", "shadow": true]).status == 200)
            let shadowed = try #require(try await rig.push(["userId": .string(agent), "status": "Training"]).changeID)
            #expect(try await Self.wait(rig, for: shadowed, in: "shadow")["outcome"]?.string == "shadow")
            #expect(try await rig.writes(to: agent).isEmpty)
            #expect(try await rig.operators("PUT", "/v1/shadow", ["source": "wfm", "shadow": .null]).status == 200)
            let real = try #require(try await rig.push(["userId": .string(agent), "status": "Training"]).changeID)
            #expect(try await rig.end(of: real)["outcome"]?.string == "applied")
            let none = try await rig.operators("PUT", "/v1/shadow", ["shadow": true])
            #expect(none.flawsAsProblem(status: 422, code: "missing_field").isEmpty, "\(none.text)")
        }
    }

    @Test("More than fifty to Offline at once are held until an operator lets them go, all of them with one release")
    func stampede() async throws {
        var options = Self.decisions
        let adjust = options.adjust
        let log = HeardLog()
        options.agents = 80
        options.adjust = { setup in
            adjust(&setup)
            setup.logger = log.logger()
        }
        try await Rig.with(options) { rig in
            let agents = Array(rig.roster.ids.prefix(70))
            let items = agents.map { JSONValue.object(["userId": .string($0), "status": "Offline"]) }
            let answer = try await rig.pushBatch(items)
            #expect(answer.status == 202)
            // Some are Offline already; of every other one a decision is told.
            for id in answer.changes.compactMap({ $0["changeId"]?.string }) {
                _ = try await rig.standIn.waitFor(within: .seconds(30)) { $0.json?["changeId"]?.string == id }
            }
            let holds = try await rig.operators("GET", "/v1/holds").json?["holds"]?.array ?? []
            try #require(holds.count > 40)
            #expect(holds.allSatisfy { $0["reason"]?.string == "stampede" })
            #expect(log.lines(saying: "Changes are held as a stampede until an operator releases them").count == 1)
            try await Self.expectPages(of: holds, in: rig)
            for agent in agents { #expect(try await rig.writes(to: agent).isEmpty) }
            let released = try await rig.operators("POST", "/v1/holds/\(holds[0]["id"]?.string ?? "")/release")
            #expect(released.json?["released"]?.array?.count ?? 0 >= holds.count)
            #expect(try await rig.operators("GET", "/v1/holds").json?["holds"]?.array?.isEmpty == true)
            let id = try #require(holds[0]["changeId"]?.string)
            let outcome = try await rig.end(of: id)["outcome"]?.string
            #expect(outcome == "applied" || outcome == "already")
        }
    }

    @Test("A fifth of the tenant's agents at once are held where it is known how many there are, and let be where it is not")
    func share() async throws {
        for total in [nil, 100] {
            var options = Self.decisions
            let adjust = options.adjust
            options.agents = 80
            options.adjust = { setup in
                adjust(&setup)
                setup.tenants[.standard]?.agents = total
            }
            try await Rig.with(options) { rig in
                let items = rig.roster.ids.prefix(60).map { JSONValue.object(["userId": .string($0), "status": "Training"]) }
                for id in try await rig.pushBatch(items).changes.compactMap({ $0["changeId"]?.string }) {
                    _ = try await rig.standIn.waitFor(within: .seconds(30)) { $0.json?["changeId"]?.string == id }
                }
                let holds = try await rig.operators("GET", "/v1/holds").json?["holds"]?.array ?? []
                #expect(total == nil ? holds.isEmpty : holds.count > 30, "\(holds.count) of \(total.map { "\($0)" } ?? "unknown")")
                #expect(holds.allSatisfy { $0["words"]?.string?.contains("of 100") == true })
            }
        }
    }

    @Test("A viewer may look at all of it and change nothing; what is not there is said")
    func rights() async throws {
        try await Rig.with(Self.decisions) { rig in
            for path in ["/v1/agents", "/v1/holds", "/v1/status-changes?userId=nobody"] {
                #expect(try await rig.operators("GET", path, token: Rig.viewerToken).status == 200)
                #expect(try await rig.operators("GET", path, token: nil).status == 401)
            }
            for (method, path) in [("POST", "/v1/pause"), ("POST", "/v1/resume"), ("POST", "/v1/holds/hld_1/release")] {
                let answer = try await rig.operators(method, path, token: Rig.viewerToken)
                #expect(answer.flawsAsProblem(status: 403, code: "operator_required").isEmpty, "\(answer.text)")
            }
            let hold = try await rig.operators("POST", "/v1/holds/hld_1/release")
            #expect(hold.flawsAsProblem(status: 404, code: "unknown_hold").isEmpty, "\(hold.text)")
            let why = try await rig.operators("GET", "/v1/agents/nobody/why")
            #expect(why.flawsAsProblem(status: 404, code: "nothing_decided").isEmpty, "\(why.text)")
            let cancel = try await rig.operators("POST", "/v1/status-changes/chg_1/cancel")
            #expect(cancel.flawsAsProblem(status: 404, code: "unknown_change").isEmpty, "\(cancel.text)")
        }
    }

    @Test("An operator withdraws one change, and finds an agent's changes by reference")
    func cancel() async throws {
        try await Rig.with(Self.decisions) { rig in
            let later = RFC3339.format(rig.clock.now() + 3_600_000_000)
            let change: JSONObject = ["userId": "a", "status": "Training", "effectiveAt": .string(later), "reference": "r1"]
            let id = try #require(try await rig.push(change).changeID)
            let found = try await rig.operators("GET", "/v1/status-changes?userId=a&reference=r1").json?["changes"]?.array
            #expect(found?.map { $0["changeId"]?.string } == [id])
            #expect(try await rig.operators("POST", "/v1/status-changes/\(id)/cancel").status == 200)
            #expect(try await rig.end(of: id)["outcome"]?.string == "cancelled")
            let again = try await rig.operators("POST", "/v1/status-changes/\(id)/cancel")
            #expect(again.flawsAsProblem(status: 409, code: "already_final").isEmpty, "\(again.text)")
        }
    }
}
