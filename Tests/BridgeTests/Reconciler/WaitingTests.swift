import Bridge
import CXone
import Journal
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

/// Changes that have to wait, in time that runs faster: what they wait for, and what ends it.
@Suite("Changes that wait")
struct WaitingTests {
    /// A rig whose time runs 20 times as fast and whose WFM also hears of decisions.
    static func options(
        _ clock: WallClock = .accelerated(by: 20),
        directory: TemporaryDirectory? = nil,
        callDeadline: Duration = .seconds(10)
    ) -> Rig.Options {
        Rig.Options(
            clock: clock,
            directory: directory,
            adjust: { setup in
                setup.endpoints[0].types = [.updated, .updateFailed, .decision]
                setup.tenants[.standard]?.cxone.callDeadline = callDeadline
            }
        )
    }

    @Test("A scheduled change is made when its time has come, and not before")
    func scheduled() async throws {
        try await Rig.with(Self.options()) { rig in
            let agent = rig.roster.ids[0]
            let at = rig.clock.now() + 20_000_000
            let answer = try await rig.push(["userId": .string(agent), "status": "Training", "effectiveAt": .string(RFC3339.format(at))])
            #expect(answer.changes.first?["state"]?.string == "scheduled")
            let event = try await rig.end(of: try #require(answer.changeID))
            #expect(event["outcome"]?.string == "applied")
            let written = try #require(try await rig.puts(to: agent).first?.time("at"))
            // What requests write has milliseconds.
            #expect(written >= at - 1_000)
            #expect(try await rig.puts(to: agent).count == 1)
            let states = try await rig.story(try #require(answer.changeID))["history"]?.array?.compactMap { $0["state"]?.string } ?? []
            #expect(states.first == "scheduled")
            #expect(states.suffix(2) == ["applying", "applied"])
        }
    }

    @Test("Changes survive the end of the bridge: what came due meanwhile is made late, the rest on time")
    func restart() async throws {
        let directory = try TemporaryDirectory()
        let (missed, later) = try await Rig.with(Self.options(.system, directory: directory)) { rig in
            let missed = try await rig.change([
                "userId": .string(rig.roster.ids[0]), "status": "Training", "effectiveAt": rig.time(in: 3_600),
            ])
            let later = try await rig.change(["userId": .string(rig.roster.ids[1]), "status": "Busy", "effectiveAt": rig.time(in: 3_610)])
            return (missed, later)
        }
        // An hour passes while nothing runs.
        try await Rig.with(Self.options(.system.later(by: .seconds(3_606)), directory: directory)) { rig in
            for (change, agent) in [(missed, rig.roster.ids[0]), (later, rig.roster.ids[1])] {
                #expect(try await rig.end(of: change)["outcome"]?.string == "applied")
                let due = try #require(try await rig.story(change).time("effectiveAt"))
                #expect(try #require(try await rig.puts(to: agent).first?.time("at")) >= due)
                #expect(try await rig.writes(to: agent).count == 1)
            }
        }
        let lines = try JournalTail(directory: directory.path(of: "journal")).last(1_000).map { try JSONValue(parsing: $0) }
        for change in [missed, later] {
            let types = lines.filter { $0["changeId"]?.string == change }.compactMap { $0["type"]?.string }
            #expect(types.filter { $0 == "accepted" }.count == 1)
            #expect(types.filter { $0 == "settled" }.count == 1)
        }
    }

    @Test("A newer change takes the place of one that waits, and both ends are told")
    func superseded() async throws {
        try await Rig.with(Self.options()) { rig in
            let agent = rig.roster.ids[0]
            try await rig.steer(agent, ["status": "Busy", "by": "contact"])
            let first = try await rig.change(["userId": .string(agent), "status": "Break", "pauseReason": "IT Issue", "reference": "a"])
            try await rig.waiting(first, for: "on_contact")
            let second = try await rig.change(["userId": .string(agent), "status": "Training", "reference": "b"])
            let ended = try await rig.end(of: first)
            #expect(ended["event"]?.string == "agent_status_update_failed")
            #expect(ended["outcome"]?.string == "superseded")
            #expect(ended["status"]?.string == "Break")
            try await rig.waiting(second, for: "on_contact")
            try await rig.steer(agent, ["status": "Available", "by": "contact"])
            #expect(try await rig.end(of: second)["outcome"]?.string == "applied")
            #expect(try await rig.puts(to: agent).map { $0["body"]?["status"]?.string } == ["Training"])
        }
    }

    @Test("A replaced version that waits is superseded, and the new one waits in its place")
    func replaced() async throws {
        try await Rig.with(Self.options()) { rig in
            let agent = rig.roster.ids[0]
            try await rig.steer(agent, ["status": "Busy", "by": "contact"])
            let at = rig.time(in: 0)
            func members(_ version: Int, _ status: String) -> JSONObject {
                ["userId": .string(agent), "status": .string(status), "reference": "a", "version": .int(version), "effectiveAt": at]
            }
            let first = try await rig.change(members(1, "Training"))
            try await rig.waiting(first, for: "on_contact")
            let second = try await rig.change(members(2, "Available"))
            #expect(try await rig.end(of: first)["outcome"]?.string == "superseded")
            try await rig.waiting(second, for: "on_contact")
            try await rig.steer(agent, ["status": "Training", "by": "person"])
            #expect(try await rig.end(of: second)["outcome"]?.string == "applied")
        }
    }

    @Test("Who is logged out is waited for: until the login, or until it is too late")
    func loggedOut() async throws {
        try await Rig.with(Self.options()) { rig in
            let (comes, stays) = (rig.roster.ids[0], rig.roster.ids[1])
            for agent in [comes, stays] { try await rig.steer(agent, ["status": "Offline", "by": "session"]) }
            let first = try await rig.change(["userId": .string(comes), "status": "Training"])
            let second = try await rig.change(["userId": .string(stays), "status": "Training", "expiresAt": rig.time(in: 120)])
            try await rig.waiting(first, for: "logged_out")
            try await rig.waiting(second, for: "logged_out")
            try await rig.steer(comes, ["status": "Available", "by": "session"])
            #expect(try await rig.end(of: first)["outcome"]?.string == "applied")
            let expired = try await rig.end(of: second)
            #expect(expired["event"]?.string == "agent_status_update_failed")
            #expect(expired["outcome"]?.string == "expired")
            #expect(expired["code"]?.string == "logged_out")
            #expect(try await rig.puts(to: stays).isEmpty)
            let story = try await rig.story(second)
            #expect(story["state"]?.string == "expired")
            #expect(try #require(expired.time("timestamp")) > (try #require(story.time("expiresAt"))))
        }
    }

    @Test("A write that a wrap-up blocks is made when the wrap-up has ended")
    func wrapUp() async throws {
        try await Rig.with(Self.options()) { rig in
            let agent = rig.roster.ids[0]
            try await rig.steer(agent, ["wrapUpSeconds": 3_600])
            let change = try await rig.change(["userId": .string(agent), "status": "Available"])
            try await rig.waiting(change, for: "wrap_up")
            #expect(try await rig.puts(to: agent).first?["answer"]?.int == 409)
            try await rig.steer(agent, ["wrapUpSeconds": 0])
            #expect(try await rig.end(of: change)["outcome"]?.string == "applied")
            #expect(try await rig.writes(to: agent).count == 1)
        }
    }

    @Test("Nothing is written to an agent on a contact")
    func onContact() async throws {
        try await Rig.with(Self.options()) { rig in
            let agent = rig.roster.ids[0]
            try await rig.steer(agent, ["status": "Busy", "by": "contact"])
            let change = try await rig.change(["userId": .string(agent), "status": "Offline"])
            try await rig.waiting(change, for: "on_contact")
            #expect(try await rig.puts(to: agent).isEmpty)
            try await rig.steer(agent, ["status": "Available", "by": "contact"])
            #expect(try await rig.end(of: change)["outcome"]?.string == "applied")
        }
    }

    @Test("While CXone is down changes wait, and intake goes on")
    func away() async throws {
        try await Rig.with(Self.options()) { rig in
            try await rig.simulatorServer.goDown()
            var changes: [String] = []
            for agent in rig.roster.ids.prefix(4) {
                changes.append(try await rig.change(["userId": .string(agent), "status": "Training"]))
            }
            for change in changes { try await rig.waiting(change, for: "cxone_unavailable") }
            try await rig.simulatorServer.comeUp()
            for change in changes { #expect(try await rig.end(of: change)["outcome"]?.string == "applied") }
        }
    }
}

extension WallClock {
    /// The same clock, so much ahead.
    fileprivate func later(by duration: Duration) -> WallClock {
        let shift = duration.wholeMicroseconds
        return WallClock(now: { now() + shift }, sleepUntil: { try await sleepUntil($0 - shift) })
    }
}
