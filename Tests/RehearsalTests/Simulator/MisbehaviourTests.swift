import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct MisbehaviourTests {
    @Test("every call of both dialects can be met, and no other one is", arguments: SimulatedCall.allCases)
    func everyCall(call: SimulatedCall) async throws {
        try await withSimulator { simulated in
            // Tokens first: what is needed to make the calls is not what is met.
            let good = try await simulated.replies()
            #expect(Set(good.keys) == Set(SimulatedCall.allCases))
            for (name, reply) in good { #expect([200, 202].contains(reply.status), "\(name.rawValue): \(reply.status)") }
            let fault: JSONValue = ["call": .string(call.rawValue), "kind": "answer", "code": 503, "retryAfter": 9, "times": 1]
            try await simulated.setFaults([fault])
            if call.isToken {
                let reply = call == .token ? try await simulated.anonymous.postForm("/oauth/token", "") : try await simulated.keyToken()
                #expect(reply.status == 503)
                #expect(reply.json["error"] != nil)
                return
            }
            let replies = try await simulated.replies()
            #expect(replies.filter { $0.value.status == 503 }.map(\.key) == [call])
            let met = try #require(replies[call])
            #expect(met.header("retry-after") == "9")
            #expect(met.body.isEmpty == (call.dialect == .acd))
            #expect(try await simulated.calls().filter { $0["fault"] == "answer" }.compactMap { $0["call"]?.string } == [call.rawValue])
        }
    }

    @Test("one fault can meet any call that it makes sense for")
    func anyCall() async throws {
        try await withSimulator { simulated in
            try await simulated.setFaults([["call": "any", "kind": "conflict", "times": 3]])
            let replies = try await simulated.replies()
            #expect(Set(replies.filter { $0.value.status == 409 }.map(\.key)) == [.putStatus, .setState, .logout])
            for (call, kind) in [("token", "stale"), ("user", "conflict"), ("status", "half_page"), ("token", "revoked_token")] {
                let reply = try await simulated.anonymous.put("/simulator/faults", [["call": .string(call), "kind": .string(kind)]])
                #expect(reply.status == 400, "\(kind) of \(call)")
            }
        }
    }

    @Test("a write can be acknowledged and never take effect", arguments: [SimulatedCall.putStatus, .setState, .logout])
    func acknowledgedOnly(call: SimulatedCall) async throws {
        try await withSimulator { simulated in
            try await simulated.setFaults([["call": .string(call.rawValue), "kind": "acknowledged_only"]])
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            let before = try await simulated.agent(0)
            switch call {
            case .putStatus:
                let reply = try await platform.put("/api/v2/users/\(try simulated.id(0))/status", ["status": "Training"])
                #expect(reply.status == 200)
                #expect(reply.json["status"] == "Training")
            case .setState: expect(202, of: try await acd.unavailable(try simulated.number(0), 1_002))
            default: expect(202, of: try await acd.post("/agents/\(try simulated.number(0))/logout"))
            }
            simulated.clock.advance(by: .seconds(60))
            #expect(try await simulated.agent(0) == before)
            #expect(try await simulated.calls().allSatisfy { $0["applied"] == false })
        }
    }

    @Test("a stale read shows what was so many seconds ago, and its poll time is of then")
    func stale() async throws {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            let (number, path) = (try simulated.number(0), "/api/v2/users/\(try simulated.id(0))/status")
            try await simulated.setFaults([["call": "any", "kind": "stale", "seconds": 10]])
            expect(202, of: try await acd.unavailable(number, 1_002))
            let changedAt = simulated.clock.now
            simulated.clock.advance(by: .milliseconds(9_999))
            #expect(try await acd.state(number)["agentStateId"]?.int == 1)
            #expect(try await platform.get(path).json["status"] == "Available")
            let (items, polled) = try await acd.states()
            #expect(items[0]["agentStateId"]?.int == 1)
            #expect(polled == RFC3339.format(simulated.clock.now - 10_000_000))
            simulated.clock.advance(by: .milliseconds(1))
            #expect(try await acd.state(number)["agentStateId"]?.int == 2)
            #expect(try await platform.get(path).json["status"] == "Training")
            let since = try #require(polled)
            let told = try await acd.states(since: since).items.compactMap { $0["lastUpdateTime"]?.string }
            #expect(told == [RFC3339.format(changedAt)], "no change is lost to a stale read")
        }
    }

    @Test("a clock that is off shows in Date and in every time, and understands its own times", arguments: [-90.0, 3_600])
    func clockSkew(seconds: Double) async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let number = try simulated.number(0)
            let right = try await simulated.anonymous.get("/.well-known/cxone-configuration?tenantId=t")
            #expect(right.header("date") == "Fri, 20 Nov 2026 15:00:00 GMT")
            try await simulated.setFaults([["call": "any", "kind": "clock_skew", "seconds": .number(JSONNumber(seconds))]])
            expect(202, of: try await acd.unavailable(number, 1_002))
            let off = simulated.clock.now + Int64(seconds * 1_000_000)
            let reply = try await acd.get("/agents/\(number)/states")
            #expect(reply.header("date") == (seconds < 0 ? "Fri, 20 Nov 2026 14:58:30 GMT" : "Fri, 20 Nov 2026 16:00:00 GMT"))
            #expect(reply.json["agentStates"]?.array?.first?["startDate"]?.string == RFC3339.format(off))
            let polled = try #require(try await acd.states().pollTime)
            #expect(polled == RFC3339.format(off))
            simulated.clock.advance(by: .seconds(1))
            #expect(try await acd.states(since: polled).items.count == 1)
            let later = RFC3339.format(off + 1_000_000)
            #expect(try await acd.states(since: later).items.isEmpty)
            let history = try await acd.get("/agents/\(number)/state-history?startDate=\(RFC3339.format(off))&endDate=\(later)")
            #expect(history.json["agentStateHistory"]?.array?.count == 1)
        }
    }

    @Test("a revoked token is 401 in the middle, and a new one works")
    func revoked() async throws {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            let path = "/api/v2/users/\(try simulated.id(0))"
            try await simulated.setFaults([
                ["call": "agent_states", "kind": "revoked_token", "times": 1], ["call": "user", "kind": "revoked_token", "times": 1],
            ])
            expect(401, of: try await acd.get("/agents/states"))
            expect(401, of: try await acd.get("/teams"))
            expect(401, of: try await platform.get(path))
            expect(401, of: try await platform.get(path + "/status"))
            expect(200, of: try await simulated.acd().get("/agents/states"))
            expect(200, of: try await simulated.caller().get(path))
        }
    }

    private static let waits: [(JSONValue, String?)] = [
        (7, "7"), (["dateIn": 30], "Fri, 20 Nov 2026 15:00:30 GMT"), ("999999999", "999999999"), (.null, nil),
    ]

    @Test("a storm answers 429 to every call for its time, with Retry-After as it is told", arguments: waits)
    func storm(form: JSONValue, header: String?) async throws {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            try await simulated.setFaults([["call": "teams", "kind": "storm", "seconds": 4, "times": 1, "retryAfter": form]])
            expect(200, of: try await acd.get("/agents/states"))
            for reply in [
                try await acd.get("/teams"), try await acd.get("/agents/states"),
                try await platform.get("/api/v2/users/\(try simulated.id(0))"), try await simulated.keyToken(),
            ] {
                #expect(reply.status == 429)
                #expect(reply.header("retry-after") == header)
            }
            simulated.clock.advance(by: .milliseconds(3_999))
            expect(429, of: try await acd.get("/teams"))
            simulated.clock.advance(by: .milliseconds(1))
            expect(200, of: try await acd.get("/teams"))
        }
    }

    @Test("JSON can be broken, its length right")
    func malformed() async throws {
        try await withSimulator { simulated in
            try await simulated.setFaults([["call": "agent_states", "kind": "malformed"], ["call": "user", "kind": "malformed"]])
            for reply in [
                try await simulated.acd().get("/agents/states"), try await simulated.caller().get("/api/v2/users/\(try simulated.id(0))"),
            ] {
                #expect(reply.status == 200)
                #expect(reply.header("content-length").flatMap { Int($0) } == reply.body.count)
                #expect(throws: JSONFault.self) { try JSONValue(parsing: reply.body) }
            }
        }
    }

    @Test("an answer can end in the middle with a reset; what was asked was done")
    func halfAnswer() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            try await simulated.setFaults([["call": "put_status", "kind": "half_answer", "times": 1]])
            var request = HTTPClientRequest(url: simulated.base + "/api/v2/users/\(try simulated.id(0))/status")
            request.method = .PUT
            request.headers.add(contentsOf: caller.headers)
            request.body = .bytes(ByteBuffer(bytes: (["status": "Training"] as JSONValue).encoded()))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            #expect(response.status == .ok)
            await #expect(throws: (any Error).self) { try await response.body.collect(upTo: 1 << 20) }
            #expect(try await simulated.agent(0)["status"] == "Training")
        }
    }

    @Test("a slow first byte comes when the clock says so; the write took effect before")
    func slowFirstByte() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            let number = try simulated.number(0)
            try await simulated.setFaults([["call": "set_state", "kind": "slow_first_byte", "seconds": 8, "times": 1]])
            async let slow = acd.unavailable(number, 1_002)
            try await simulated.clock.waitForSleepers()
            #expect(try await acd.state(number)["outStateId"]?.int == 1_002)
            #expect(simulated.clock.nextWake == simulated.clock.now + 8_000_000)
            simulated.clock.advance(by: .seconds(8))
            expect(202, of: try await slow)
        }
    }

    @Test("a half page of platform goes on where it ended; a repeated token never ends")
    func platformPages() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path =
                "/reporting/v2/agents/states/history?user_id=\(try simulated.id(0))"
                + "&start_date_time=2026-11-19T15:00:00Z&end_date_time=2026-11-20T15:00:00Z"
            let encode = { (token: String) in token.replacing("+", with: "%2B").replacing("=", with: "%3D").replacing("/", with: "%2F") }
            let whole = try #require(try await caller.get(path).json["records"]?.array)
            #expect(whole.count == 100)
            try await simulated.setFaults([["call": "history", "kind": "half_page", "times": 1]])
            let half = try await caller.get(path).json
            #expect(half["records"]?.array == Array(whole.prefix(50)))
            let rest = try await caller.get(path + "&page_token=" + encode(try #require(half["next_page_token"]?.string))).json
            #expect(rest["records"]?.array?.prefix(50) == whole.suffix(50))

            try await simulated.setFaults([["call": "history", "kind": "repeated_token"]])
            let token = try #require(try await caller.get(path).json["next_page_token"]?.string)
            let again = try await caller.get(path + "&page_token=" + encode(token)).json
            #expect(again["next_page_token"]?.string == token)
            #expect(again["records"]?.array == whole)
        }
    }
}
