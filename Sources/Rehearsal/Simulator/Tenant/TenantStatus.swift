import Notation

extension SimulatedTenant {
    /// `GET /api/v2/users/{id}/status`.
    mutating func liveStatus(of id: String, authorization: String?, now: UnixMicroseconds) throws(Refusal) -> LiveStatus {
        _ = try tokens.check(authorization, anyOf: [.statusRead], now: now)
        return LiveStatus(of: agents[try activePlace(of: id, now: now)])
    }

    /// A write that has been let in and takes effect when its time has come.
    struct Write: Sendable, Hashable {
        let place: Int
        let order: StatusOrder
    }

    /// First half of `PUT /api/v2/users/{id}/status`: everything that can be refused before the agent is touched.
    ///
    /// From here until ``finish(_:now:)`` another write for the same agent is a concurrent change: 409.
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
        return Write(place: place, order: order)
    }

    /// Second half: the write takes effect, unless an active wrap-up that it respects is in its way. A refused write changes nothing.
    mutating func finish(_ write: Write, now: UnixMicroseconds) throws(Refusal) -> LiveStatus {
        agents[write.place].hasWriteInHand = false
        agents[write.place].settle(now)
        guard agents[write.place].wrapUp == nil || !write.order.respectWrapUp else {
            throw Refusal(409, "The user is in wrap-up, which respectWrapUp keeps.")
        }
        agents[write.place].obey(write.order, at: now)
        return LiveStatus(of: agents[write.place])
    }
}
