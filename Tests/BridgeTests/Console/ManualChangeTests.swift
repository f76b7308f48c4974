import Bridge
import CXone
import Notation
import Reconciliation
import Rehearsal
import Testing

@Suite("Changes made by hand")
struct ManualChangeTests {
    private static func set(_ rig: Rig, _ userID: String, _ body: JSONValue, token: String? = Rig.token) async throws -> RigAnswer {
        try await rig.operators("PUT", "/v1/agents/\(userID.percentEncoded)/status", body, token: token)
    }

    /// What is wrong with an answer as a failure, in words.
    private static func flaws(_ answer: RigAnswer, status: Int, code: String) -> [String] {
        var flaws: [String] = []
        if answer.status != status { flaws.append("status \(answer.status), not \(status)") }
        if answer.headers["content-type"] != "application/json" { flaws.append("content type") }
        if answer.json?.object?.members.map(\.name) != ["success", "data", "error", "latencyMs"] { flaws.append("members") }
        if answer.json?["success"]?.bool != false { flaws.append("success") }
        if answer.json?["data"]?.isNull != true { flaws.append("data") }
        if answer.json?["error"]?.object?.members.map(\.name) != ["code", "detail"] { flaws.append("error") }
        if answer.json?["error"]?["code"]?.string != code { flaws.append("code") }
        if answer.json?["error"]?["detail"]?.string?.isEmpty ?? true { flaws.append("detail") }
        if (answer.json?["latencyMs"]?.double ?? -1) < 0 { flaws.append("latencyMs") }
        return flaws
    }

    @Test("A change that is made answers with the status as CXone gives it")
    func success() async throws {
        try await Rig.with { rig in
            // The rarer characters of an id too.
            for agent in [rig.roster.ids[0], rig.roster.ids[19]] {
                let answer = try await Self.set(rig, agent, ["status": "Break", "pauseReason": "Skill Gap"])
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.json?.object?.members.map(\.name) == ["success", "data", "latencyMs"])
                #expect(answer.json?["success"]?.bool == true)
                let data = try #require(answer.json?["data"])
                #expect(data.object?.members.map(\.name) == ["userId", "status", "pauseReason", "wrapUpCode", "timestamp"])
                #expect(data["userId"]?.string == agent)
                #expect(data["status"]?.string == "Break")
                #expect(data["pauseReason"]?.string == "Skill Gap")
                #expect(data.time("timestamp") != nil)
                #expect((answer.json?["latencyMs"]?.double ?? -1) > 0)
                #expect(try await rig.writes(to: agent).count == 1)

                let again = try await Self.set(rig, agent, ["status": "Break", "pauseReason": "Skill Gap"])
                #expect(again.json?["data"] == data)
                #expect(try await rig.writes(to: agent).count == 1)
            }
        }
    }

    @Test("Faults of the fields are told before anything is asked of CXone")
    func fields() async throws {
        try await Rig.with { rig in
            let agent = rig.roster.ids[0]
            let cases: [(JSONValue, String)] = [
                (["status": "Lunch"], "unknown_status"), ([:], "missing_field"), (["status": "Break"], "pause_reason_required"),
                (["status": "Break", "pauseReason": "Tea"], "unknown_pause_reason"), (["status": 5], "wrong_type"),
                (["status": "Busy", "forceAvailability": "yes"], "wrong_type"),
                (["status": "Busy", "effectiveAt": rig.time(in: 600)], "too_far_ahead"),
            ]
            for (body, code) in cases {
                let answer = try await Self.set(rig, agent, body)
                #expect(Self.flaws(answer, status: 422, code: code).isEmpty, "\(body): \(answer.text)")
            }
            let stranger = try await Self.set(rig, "a b", ["status": "Training"])
            #expect(Self.flaws(stranger, status: 422, code: "invalid_user_id").isEmpty, "\(stranger.text)")
            for text in ["", "{", "[]", "5"] {
                let answer = try await rig.send(
                    "PUT",
                    rig.operatorURL + "/v1/agents/\(agent)/status",
                    headers: [("authorization", "Bearer \(Rig.token)")],
                    body: Array(text.utf8)
                )
                #expect(answer.flawsAsProblem(status: 400, code: "malformed").isEmpty, "\(text): \(answer.text)")
            }
            #expect(try await rig.calls(of: agent).isEmpty)
        }
    }

    @Test("What CXone's facts forbid is refused with its code")
    func refused() async throws {
        try await Rig.with { rig in
            _ = try await Self.set(rig, rig.roster.ids[0], ["status": "Training"])
            let cases = [(rig.roster.ids[5], "out_of_shift"), (rig.roster.ids[6], "role_missing"), (rig.roster.ids[7], "suspended_user")]
            for (agent, code) in cases + [("nobody", "unknown_user")] {
                let answer = try await Self.set(rig, agent, ["status": "Training"])
                #expect(Self.flaws(answer, status: 409, code: code).isEmpty, "\(answer.text)")
                #expect(try await rig.puts(to: agent).isEmpty)
            }
        }
    }

    @Test("What would have to wait is withdrawn, and not made later")
    func withdrawn() async throws {
        try await Rig.with { rig in
            let wrapUp = rig.roster.ids[0]
            let loggedOut = rig.roster.ids[1]
            let onContact = rig.roster.ids[2]
            try await rig.steer(wrapUp, ["wrapUpSeconds": 3_600])
            try await rig.steer(loggedOut, ["status": "Offline", "by": "session"])
            try await rig.steer(onContact, ["status": "Busy", "by": "contact"])
            for (agent, code) in [(wrapUp, "wrap_up"), (loggedOut, "logged_out"), (onContact, "on_contact")] {
                let answer = try await Self.set(rig, agent, ["status": "Available"])
                #expect(Self.flaws(answer, status: 409, code: code).isEmpty, "\(answer.text)")
                #expect(answer.json?["error"]?["detail"]?.string?.contains("withdrawn") == true)
            }
            // Now nothing stands in its way any more.
            try await rig.steer(wrapUp, ["wrapUpSeconds": 0])
            for agent in [loggedOut, onContact] {
                try await rig.steer(agent, ["status": "Break", "pauseReason": "IT Issue", "by": "person"])
            }
            for agent in [wrapUp, loggedOut, onContact] {
                // The next change of the agent is run after everything that was open before it.
                let next = try await rig.change(["userId": .string(agent), "status": "Training"])
                #expect(try await rig.end(of: next)["outcome"]?.string == "applied")
                let statuses = try await rig.writes(to: agent).map { $0["body"]?["status"]?.string }
                #expect(statuses == ["Training"])
                let known = try await rig.operators("GET", "/v1/agents/\(agent.percentEncoded)").json
                #expect(known?["changes"]?.array?.map { $0["state"]?.string } == ["applied", "cancelled"])
            }
        }
    }

    @Test("CXone being away is said, and the change is not made when it is back")
    func away() async throws {
        try await Rig.with { rig in
            let agent = rig.roster.ids[0]
            try await rig.simulatorServer.goDown()
            let answer = try await Self.set(rig, agent, ["status": "Training"])
            #expect(Self.flaws(answer, status: 503, code: "cxone_unavailable").isEmpty, "\(answer.text)")
            try await rig.simulatorServer.comeUp()
            let next = try await rig.change(["userId": .string(agent), "status": "Busy"])
            #expect(try await rig.end(of: next)["outcome"]?.string == "applied")
            #expect(try await rig.writes(to: agent).map { $0["body"]?["status"]?.string } == ["Busy"])
        }
    }

    @Test("A write whose answer was lost is looked up, and what it did is the answer")
    func lostAnswer() async throws {
        let options = Rig.Options(adjust: { $0.tenants[.standard]?.cxone.callDeadline = .seconds(1) })
        try await Rig.with(options) { rig in
            let agent = rig.roster.ids[0]
            try await rig.faults(["call": "put_status", "kind": "applied_then_timeout", "times": 1])
            let answer = try await Self.set(rig, agent, ["status": "Training"])
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json?["data"]?["status"]?.string == "Training")
            #expect(try await rig.puts(to: agent).count == 1)
        }
    }

    @Test("When patience has run out before the write, none is made; when it was on its way, that is said")
    func patience() async throws {
        let options = Rig.Options(adjust: { setup in
            setup.tenants[.standard]?.cxone.callDeadline = .seconds(8)
            setup.manualPatience = .milliseconds(1_500)
        })
        try await Rig.with(options) { rig in
            let (before, during) = (rig.roster.ids[0], rig.roster.ids[1])
            try await rig.faults(
                ["call": "status", "kind": "hang", "userId": .string(before), "times": 1],
                ["call": "put_status", "kind": "hang", "userId": .string(during), "times": 1]
            )
            let early = try await Self.set(rig, before, ["status": "Training"])
            #expect(Self.flaws(early, status: 504, code: "timeout").isEmpty, "\(early.text)")
            #expect(early.json?["error"]?["detail"]?.string?.contains("withdrawn") == true)
            let late = try await Self.set(rig, during, ["status": "Training"])
            #expect(Self.flaws(late, status: 504, code: "outcome_unknown").isEmpty, "\(late.text)")
            try await rig.faults()
            let next = try await rig.change(["userId": .string(before), "status": "Busy"])
            #expect(try await rig.end(of: next)["outcome"]?.string == "applied")
            #expect(try await rig.writes(to: before).map { $0["body"]?["status"]?.string } == ["Busy"])
        }
    }

    @Test("Only operators may change anything")
    func roles() async throws {
        try await Rig.with { rig in
            let agent = rig.roster.ids[0]
            let viewer = try await Self.set(rig, agent, ["status": "Training"], token: Rig.viewerToken)
            #expect(viewer.flawsAsProblem(status: 403, code: "operator_required").isEmpty, "\(viewer.text)")
            let nobody = try await Self.set(rig, agent, ["status": "Training"], token: nil)
            #expect(nobody.flawsAsProblem(status: 401, code: "token_required").isEmpty, "\(nobody.text)")
            #expect(nobody.headers["www-authenticate"] == "Bearer")
            #expect(try await rig.calls(of: agent).isEmpty)
        }
    }
}
