import CXone
import NIOHTTP1
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

/// The client of the dialect `acd` against a simulator that misbehaves.
@Suite(.timeLimit(.minutes(2))) struct ACDMisbehaviourTests {
    @Test("202 and then nothing: the answer is a yes, and reads go on showing what was")
    func acknowledgedOnly() async throws {
        try await SimulatedACD.visit { tenant in
            try await tenant.order(#"[{"call": "set_state", "kind": "acknowledged_only", "times": 1}]"#)
            #expect(await tenant.set(0, .training) == .accepted(nil))
            for _ in 0..<3 {
                tenant.clock.advance(by: .seconds(7))
                #expect(try await tenant.live(0).status == .status(.available))
            }
            #expect(try await tenant.calls(.setState).count == 1)
        }
    }

    @Test(
        "a write whose answer is lost is known by a read, and made once",
        arguments: ["applied_then_timeout", "hang", "reset", "half_answer"]
    )
    func lostWrite(kind: String) async throws {
        try await SimulatedACD.visit(configuring: { $0.callDeadline = .seconds(2) }) { tenant in
            // Codes and addresses first: the fault is to meet the write.
            #expect(await tenant.set(3, .busy) == .accepted(nil))
            try await tenant.order(#"[{"call": "set_state", "kind": "\#(kind)", "times": 1}]"#)
            let answer = await tenant.set(3, .training)
            #expect(answer.label == (kind == "half_answer" ? "accepted" : "lost"), "an answer without a body has no second half")
            #expect(try await tenant.calls(.setState).count == 2)
            let wasApplied = kind == "applied_then_timeout" || kind == "half_answer"
            #expect(try await tenant.live(3).status == .status(wasApplied ? .training : .busy))
        }
    }

    @Test("a code for after-call work gets 409 when the contact has ended meanwhile, and the codes are read anew")
    func afterCall() async throws {
        try await SimulatedACD.visit(configuring: { $0.codes.training = "After Call Work" }) { tenant in
            let path = "/simulator/agents/\(tenant.number(4))"
            #expect(await tenant.set(4, .training).label == "rejected", "without a contact it is no code that can be used")
            #expect(try await tenant.calls(.setState).isEmpty)
            try await tenant.control(.PUT, path, #"{"status": "Busy", "by": "contact"}"#)
            #expect(try await tenant.live(4).onContact == .yes)
            try await tenant.control(.PUT, path, #"{"status": "Available", "by": "contact"}"#)
            guard case .conflict(let words) = await tenant.set(4, .training) else {
                Issue.record("no conflict")
                return
            }
            #expect(words.contains("after a contact"), "from the header icStatusDescription: \(words)")
            let before = try await tenant.calls(.unavailableCodes).count
            _ = await tenant.set(4, .busy)
            #expect(try await tenant.calls(.unavailableCodes).count == before + 1)
        }
    }

    @Test("a token that is revoked in the middle is replaced, once, and the call made again")
    func revoked() async throws {
        try await SimulatedACD.visit { tenant in
            #expect(await tenant.set(0, .busy) == .accepted(nil))
            try await tenant.order(
                #"[{"call": "set_state", "kind": "revoked_token", "times": 1}, {"call": "agent_states", "kind": "revoked_token", "times": 1}]"#
            )
            #expect(await tenant.set(0, .training) == .accepted(nil))
            #expect(try await tenant.live(0).status == .status(.training))
            #expect(try await tenant.calls(.acdToken).count == 3)
            #expect(try await tenant.calls(.setState).compactMap { $0["answer"]?.int } == [202, 401, 202])
        }
    }

    @Test("answers that were ordered have their meaning", arguments: [(503, "lost"), (408, "lost"), (409, "conflict"), (400, "rejected")])
    func answers(code: Int, label: String) async throws {
        try await SimulatedACD.visit { tenant in
            #expect(await tenant.set(0, .busy) == .accepted(nil))
            try await tenant.order(#"[{"call": "set_state", "kind": "answer", "code": \#(code), "times": 1}]"#)
            #expect(await tenant.set(0, .training).label == label)
            #expect(try await tenant.live(0).status == .status(.busy))
        }
    }

    @Test("after a 429 no write leaves before the time that CXone named", arguments: [#"7"#, #"{"dateIn": 7}"#])
    func throttled(wait: String) async throws {
        try await SimulatedACD.visit { tenant in
            // The teams and codes of both are known from here on: nothing has to be read, whose turn would wait for the clock.
            for agent in [0, 1] { #expect(await tenant.set(agent, .busy) == .accepted(nil)) }
            try await tenant.order(#"[{"call": "set_state", "kind": "answer", "code": 429, "retryAfter": \#(wait), "times": 1}]"#)
            let until = tenant.now + .seconds(7)
            #expect(await tenant.set(0, .training) == .throttled(until: until))
            // Reads go on, one after the other: the next turn is a moment later.
            tenant.clock.advance(by: .milliseconds(1))
            #expect(await tenant.set(1, .training) == .throttled(until: until))
            #expect(try await tenant.calls(.setState).count == 3)
            tenant.clock.advance(by: .seconds(7))
            #expect(await tenant.set(0, .training) == .accepted(nil))
        }
    }

    @Test("a half page goes on where it ended; pages in a circle are an error, never a shorter list")
    func pages() async throws {
        try await SimulatedACD.visit { tenant in
            let read = {
                try await tenant.client.history(of: tenant.number(0), from: tenant.now - .days(1), to: tenant.now + .seconds(1))
            }
            let whole = try await read()
            try await tenant.order(#"[{"call": "state_history", "kind": "half_page"}]"#)
            #expect(try await read() == whole)
            try await tenant.order(#"[{"call": "state_history", "kind": "repeated_token"}]"#)
            let fault = await #expect(throws: CXoneFault.self) { try await read() }
            #expect(fault?.label == "history_incomplete")
            for kind in ["malformed", "half_answer"] {
                try await tenant.order(#"[{"call": "state_history", "kind": "\#(kind)", "times": 1}]"#)
                await #expect(throws: CXoneFault.self) { try await read() }
            }
        }
    }

    @Test("a read that is told late is not what counts once another one is told in time")
    func stale() async throws {
        try await SimulatedACD.visit { tenant in
            #expect(try await tenant.live(0).status == .status(.available))
            tenant.clock.advance(by: .seconds(30))
            #expect(await tenant.set(0, .training) == .accepted(nil))
            tenant.clock.advance(by: .seconds(2))
            try await tenant.order(#"[{"call": "agent_states", "kind": "stale", "seconds": 10, "times": 1}]"#)
            #expect(try await tenant.live(0).status == .status(.available))
            tenant.clock.advance(by: .seconds(1))
            #expect(try await tenant.live(0).status == .status(.training))
        }
    }

    @Test("one read by a clock that is off does not hide the changes after it", arguments: [-900, 900])
    func clockSkew(seconds: Int) async throws {
        try await SimulatedACD.visit { tenant in
            _ = try await tenant.live(0)
            tenant.clock.advance(by: .seconds(5))
            #expect(await tenant.set(0, .busy) == .accepted(nil))
            try await tenant.order(#"[{"call": "agent_states", "kind": "clock_skew", "seconds": \#(seconds), "times": 1}]"#)
            tenant.clock.advance(by: .seconds(5))
            _ = try await tenant.live(0)
            tenant.clock.advance(by: .seconds(5))
            #expect(await tenant.set(0, .training) == .accepted(nil))
            tenant.clock.advance(by: .seconds(5))
            #expect(try await tenant.live(0).status == .status(.training))
        }
    }

    @Test("a clock that is off all the time changes nothing", arguments: [-3_600, 900])
    func steadySkew(seconds: Int) async throws {
        try await SimulatedACD.visit { tenant in
            try await tenant.order(#"[{"call": "any", "kind": "clock_skew", "seconds": \#(seconds)}]"#)
            for status in [Status.busy, .training, .available] {
                tenant.clock.advance(by: .seconds(20))
                #expect(await tenant.set(0, status) == .accepted(nil))
                tenant.clock.advance(by: .seconds(2))
                #expect(try await tenant.live(0).status == .status(status))
            }
        }
    }

    @Test("CXone that is down is not reached, nothing is sent, and it is found again")
    func down() async throws {
        try await SimulatedACD.visit { tenant in
            #expect(await tenant.set(0, .busy) == .accepted(nil))
            try await tenant.simulator.goDown()
            let answer = await tenant.set(0, .training)
            #expect(answer.label == "not_sent" || answer.label == "lost")
            #expect(await tenant.set(0, .training).label == "not_sent")
            try await tenant.simulator.comeUp()
            tenant.clock.advance(by: .seconds(120))
            #expect(await tenant.set(0, .training) == .accepted(nil))
            #expect(try await tenant.live(0).status == .status(.training))
        }
    }
}
