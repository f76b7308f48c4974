import AsyncHTTPClient
import Notation
import WebhookSignature

/// Replays a fixture against a bridge that runs, and gathers what is to be compared.
struct Conductor: Sendable {
    let fixture: Fixture
    let handle: BridgeHandle
    let calls: WebCalls
    let control: SimulatorControl?
    let standIn: StandIn
    let clock: WallClock
    let board: ProgressBoard
    /// Where events come in; nil where the bridge was started to send them there.
    let eventsURL: String?

    /// Requests at once when final states are asked for.
    private static let questions = 32

    /// Real time between two reports of progress at most.
    private static let tick: Duration = .milliseconds(200)

    func perform() async throws -> Performance {
        if control == nil, let step = fixture.steps.first(where: \.needsSimulator) {
            throw ReplayFault.needsSimulator(step: step.name)
        }
        try await control?.check(fixture)
        if eventsURL != nil { try await TargetCheck(handle: handle, calls: calls, clock: clock).check() }
        let lastCall = try await control?.reset(fixture) ?? 0
        let (due, accepted) = AsyncStream.makeStream(of: String.self)
        guard let eventsURL, EventWatch.isFit(fixture, handle) else { return try await perform(after: lastCall, accepted) }
        let watch = EventWatch(handle: handle, calls: calls, standIn: standIn, clock: clock, address: eventsURL)
        return try await withThrowingTaskGroup(of: Performance?.self) { group in
            group.addTask {
                try await watch.watch(due)
                return nil
            }
            group.addTask { try await perform(after: lastCall, accepted) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let performance = result { return performance }
            }
            throw CancellationError()
        }
    }

    /// - Parameter accepted: told of every change that is carried out at once.
    private func perform(after lastCall: Int64, _ accepted: AsyncStream<String>.Continuation) async throws -> Performance {
        defer { accepted.finish() }
        let started = clock.now()
        let realStart = ContinuousClock.now
        let player = StepPlayer(
            fixture: fixture,
            handle: handle,
            calls: calls,
            control: control,
            standIn: standIn,
            clock: clock,
            postman: try postman(start: started),
            answered: { reply in
                for item in reply.body?["changes"]?.array ?? [] where item["state"]?.string == "due" {
                    if let id = item["changeId"]?.string { accepted.yield(id) }
                }
            },
            tell: { done, step in
                board.update { progress in
                    progress.stepsDone = done
                    progress.latest = step
                    progress.elapsed = .microseconds(clock.now() - started)
                }
            }
        )
        board.update { $0.phase = .replaying }
        // Ends with this call.
        async let _ = tick(since: started)
        let played = try await player.play()
        var performance = Performance(start: started)
        performance.replies = played.replies
        performance.behind = played.behind
        board.update { $0.phase = .waiting }
        let ids = performance.changeIDs(fixture)
        try await awaitOutcomes(fixture.expected.filter { $0.event != nil }.compactMap { ids[$0.change] }, since: started)
        performance.elapsed = .microseconds(clock.now() - started)
        performance.realElapsed = realStart.duration(to: .now)
        board.update { $0.phase = .comparing }
        if handle.operatorURL != nil { performance.states = try await states(of: Set(ids.values)) }
        performance.calls = try await control?.callsMade(after: lastCall)
        performance.agents = try await control?.agents()
        performance.events = standIn.events().filter { !$0.tellsOfTimes(before: started) }
        performance.refusedEvents = standIn.refused()
        return performance
    }

    /// Moves the progress on while nothing happens.
    private func tick(since start: UnixMicroseconds) async throws {
        while true {
            try await clock.sleep(for: Self.tick * clock.speed)
            let elapsed = Duration.microseconds(clock.now() - start)
            board.update { $0.elapsed = elapsed }
        }
    }

    private func postman(start: UnixMicroseconds) throws -> Postman {
        do {
            return Postman(
                roster: fixture.roster,
                start: start,
                right: try WebhookKey(handle.signingSecret.reveal()),
                wrong: try WebhookKey.generate()
            )
        } catch {
            throw ReplayFault.unusableKey("for requests: \(error.description)")
        }
    }

    /// Waits until each of these changes had its event, then for the quiet after them; in bridge time no longer than the deadline.
    private func awaitOutcomes(_ changes: [String], since start: UnixMicroseconds) async throws {
        let standIn = standIn
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for change in changes {
                    try await standIn.waitFor { $0.json?["changeId"]?.string == change }
                }
                return true
            }
            group.addTask { [clock, fixture] in
                try await clock.sleepUntil(start + fixture.deadline.wholeMicroseconds)
                return false
            }
            defer { group.cancelAll() }
            // Whoever misses an outcome by the deadline has waited long enough for unexpected ones, too.
            guard try await group.next() == true else { return }
            try await clock.sleep(for: fixture.quiet)
        }
    }

    private func states(of changes: Set<String>) async throws -> [String: JSONValue] {
        var rest = changes.sorted()[...]
        return try await withThrowingTaskGroup(of: (String, JSONValue).self) { group in
            var states: [String: JSONValue] = [:]
            func ask() {
                guard let change = rest.popFirst() else { return }
                group.addTask { (change, await calls.state(of: change, at: handle)) }
            }
            for _ in 0..<Self.questions { ask() }
            for try await (change, state) in group {
                states[change] = state
                ask()
            }
            return states
        }
    }
}

extension ReceivedEvent {
    /// Whether a bridge noticed something by itself that had happened before: it may have known the agents from an earlier replay, and
    /// that they were put back is none of this one's doing.
    fileprivate func tellsOfTimes(before start: UnixMicroseconds) -> Bool {
        guard ["observed", "backfilled"].contains(json?["outcome"]?.string),
            let since = json?["evidence"]?["startTime"]?.string.flatMap({ try? RFC3339.parse($0) })
        else { return false }
        // The simulator keeps an agent's changes of status a millisecond apart.
        return since < start + 2_000
    }
}
