import Bridge
import Notation
import Rehearsal
import Testing

@Suite("Answers to what comes in")
struct AnswerTests {
    @Test("An accepted request is answered 202 with its id, its changes and warnings")
    func accepted() async throws {
        try await Rig.with { rig in
            let answer = try await rig.push(changeBody(["reference": "r-1"]), id: "msg_1")
            #expect(answer.status == 202)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(answer.json?.object?.members.map(\.name) == ["id", "changes", "warnings"])
            #expect(answer.json?["id"]?.string == "msg_1")
            let change = try #require(answer.changes.first?.object)
            #expect(change.members.map(\.name) == ["changeId", "userId", "reference", "state"])
            #expect(change["userId"]?.string == "agent-1")
            #expect(change["reference"]?.string == "r-1")
            #expect(answer.changeID?.hasPrefix("chg_") == true)
            let story = try await rig.story(try #require(answer.changeID))
            #expect(story["requestId"]?.string == "msg_1")
        }
    }

    @Test("The same request again is answered 200 with the stored answer and duplicate true, whatever has become of it")
    func duplicate() async throws {
        try await Rig.with { rig in
            let body = JSONValue.object(changeBody()).encoded()
            let first = try await rig.push(body, id: "msg_1")
            _ = try await rig.event(of: try #require(first.changeID))
            // Signed anew, as senders retry.
            let second = try await rig.post(body, try rig.signed(body, id: "msg_1", secondsAgo: 30))
            #expect(second.status == 200)
            var expected = try #require(first.json?.object)
            expected["duplicate"] = true
            #expect(second.json == .object(expected))
            let events = rig.standIn.events().filter { $0.json?["requestId"]?.string == "msg_1" }
            #expect(events.count == 1)
        }
    }

    @Test("Copies sent at the same time make one change, and all get its answer")
    func copiesAtOnce() async throws {
        try await Rig.with { rig in
            let body = JSONValue.object(changeBody()).encoded()
            let answers = try await withThrowingTaskGroup(of: RigAnswer.self) { group in
                for _ in 0..<24 { group.addTask { try await rig.push(body, id: "msg_at_once") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 202 } == 1)
            #expect(answers.count { $0.status == 200 && $0.json?["duplicate"]?.bool == true } == 23)
            #expect(Set(answers.compactMap(\.changeID)).count == 1)
        }
    }

    @Test("The same id with another body is 409, and the first keeps its answer")
    func reused() async throws {
        try await Rig.with { rig in
            let first = try await rig.push(changeBody(), id: "msg_1")
            let other = try await rig.push(changeBody(["status": "Busy"]), id: "msg_1")
            #expect(other.flawsAsProblem(status: 409, code: "id_reused").isEmpty, "\(other.text)")
            let again = try await rig.push(changeBody(), id: "msg_1")
            #expect(again.status == 200)
            #expect(again.changeID == first.changeID)
        }
    }

    @Test("What is no acceptable JSON is 400 with a pointer to the place")
    func malformed() async throws {
        try await Rig.with { rig in
            let deep = String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40)
            let cases = [
                ("", ""), ("nonsense", ""), ("[]", ""), ("5", ""), ("null", ""), ("\"text\"", ""), ("{\"event\":", "/event"),
                ("{\"event\":\"x\",\"event\":\"y\"}", "/event"), ("{\"changes\":[{\"a\":1,\"a\":2}]}", "/changes/0/a"),
                (deep, String(repeating: "/a", count: 32)), ("{} {}", ""), ("{\"a\":01}", "/a"), ("{\"a\":NaN}", "/a"), ("\u{FEFF}{}", ""),
                ("{'a':1}", ""), ("{\"a\":\"\\ud800\"}", "/a"), ("{\"a\":1,}", ""),
            ]
            for (text, pointer) in cases {
                let answer = try await rig.push(Array(text.utf8))
                #expect(answer.flawsAsProblem(status: 400, code: "malformed").isEmpty, "\(text.prefix(30)): \(answer.text)")
                #expect(answer.errors.count == 1, "\(text.prefix(30))")
                #expect(answer.errors.first?["pointer"]?.string == pointer, "\(text.prefix(30)): \(answer.text)")
            }
            let notText = try await rig.push([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])
            #expect(notText.code == "malformed")
        }
    }

    @Test("Events that are not taken here are 422 unknown_event")
    func unknownEvents() async throws {
        try await Rig.with { rig in
            for name in ["agent_status_updated", "agent_status_decision", "", "x"] {
                let answer = try await rig.push(changeBody(["event": .string(name)]))
                #expect(answer.flawsAsProblem(status: 422, code: "unknown_event").isEmpty, "\(name): \(answer.text)")
                #expect(answer.errors.first?["pointer"]?.string == "/event")
            }
            for (value, code) in [(JSONValue.null, "missing_field"), (5, "wrong_type")] {
                let answer = try await rig.push(changeBody(["event": value]))
                #expect(answer.flawsAsProblem(status: 422, code: code).isEmpty, "\(answer.text)")
                #expect(answer.errors.first?["pointer"]?.string == "/event")
            }
        }
    }

    @Test("No refusal uses up an id")
    func idsStayFree() async throws {
        try await Rig.with { rig in
            let good = JSONValue.object(changeBody()).encoded()
            let refused: [([UInt8], Int)] = [
                (Array("{".utf8), 400), (JSONValue.object(changeBody(["event": "x"])).encoded(), 422),
                (JSONValue.object(changeBody(["status": "Nap"])).encoded(), 422),
            ]
            for (body, status) in refused { #expect(try await rig.push(body, id: "msg_1").status == status) }
            let typed = try await rig.push(good, id: "msg_1", contentType: "text/plain")
            #expect(typed.flawsAsProblem(status: 415, code: "unsupported_media_type").isEmpty, "\(typed.text)")
            #expect(try await rig.push(good, id: "msg_1").status == 202)
        }
    }

    @Test("Media types: JSON in all its spellings, and nothing else")
    func mediaTypes() async throws {
        try await Rig.with { rig in
            let body = JSONValue.object(changeBody()).encoded()
            for type in ["application/json", "Application/JSON; charset=utf-8", "application/cloudevents+json", "application/json;x=1"] {
                #expect(try await rig.push(body, contentType: type).status == 202, "\(type)")
            }
            #expect(try await rig.postSigned(body).status == 202)
            for type in [
                "application/json; charset=utf-16", "application/json;charset=\"iso-8859-1\"", "text/json",
                "application/x-www-form-urlencoded", "application/xml", "multipart/form-data", "json", "", "+json",
            ] {
                let answer = try await rig.push(body, contentType: type)
                #expect(answer.flawsAsProblem(status: 415, code: "unsupported_media_type").isEmpty, "\(type): \(answer.text)")
            }
            let packed = try await rig.post(body, try rig.signed(body) + [("content-encoding", "gzip")])
            #expect(packed.flawsAsProblem(status: 415, code: "unsupported_media_type").isEmpty, "\(packed.text)")
        }
    }

    @Test("Other paths are 404, other methods 405 with what is allowed")
    func pathsAndMethods() async throws {
        try await Rig.with { rig in
            for path in [
                "/", "/v1", "/v1/sources/wfm", "/v1/sources/wfm/status-changes/x", "/metrics", "/readyz", "/v1/agents/a",
                "/V1/status-changes",
            ] {
                let answer = try await rig.send("POST", rig.intakeURL + path, body: [])
                #expect(answer.flawsAsProblem(status: 404, code: "not_found").isEmpty, "\(path): \(answer.text)")
            }
            let unsigned = try await rig.send("GET", rig.intakeURL + "/v1/sources/wfm/status-changes?userId=a")
            #expect(unsigned.flawsAsProblem(status: 401, code: "missing_header").isEmpty, "\(unsigned.text)")
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "PURGE"] {
                for path in ["/v1/sources/wfm/status-changes", "/v1/status-changes"] {
                    let answer = try await rig.send(method, rig.intakeURL + path)
                    #expect(answer.flawsAsProblem(status: 405, code: "method_not_allowed").isEmpty, "\(method) \(path): \(answer.text)")
                    #expect(answer.headers["allow"] == (path.contains("sources") ? "GET, HEAD, POST" : "POST"))
                }
            }
            let health = try await rig.send("POST", rig.intakeURL + "/healthz", body: [])
            #expect(health.status == 405)
            #expect(health.headers["allow"] == "GET, HEAD")
            #expect(try await rig.send("GET", rig.intakeURL + "/healthz?x=1").status == 200)
        }
    }
}
