import CXone
import NIOHTTP1
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

/// The client against the simulator: both were written from the same description, by different hands.
@Suite(.timeLimit(.minutes(2))) struct SimulatorTests {
    @Test("users have their roles and shifts, and the suspended and the unknown their faults") func users() async throws {
        try await SimulatedTenant.visit { tenant in
            for agent in tenant.simulator.roster.agents {
                if agent.isSuspended {
                    await #expect(throws: CXoneFault.forbidden(.readStatus, call: .user)) { try await tenant.client.user(agent.id) }
                    continue
                }
                let user = try await tenant.client.user(agent.id)
                #expect(user.roles == agent.roles)
                #expect((user.shiftStart != nil) == (agent.shift != nil), "\(agent.trait)")
                if agent.trait == .ordinary, let start = user.shiftStart, let end = user.shiftEnd {
                    #expect(start < tenant.now && tenant.now < end)
                }
            }
            await #expect(throws: CXoneFault.notFound(call: .user)) { try await tenant.client.user("nobody/../x?") }
        }
    }

    @Test("a client that lacks a right is told which, and where it is granted, with and without a token of before")
    func withheld() async throws {
        try await SimulatedTenant.visit { tenant in
            _ = try await tenant.client.history(of: tenant.agent(0), from: tenant.now - .hours(1), to: tenant.now)
            try await tenant.control(.PUT, "/simulator/scopes", #"{"scopes": ["user:status:read", "user:status:write"]}"#)
            await #expect(throws: CXoneFault.forbidden(.readReporting, call: .history)) {
                try await tenant.client.history(of: tenant.agent(0), from: tenant.now - .hours(1), to: tenant.now)
            }
            _ = try await tenant.client.user(tenant.agent(0))
            tenant.clock.advance(by: .hours(2))
            await #expect(throws: CXoneFault.forbidden(.readReporting, call: .token)) {
                try await tenant.client.history(of: tenant.agent(0), from: tenant.now - .hours(1), to: tenant.now)
            }
            _ = try await tenant.client.user(tenant.agent(0))
        }
    }

    @Test("a status that was set is answered, read, and in the history", arguments: Status.allCases) func setStatus(status: Status)
        async throws
    {
        try await SimulatedTenant.visit { tenant in
            let agent = tenant.agent(1)
            _ = await tenant.client.setStatus(agent, to: Wanted(status: .busy))
            tenant.clock.advance(by: .seconds(90))
            let moved = status == .busy ? Status.training : status
            _ = await tenant.client.setStatus(agent, to: Wanted(status: moved, pauseReason: moved == .onBreak ? "Queue Full" : nil))
            tenant.clock.advance(by: .seconds(90))
            let wanted = Wanted(status: status, pauseReason: status == .onBreak ? "Queue Full" : nil)
            let answer = await tenant.client.setStatus(agent, to: wanted)
            guard case .accepted(let response?) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(response.origin == .response)
            #expect(response.match(wanted).fits)
            let live = try await tenant.client.liveStatus(agent)
            #expect(live.origin == .read)
            #expect(live.match(wanted).fits)
            #expect(live.since == response.since)
            #expect(live.pauseReason == wanted.pauseReason)
            let history = try await tenant.client.history(of: agent, from: tenant.now - .days(1), to: tenant.now + .seconds(1))
            let last = try #require(history.last)
            #expect(last.end == nil)
            #expect(last.start == live.since)
            #expect(Match(live: last.status, pauseReason: nil, wanted: wanted).fits)
        }
    }

    @Test("what CXone refuses is told apart") func refusals() async throws {
        try await SimulatedTenant.visit { tenant in
            let agent = tenant.agent(2)
            let invalid = await tenant.client.setStatus(agent, to: Wanted(status: .onBreak, pauseReason: "Because"))
            guard case .rejected(400, let detail) = invalid else {
                Issue.record("\(invalid)")
                return
            }
            #expect(detail != "no reason given")
            #expect(await tenant.client.setStatus("nobody", to: Wanted(status: .busy)) == .notFound)
            let suspended = try #require(tenant.simulator.roster.agents(with: .suspended).first)
            #expect(await tenant.client.setStatus(suspended.id, to: Wanted(status: .busy)) == .forbidden(.writeStatus))
            try await tenant.control(.PUT, "/simulator/agents/\(agent)", #"{"status": "Busy", "by": "contact", "wrapUpSeconds": 30}"#)
            try await tenant.control(.PUT, "/simulator/agents/\(agent)", #"{"status": "Available", "by": "contact", "wrapUpSeconds": 30}"#)
            let inWrapUp = await tenant.client.setStatus(agent, to: Wanted(status: .training))
            #expect(inWrapUp.label == "conflict")
        }
    }

    @Test("the history is the same in every shape of page", arguments: HistoryPageShape.allCases) func pages(shape: HistoryPageShape)
        async throws
    {
        nonisolated(unsafe) var whole: [HistorySegment] = []  // Written and read by this task only, one visit after the other.
        func read(_ tenant: SimulatedTenant) async throws -> [HistorySegment] {
            try await tenant.client.history(
                of: tenant.agent(0),
                from: tenant.now - .days(1),
                to: tenant.now + .seconds(1),
                timeZone: "America/New_York"
            )
        }
        try await SimulatedTenant.visit(simulating: { $0.pageSize = 10_000 }) { tenant in whole = try await read(tenant) }
        #expect(whole.count > 9)
        try await SimulatedTenant.visit(simulating: {
            $0.pages = shape
            $0.pageSize = 3
        }) { tenant in
            let paged = try await read(tenant)
            #expect(paged == whole)
            #expect(paged.count { $0.end == nil } == 1)
            let pages = try await tenant.calls("GET", endingIn: "/reporting/v2/agents/states/history")
            #expect(pages >= (whole.count + 2) / 3)
        }
    }

    @Test("both ways of sending credentials work, and wrong ones are refused", arguments: PlatformConfiguration.CredentialStyle.allCases)
    func credentials(style: PlatformConfiguration.CredentialStyle) async throws {
        try await SimulatedTenant.visit(configuring: { $0.credentials = style }) { tenant in
            try await tenant.client.authenticate(.status)
            try await tenant.client.authenticate(.reporting)
            _ = try await tenant.client.user(tenant.agent(0))
        }
        try await SimulatedTenant.visit(configuring: {
            $0.credentials = style
            $0.clientSecret = Secret("wrong")
        }) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(tenant.agent(0)) }
            #expect(fault?.label == "unauthorized")
        }
    }

    @Test("a scope that does not hold the call's right is a missing right") func scopes() async throws {
        try await SimulatedTenant.visit(configuring: {
            $0.statusScopes = ["user:status:read"]
            $0.reportingScopes = ["user:status:read"]
        }) { tenant in
            _ = try await tenant.client.liveStatus(tenant.agent(0))
            #expect(await tenant.client.setStatus(tenant.agent(0), to: Wanted(status: .busy)) == .forbidden(.writeStatus))
            await #expect(throws: CXoneFault.forbidden(.readReporting, call: .history)) {
                try await tenant.client.history(of: tenant.agent(0), from: tenant.now - .hours(1), to: tenant.now)
            }
        }
    }

    @Test("tokens that end are replaced without a fault") func expiry() async throws {
        try await SimulatedTenant.visit(simulating: { $0.tokenLifetime = 120 }) { tenant in
            for _ in 0..<12 {
                _ = try await tenant.client.user(tenant.agent(0))
                tenant.clock.advance(by: .seconds(50))
            }
            #expect(try await tenant.calls("GET", endingIn: tenant.agent(0)) == 12)
        }
    }

    @Test("a write whose answer is lost is known by a read, and made once", arguments: ["applied_then_timeout", "hang", "reset"])
    func lostWrite(kind: String) async throws {
        try await SimulatedTenant.visit(configuring: { $0.callDeadline = .seconds(2) }) { tenant in
            let agent = tenant.agent(3)
            try await tenant.control(.PUT, "/simulator/faults", #"[{"call": "put_status", "kind": "\#(kind)", "times": 1}]"#)
            let answer = await tenant.client.setStatus(agent, to: Wanted(status: .onBreak, pauseReason: "IT Issue"))
            #expect(answer.label == "lost")
            #expect(try await tenant.calls("PUT", endingIn: "\(agent)/status") == 1)
            let live = try await tenant.client.liveStatus(agent)
            #expect((live.status == .status(.onBreak)) == (kind == "applied_then_timeout"))
        }
    }

    @Test("answers that were ordered have their meaning") func faults() async throws {
        try await SimulatedTenant.visit { tenant in
            let agent = tenant.agent(4)
            let wanted = Wanted(status: .training)
            func order(_ code: Int, _ more: String = "") async throws {
                try await tenant.control(
                    .PUT,
                    "/simulator/faults",
                    #"[{"call": "put_status", "kind": "answer", "code": \#(code), "times": 1\#(more)}]"#
                )
            }
            try await order(401)
            #expect(await tenant.client.setStatus(agent, to: wanted).label == "accepted")
            try await order(503)
            #expect(await tenant.client.setStatus(agent, to: wanted).label == "lost")
            try await order(409)
            #expect(await tenant.client.setStatus(agent, to: wanted).label == "conflict")
            try await order(429, #", "retryAfter": 7"#)
            #expect(await tenant.client.setStatus(agent, to: wanted) == .throttled(until: tenant.now + .seconds(7)))
            #expect(await tenant.client.setStatus(agent, to: wanted) == .throttled(until: tenant.now + .seconds(7)))
            tenant.clock.advance(by: .seconds(7))
            #expect(await tenant.client.setStatus(agent, to: wanted).label == "accepted")
        }
    }

    @Test("without a live status call the open record of the history stands in") func missingStatusCall() async throws {
        try await SimulatedTenant.visit { tenant in
            let agent = tenant.agent(0)
            _ = await tenant.client.setStatus(agent, to: Wanted(status: .onBreak, pauseReason: "Queue Full"))
            tenant.clock.advance(by: .minutes(3))
            try await tenant.control(.PUT, "/simulator/faults", #"[{"call": "status", "kind": "answer", "code": 404, "times": 5}]"#)
            for _ in 0..<2 {
                let live = try await tenant.client.liveStatus(agent)
                #expect(live.status == .status(.onBreak))
                #expect(live.origin == .history)
                #expect(live.stateID == 4)
            }
            #expect(try await tenant.calls("GET", endingIn: "\(agent)/status") == 1)
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.liveStatus("nobody", patience: .zero) }
            #expect(fault == .notFound(call: .history) || fault == .notFound(call: .user))
        }
    }

    @Test("a CXone that is down is not reached, and nothing is sent") func down() async throws {
        try await SimulatedTenant.visit { tenant in
            _ = try await tenant.client.user(tenant.agent(0))
            try await tenant.simulator.goDown()
            let answer = await tenant.client.setStatus(tenant.agent(0), to: Wanted(status: .busy))
            #expect(answer.label == "not_sent" || answer.label == "lost")
            #expect(await tenant.client.setStatus(tenant.agent(0), to: Wanted(status: .busy)).label == "not_sent")
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user(tenant.agent(0), patience: .zero) }
            #expect(fault?.label == "unavailable")
            try await tenant.simulator.comeUp()
            _ = try await tenant.client.user(tenant.agent(0))
        }
    }
}
