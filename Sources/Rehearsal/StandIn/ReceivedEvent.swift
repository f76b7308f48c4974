package import Notation

/// An event that was sent to the stand-in and, where it has keys, bore a good signature.
package struct ReceivedEvent: Sendable, Hashable {
    /// 1 for the first one received.
    package let number: Int
    /// The message id, `webhook-id`.
    package let id: String
    /// A replay of an earlier event that an operator asked for (header `webhook-replay`).
    package let isReplay: Bool
    package let path: String
    /// When it was received, by the stand-in's clock.
    package let at: UnixMicroseconds
    /// When the sender signed it, in Unix seconds; nil without keys.
    package let signedAt: Int64?
    /// Which key it was signed with; nil without keys.
    package let keyID: String?
    package let body: [UInt8]
    /// The body; nil if it is not JSON.
    package let json: JSONValue?
    /// How often this id came in all.
    package fileprivate(set) var copies = 1
    /// A copy had another body, which no sender should do.
    package fileprivate(set) var copiesDiffer = false

    /// The member `event` of the body.
    package var type: String? { json?["event"]?.string }
    /// The member `userId` of the body.
    package var userID: String? { json?["userId"]?.string }
}

/// A request that was not taken.
package struct RefusedEvent: Sendable, Hashable {
    package let at: UnixMicroseconds
    package let path: String
    /// The class of the fault: that of the signature, or `not_allowed` or `too_large`.
    package let code: String
    package let detail: String
}

/// What a request to the stand-in turned out to be.
package enum EventArrival: Sendable, Hashable {
    case event(ReceivedEvent)
    /// The event as it is known, with this copy counted.
    case duplicate(ReceivedEvent)
    case refused(RefusedEvent)
    /// Met by a fault that was asked for; the status that was answered, nil for none.
    case turnedAway(answer: Int?)
}

/// The events in order of receipt, each id once. Bounded: the oldest go, and their ids are forgotten with them.
struct EventRecord: Sendable {
    let capacity: Int
    private(set) var events: [ReceivedEvent] = []
    private(set) var refused: [RefusedEvent] = []
    private(set) var received = 0
    private var places: [String: Int] = [:]
    /// How many of the oldest are gone.
    private var gone = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// Records an event, or counts a copy of a known one.
    mutating func take(
        id: String,
        isReplay: Bool,
        path: String,
        at now: UnixMicroseconds,
        signedAt: Int64?,
        keyID: String?,
        body: [UInt8],
        json: JSONValue?
    ) -> EventArrival {
        if let known = places[id], known >= gone {
            let place = known - gone
            events[place].copies += 1
            if events[place].body != body { events[place].copiesDiffer = true }
            return .duplicate(events[place])
        }
        received += 1
        let event = ReceivedEvent(
            number: received,
            id: id,
            isReplay: isReplay,
            path: path,
            at: now,
            signedAt: signedAt,
            keyID: keyID,
            body: body,
            json: json
        )
        places[id] = gone + events.count
        events.append(event)
        if events.count >= 2 * capacity { forget(events.count - capacity) }
        return .event(event)
    }

    mutating func refuse(_ refusal: RefusedEvent) {
        refused.append(refusal)
        if refused.count >= 2 * capacity { refused.removeFirst(refused.count - capacity) }
    }

    private mutating func forget(_ count: Int) {
        for event in events.prefix(count) { places[event.id] = nil }
        events.removeFirst(count)
        gone += count
    }
}
