import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LimitTests {
    private func setLimit(_ simulated: Simulated, _ rule: JSONValue) async throws {
        expect(200, of: try await simulated.anonymous.put("/simulator/limits", rule))
    }

    /// How many of so many calls at once pass.
    private func passing(_ acd: ACDCaller, of count: Int) async throws -> Int {
        var passed = 0
        for _ in 0..<count where try await acd.get("/teams").status == 200 { passed += 1 }
        return passed
    }

    @Test("the limit can be changed while it runs, and taken away")
    func changes() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            #expect(try await passing(acd, of: 50) == 50)
            #expect(try await simulated.anonymous.get("/simulator/limits").json == .null)
            try await setLimit(simulated, ["perSecond": 4])
            #expect(try await simulated.anonymous.get("/simulator/limits").json == ["perSecond": 4, "burst": nil, "window": "bucket"])
            #expect(try await passing(acd, of: 10) == 4)
            let refused = try await acd.get("/teams")
            #expect(refused.status == 429)
            #expect(refused.header("retry-after") == "1")
            #expect(refused.body.isEmpty && refused.header("icStatusDescription") != nil)
            try await setLimit(simulated, nil)
            #expect(try await passing(acd, of: 50) == 50)
        }
    }

    @Test("a bucket lets its burst pass and fills steadily")
    func bucket() async throws {
        try await withSimulator { simulated in
            let acd = try await simulated.acd()
            try await setLimit(simulated, ["perSecond": 2, "burst": 6, "window": "bucket"])
            #expect(try await passing(acd, of: 10) == 6)
            simulated.clock.advance(by: .milliseconds(500))
            #expect(try await passing(acd, of: 10) == 1)
            simulated.clock.advance(by: .seconds(100))
            #expect(try await passing(acd, of: 10) == 6)
        }
    }

    @Test("a fixed window forgets at its border, a sliding one at each call's age")
    func windows() async throws {
        for (window, early, late) in [("fixed", 4, 4), ("sliding", 0, 4)] {
            try await withSimulator { simulated in
                let acd = try await simulated.acd()
                // Four in two seconds.
                try await setLimit(simulated, ["perSecond": 2, "burst": 4, "window": .string(window)])
                simulated.clock.advance(by: .milliseconds(1_500))
                #expect(try await passing(acd, of: 10) == 4)
                #expect(try await acd.get("/teams").header("retry-after") == (window == "fixed" ? "1" : "2"))
                simulated.clock.advance(by: .milliseconds(500))
                #expect(try await passing(acd, of: 10) == early, "\(window)")
                simulated.clock.advance(by: .milliseconds(1_499))
                #expect(try await passing(acd, of: 10) == 0, "\(window)")
                simulated.clock.advance(by: .milliseconds(501))
                #expect(try await passing(acd, of: 10) == late, "\(window)")
            }
        }
    }

    @Test(
        "what is no limit is refused",
        arguments: [
            "[]", "{", "{}", #"{"perSecond": 0}"#, #"{"perSecond": 1, "burst": 0}"#, #"{"perSecond": 1, "window": "x"}"#,
            #"{"perSecond": 1, "per": 2}"#,
        ]
    )
    func badLimits(body: String) async throws {
        try await withSimulator { simulated in
            let reply = try await simulated.anonymous.send(.PUT, "/simulator/limits", body: Array(body.utf8))
            #expect(reply.status == 400)
            #expect(reply.json["message"]?.string?.isEmpty == false)
        }
    }
}
