import Bridge
import Notation
import Rehearsal
import TestSupport
import Testing

@Suite("The operators' API")
struct ConsoleTests {
    @Test("Without a good token nothing is told, and what needs none needs none")
    func tokens() async throws {
        try await Rig.with { rig in
            let paths = ["/v1/agents/\(rig.roster.ids[0])", "/v1/status-changes/chg_x"]
            let bad: [[(String, String)]] = [
                [], [("authorization", "")], [("authorization", "Bearer")], [("authorization", "Bearer ")],
                [("authorization", "Bearer wrong")], [("authorization", "Basic \(Rig.token)")], [("authorization", Rig.token)],
                [("authorization", "Bearer \(Rig.token)"), ("authorization", "Bearer \(Rig.token)")],
                [("x-token", Rig.token)],
            ]
            for path in paths {
                for headers in bad {
                    let answer = try await rig.send("GET", rig.operatorURL + path, headers: headers)
                    #expect(answer.flawsAsProblem(status: 401, code: "token_required").isEmpty, "\(headers): \(answer.text)")
                    #expect(answer.headers["www-authenticate"] == "Bearer")
                }
            }
            for token in [Rig.token, Rig.viewerToken] {
                #expect(try await rig.operators("GET", paths[0], token: token).status == 200)
            }
            let lower = try await rig.send("GET", rig.operatorURL + paths[0], headers: [("authorization", "bearer \(Rig.token)")])
            #expect(lower.status == 200)
            for path in ["/healthz", "/readyz", "/metrics"] {
                #expect(try await rig.send("GET", rig.operatorURL + path).status == 200, "\(path)")
            }
        }
    }

    @Test("An agent is shown with what CXone says and what the bridge knows, whatever its id holds")
    func agent() async throws {
        try await Rig.with { rig in
            for agent in [rig.roster.ids[0], rig.roster.ids[19]] {
                let change = try await rig.change(["userId": .string(agent), "status": "Training", "reference": "r"])
                _ = try await rig.end(of: change)
                for path in [agent.percentEncoded, agent] {
                    let answer = try await rig.operators("GET", "/v1/agents/\(path)?x=y")
                    #expect(answer.status == 200, "\(path)")
                    let json = try #require(answer.json)
                    #expect(json["userId"]?.string == agent)
                    #expect(json["live"]?["status"]?.string == "Training")
                    #expect(json["user"]?["roles"]?.array == ["Agent"])
                    #expect(json["lastReported"]?["status"]?.string == "Training")
                    #expect(json["inForce"]?.string == change)
                    #expect(json["openChanges"]?.int == 0)
                    #expect(json["changes"]?.array?.first?["changeId"]?.string == change)
                }
            }
            let stranger = try await rig.operators("GET", "/v1/agents/nobody")
            #expect(stranger.flawsAsProblem(status: 404, code: "unknown_user").isEmpty, "\(stranger.text)")
            let invalid = try await rig.operators("GET", "/v1/agents/a%20b")
            #expect(invalid.flawsAsProblem(status: 422, code: "invalid_user_id").isEmpty, "\(invalid.text)")
            let tenant = try await rig.operators("GET", "/v1/agents/nobody?tenant=other")
            #expect(tenant.flawsAsProblem(status: 404, code: "unknown_tenant").isEmpty, "\(tenant.text)")
        }
    }

    @Test("A change is shown in the shape that was agreed")
    func change() async throws {
        try await Rig.with { rig in
            let answer = try await rig.push(
                [
                    "userId": .string(rig.roster.ids[0]), "status": "Training", "reference": "r-1", "version": 7,
                    "effectiveAt": rig.time(in: 0), "expiresAt": rig.time(in: 600),
                ],
                id: "msg_7"
            )
            let id = try #require(answer.changeID)
            _ = try await rig.end(of: id)
            let story = try await rig.story(id)
            #expect(
                story.object?.members.map(\.name) == [
                    "changeId", "requestId", "source", "userId", "reference", "version", "state", "outcome", "code", "effectiveAt",
                    "expiresAt", "history",
                ]
            )
            #expect(story["changeId"]?.string == id)
            #expect(story["requestId"]?.string == "msg_7")
            #expect(story["source"]?.string == "wfm")
            #expect(story["userId"]?.string == rig.roster.ids[0])
            #expect(story["reference"]?.string == "r-1")
            #expect(story["version"]?.int == 7)
            #expect(story["state"]?.string == "applied")
            #expect(story["outcome"]?.string == "applied")
            #expect(story["code"]?.isNull == true)
            let history = try #require(story["history"]?.array)
            #expect(history.allSatisfy { $0.object?.members.map(\.name) == ["state", "at"] && $0.time("at") != nil })
            #expect(history.map { $0["state"]?.string } == ["due", "applying", "applied"])

            let refused = try await rig.change(["userId": .string(rig.roster.ids[6]), "status": "Training"])
            _ = try await rig.end(of: refused)
            let other = try await rig.story(refused)
            #expect(other["state"]?.string == "refused")
            #expect(other["code"]?.string == "role_missing")
            #expect(other["reference"]?.isNull == true)
            #expect(other["version"]?.isNull == true)

            let unknown = try await rig.operators("GET", "/v1/status-changes/chg_nothing")
            #expect(unknown.flawsAsProblem(status: 404, code: "unknown_change").isEmpty, "\(unknown.text)")
        }
    }

    @Test("Each listener has its own paths and no others")
    func paths() async throws {
        try await Rig.with { rig in
            for path in ["/readyz", "/metrics", "/v1/agents/x", "/v1/status-changes/x"] {
                let answer = try await rig.send("GET", rig.intakeURL + path, headers: [("authorization", "Bearer \(Rig.token)")])
                #expect(answer.status == 404, "\(path)")
            }
            let posted = try await rig.operators("POST", "/v1/sources/wfm/status-changes", [:])
            #expect(posted.status == 404)
            let wrong = try await rig.operators("DELETE", "/v1/status-changes/x")
            #expect(wrong.flawsAsProblem(status: 405, code: "method_not_allowed").isEmpty, "\(wrong.text)")
            #expect(wrong.headers["allow"] == "GET, HEAD")
            #expect(try await rig.operators("GET", "/v1/agents/x/status").headers["allow"] == "PUT")
        }
    }

    @Test("Readiness speaks of store and journal, and only tells of CXone")
    func ready() async throws {
        try await Rig.with { rig in
            try await rig.simulatorServer.goDown()
            let change = try await rig.change(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            try await Observation.that("the change to wait") { try await rig.story(change)["state"]?.string != "due" }
            let answer = try await rig.send("GET", rig.operatorURL + "/readyz")
            #expect(answer.status == 200)
            #expect(answer.json?["status"]?.string == "ready")
            #expect(answer.json?["store"]?.string == "ok")
            #expect(answer.json?["journal"]?.string == "ok")
            #expect(answer.json?["cxone"]?["default"]?["reachable"]?.bool == false)
            #expect(try await rig.send("GET", rig.intakeURL + "/healthz").json == ["status": "ok"])
            #expect(try await rig.send("GET", rig.operatorURL + "/healthz").json == ["status": "ok"])
        }
    }
}
