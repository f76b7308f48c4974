import Notation
import WebhookSignature

/// Plays the steps of a fixture at their times.
///
/// Requests that stand at the same time are sent together; everything else happens in the order of the file.
struct StepPlayer: Sendable {
    let fixture: Fixture
    let handle: BridgeHandle
    let calls: WebCalls
    let control: SimulatorControl?
    let standIn: StandIn
    let clock: WallClock
    let postman: Postman
    let answered: @Sendable (Performance.Reply) -> Void
    let tell: @Sendable (_ stepsDone: Int, _ step: String) -> Void

    /// What is known once all steps are played.
    struct Played: Sendable {
        var replies: [String: Performance.Reply] = [:]
        var behind: Duration = .zero
        fileprivate var envelopes: [String: Envelope] = [:]
        fileprivate var done = 0
    }

    func play() async throws -> Played {
        var played = Played()
        var rest = fixture.steps[...]
        while let first = rest.first {
            let wave = first.isSend ? rest.prefix { $0.isSend && $0.at == first.at } : rest.prefix(1)
            rest = rest.dropFirst(wave.count)
            let due = postman.start + first.at.wholeMicroseconds
            try await clock.sleepUntil(due)
            played.behind = max(played.behind, .microseconds(clock.now() - due))
            if first.isSend {
                try await send(wave, &played)
            } else {
                try await arrange(first)
                played.done += 1
                tell(played.done, first.name)
            }
        }
        return played
    }

    // MARK: Requests

    private func send(_ wave: ArraySlice<FixtureStep>, _ played: inout Played) async throws {
        let earlier = played.envelopes
        try await withThrowingTaskGroup(of: (Performance.Reply, Envelope).self) { group in
            for step in wave {
                guard case .send(let order) = step.action else { continue }
                group.addTask {
                    let envelope = try postman.write(order, of: step, earlier: earlier, now: clock.now())
                    return (await post(envelope, order, of: step), envelope)
                }
            }
            for try await (reply, envelope) in group {
                played.replies[reply.step] = reply
                played.envelopes[reply.step] = envelope
                played.done += 1
                answered(reply)
                tell(played.done, reply.step)
            }
        }
    }

    private func post(_ envelope: Envelope, _ order: SendOrder, of step: FixtureStep) async -> Performance.Reply {
        let url = "\(handle.intakeURL)/v1/sources/\(order.source ?? handle.source)/status-changes"
        let began = ContinuousClock.now
        func reply(_ answer: WebCalls.Answer?, error: String?) -> Performance.Reply {
            Performance.Reply(
                step: step.name,
                requestID: envelope.id,
                status: answer?.status,
                body: answer?.json,
                error: error,
                took: began.duration(to: .now)
            )
        }
        do {
            return reply(try await calls.call("POST", url, headers: envelope.headers, body: envelope.body), error: nil)
        } catch {
            return reply(nil, error: WebCalls.words(error))
        }
    }

    // MARK: Circumstances

    private func arrange(_ step: FixtureStep) async throws {
        switch step.action {
        case .send:
            break
        case .agent(let agent, let order):
            guard let control else { throw ReplayFault.needsSimulator(step: step.name) }
            try await control.change(filled(agent, step).string ?? "", filled(order, step))
        case .cxone(let faults):
            guard let control else { throw ReplayFault.needsSimulator(step: step.name) }
            try await control.setFaults(filled(faults, step))
        case .wfm(.down):
            try await standIn.goDown()
        case .wfm(.up):
            standIn.setFaults([])
            try await standIn.comeUp()
        case .wfm(.faults(let faults)):
            standIn.setFaults(faults)
        }
    }

    private func filled(_ template: FixtureTemplate, _ step: FixtureStep) -> JSONValue {
        template.filled(postman.roster, start: postman.start, step: step.at)
    }
}
