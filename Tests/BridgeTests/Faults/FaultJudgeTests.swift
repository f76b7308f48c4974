import Bridge
import Notation
import Rehearsal
import TestSupport
import Testing

/// The judge of the runs finds guilty who is: each of these must be found, or the suite proves nothing.
@Suite("The judge of a CXone that misbehaves")
struct FaultJudgeTests {
    private static let judge = FaultJudge(hasLife: false, dialect: .platform, slack: FaultCase.slack(FaultCase.usualSpeed))
    private static let change = FaultStory.Change(
        id: "c1",
        user: "u1",
        status: "Training",
        dueAt: 1_000_000,
        outcome: "applied",
        code: nil,
        toldAt: 9_000_000
    )

    private func call(
        _ number: Int,
        _ kind: SimulatedCall,
        at second: Int64,
        answer: Int? = 200,
        fault: SimulatedFault.Kind? = nil
    ) -> FaultStory.Call {
        FaultStory.Call(
            number: number,
            at: second * 1_000_000,
            endedAt: (second + (fault == .hang ? 10 : 0)) * 1_000_000,
            kind: kind,
            user: kind == .agentStates ? nil : "u1",
            answer: answer,
            tookEffect: kind.isWrite && answer != nil,
            status: kind.isWrite ? "Training" : nil,
            fault: fault
        )
    }

    private func complaints(_ calls: [FaultStory.Call], _ changes: [FaultStory.Change] = [change]) -> [String] {
        Self.judge.complaints(about: FaultStory(changes: changes, calls: calls, agents: ["u1": ("Training", "client")]))
    }

    @Test("A client that repeats a write whose answer was lost is found out, through sockets and the simulator's own log")
    func impatientClient() async throws {
        try await Rig.with(.init(agents: 2)) { rig in
            let answer = try await rig.send(
                "POST",
                "\(rig.cxoneURL)/oauth/token",
                headers: [("content-type", "application/x-www-form-urlencoded")],
                body: Array("grant_type=client_credentials&client_id=simulator&client_secret=simulator-secret".utf8)
            )
            let bearer = [("authorization", "Bearer \(try #require(answer.json?["access_token"]?.string))")]
            let path = "\(rig.cxoneURL)/api/v2/users/\(rig.roster.ids[0])/status"
            let body = (["status": "Training"] as JSONValue).encoded()
            for kind in ["reset", "half_answer"] {
                for looks in [false, true] {
                    let before = try await rig.log().count
                    try await rig.faults(["call": "put_status", "kind": .string(kind), "times": 1])
                    await #expect(throws: (any Error).self) { try await rig.send("PUT", path, headers: bearer, body: body) }
                    if looks { _ = try await rig.send("GET", path, headers: bearer) }
                    _ = try await rig.send("PUT", path, headers: bearer, body: body)
                    let calls = Array(try await rig.log().dropFirst(before))
                    let found = Self.judge.complaints(about: FaultStory(changes: [], calls: calls, agents: [:]))
                    #expect(found.count { $0.contains("blindly") } == (looks ? 0 : 1), "\(kind), looks: \(looks): \(found)")
                }
            }
        }
    }

    @Test("An agent who is not where the last report says is found out after a run that went well")
    func movedAfterwards() async throws {
        let quiet = try #require((1...200).lazy.map { FaultCase(seed: $0) }.first { $0.kinds == ["revoked_token"] })
        let run = try await FaultRun.of(quiet) { rig in
            for agent in FaultCase.agents { try await rig.steer(rig.roster.ids[agent], ["status": "Offline", "by": "session"]) }
        }
        let done = run.story.changes.filter(\.isDone)
        #expect(!done.isEmpty)
        #expect(run.complaints.contains { $0.contains("is Offline (by session)") }, "\(run.complaints)")
    }

    @Test("A read counts only when it was answered whole, was begun after the write was over, and shows the agent")
    func readsThatCount() {
        let (first, second) = (call(1, .putStatus, at: 1, answer: nil, fault: .reset), call(3, .putStatus, at: 30))
        #expect(complaints([first, call(2, .status, at: 2), second]).isEmpty)
        #expect(complaints([first, call(2, .history, at: 2), second]).isEmpty)
        #expect(complaints([first, call(2, .agentStates, at: 2, answer: 204), second]).isEmpty)
        let useless: [FaultStory.Call?] = [
            nil, call(2, .user, at: 2), call(2, .status, at: 2, answer: 503), call(2, .status, at: 2, answer: nil),
            call(2, .status, at: 2, fault: .malformed), call(2, .status, at: 2, fault: .halfAnswer),
        ]
        for read in useless {
            let calls = [first, read, second].compactMap { $0 }
            #expect(complaints(calls).count == 1, "\(String(describing: read))")
        }
        let hung = call(1, .putStatus, at: 1, answer: nil, fault: .hang)
        #expect(complaints([hung, call(2, .status, at: 2), second]).count == 1, "before the write was over")
        #expect(complaints([hung, call(2, .status, at: 12), second]).isEmpty)
        let acknowledged = call(1, .setState, at: 1, answer: 202)
        #expect(complaints([acknowledged, call(3, .setState, at: 9, answer: 202)]).count == 1, "202 says nothing")
    }

    @Test("A write that meets a contact of some time is found out, and Offline on one whatever the policy")
    func contacts() {
        var write = call(1, .putStatus, at: 60)
        write.contactSince = 50_000_000
        #expect(complaints([write]).isEmpty, "it had only just begun")
        write.contactSince = 40_000_000
        #expect(complaints([write]).count == 1)
        var lenient = Self.judge
        lenient.sparesContacts = false
        let story = { (write: FaultStory.Call) in FaultStory(changes: [], calls: [write], agents: [:]) }
        #expect(lenient.complaints(about: story(write)).isEmpty)
        write.status = "Offline"
        #expect(lenient.complaints(about: story(write)).count == 1)
    }

    @Test("A call that leaves while CXone asked to be left alone is found out, unless it shares no limit or was on its way")
    func waits() {
        var refusal = call(1, .status, at: 100, answer: 429)
        refusal.retryAfter = 60
        #expect(complaints([call(9, .putStatus, at: 1), refusal, call(2, .user, at: 120)]).count == 1)
        for harmless in [call(2, .user, at: 109), call(2, .user, at: 160), call(2, .putStatus, at: 120), call(2, .token, at: 120)] {
            #expect(complaints([call(9, .putStatus, at: 1), refusal, harmless]).isEmpty, "\(harmless)")
        }
        refusal.retryAfter = 999_999_999
        #expect(complaints([call(9, .putStatus, at: 1), refusal, call(2, .user, at: 600)]).count == 1)
        #expect(complaints([call(9, .putStatus, at: 1), refusal, call(2, .user, at: 701)]).isEmpty, "ten minutes at most")
    }

    @Test("What has no outcome, no code or no write behind it is found out, and what was given up by name is not blind")
    func reports() {
        let write = call(1, .putStatus, at: 2)
        #expect(complaints([write]).isEmpty)
        var change = Self.change
        change.outcome = nil
        #expect(complaints([write], [change]).count == 1)
        change.outcome = "failed"
        #expect(complaints([write], [change]).count == 1)
        change.code = "outcome_unknown"
        #expect(complaints([write], [change]).isEmpty)
        #expect(complaints([]).count == 1, "told as applied, and nobody wrote it")
        #expect(complaints([write] + (2...31).map { call($0, .status, at: Int64($0)) }).count == 1, "31 calls for one change")
        let twice = [call(1, .putStatus, at: 2, answer: nil, fault: .hang), call(2, .putStatus, at: 20)]
        change.toldAt = 15_000_000
        #expect(complaints(twice, [change]).isEmpty)
        change.toldAt = 25_000_000
        #expect(complaints(twice, [change]).count == 1)
    }
}
