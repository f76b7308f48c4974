import Notation

/// Notices early that a bridge sends its events to somebody else: without it a replay would wait for them until its deadline.
struct EventWatch: Sendable {
    let handle: BridgeHandle
    let calls: WebCalls
    let standIn: StandIn
    let clock: WallClock
    /// Where the stand-in listens.
    let address: String

    /// Between two questions.
    private static let pause: Duration = .seconds(1)
    /// How long after the end of a change its event may take.
    private static let patience: Duration = .seconds(20)
    private static let final: Set = ["applied", "already", "satisfied", "refused", "expired", "superseded", "cancelled", "failed"]

    /// Whether there is anything to watch for: the operators' API tells when a change is at its end, and events of the first
    /// requests must come where the WFM is not made to go down before them.
    static func isFit(_ fixture: Fixture, _ handle: BridgeHandle) -> Bool {
        guard handle.operatorURL != nil else { return false }
        let first = fixture.steps.first { step in
            if case .wfm = step.action { true } else { step.isSend }
        }
        return first?.isSend == true
    }

    /// Returns when an event has come, good or bad, or when there is no change to watch.
    ///
    /// - Parameter due: the ids of changes that are carried out at once, as they are accepted; the first one is watched.
    /// - Throws: ``ReplayFault/noEvents(at:)``
    func watch(_ due: AsyncStream<String>) async throws {
        var first: String?
        for await change in due {
            first = change
            break
        }
        guard let first else { return }
        var giveUpAt: UnixMicroseconds?
        while standIn.events().isEmpty, standIn.refused().isEmpty {
            if let giveUpAt {
                guard clock.now() < giveUpAt else { throw ReplayFault.noEvents(at: address) }
            } else if let state = await calls.state(of: first, at: handle)["state"]?.string, Self.final.contains(state) {
                giveUpAt = clock.now() + Self.patience.wholeMicroseconds
            }
            try await clock.sleep(for: Self.pause)
        }
    }
}

extension WebCalls {
    /// What a bridge says of a change; where it says nothing, an object with the error.
    func state(of change: String, at handle: BridgeHandle) async -> JSONValue {
        let headers = handle.operatorToken.map { [("authorization", "Bearer \($0.reveal())")] } ?? []
        do {
            let answer = try await call("GET", "\(handle.operatorURL ?? "")/v1/status-changes/\(change)", headers: headers)
            guard answer.status == 200, let json = answer.json else { return ["error": .string("answered \(answer.status)")] }
            return json
        } catch {
            return ["error": .string(Self.words(error))]
        }
    }
}
