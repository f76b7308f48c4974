import Notation

extension SimulatedTenant {
    /// `GET /api/v2/users/{id}/status`.
    mutating func liveStatus(of id: String, authorization: String?, through lens: Lens) throws(Refusal) -> LiveStatus {
        _ = try tokens.check(authorization, anyOf: [.statusRead], now: lens.now)
        return LiveStatus(of: agents[try activePlace(of: id, now: lens.now)], through: lens)
    }

    /// A write that has been let in and takes effect when its time has come.
    struct Write: Sendable, Hashable {
        let place: Int
        let order: StateOrder
        let respectsWrapUp: Bool
    }

    /// First half of `PUT /api/v2/users/{id}/status`: everything that can be refused before the agent is touched.
    ///
    /// From here until ``finish(_:acknowledgesOnly:through:)`` another write for the same agent is a concurrent change: 409.
    mutating func begin(
        _ body: some Collection<UInt8>,
        for id: String,
        authorization: String?,
        now: UnixMicroseconds
    ) throws(Refusal) -> Write {
        _ = try tokens.check(authorization, anyOf: [.statusWrite], now: now)
        let place = try activePlace(of: id, now: now)
        let order = try StatusOrder(parsing: body, pauseReasons: configuration.pauseReasons)
        guard !agents[place].hasWriteInHand else {
            throw Refusal(409, "Another change of this user's status is in progress.")
        }
        agents[place].hasWriteInHand = true
        return Write(place: place, order: StateOrder(order), respectsWrapUp: order.respectWrapUp)
    }

    /// Second half: the write takes effect, unless an active wrap-up that it respects is in its way. A refused write changes nothing.
    mutating func finish(
        _ write: Write,
        acknowledgesOnly: Bool,
        through lens: Lens
    ) throws(Refusal) -> (live: LiveStatus, effect: StateEffect) {
        catchUp(lens.now)
        agents[write.place].hasWriteInHand = false
        agents[write.place].settle(lens.now)
        guard agents[write.place].wrapUp == nil || !write.respectsWrapUp else {
            throw Refusal(409, "The user is in wrap-up, which respectWrapUp keeps.")
        }
        if acknowledgesOnly { return (LiveStatus(of: agents[write.place], after: write.order, through: lens), .none) }
        let effect = try agents[write.place].obey(write.order, onContact: configuration.onContact(in: .platform), at: lens.now)
        return (LiveStatus(of: agents[write.place], through: lens), effect)
    }
}
