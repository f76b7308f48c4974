import Hummingbird
import NIOCore
import Notation

extension PublicRoutes {
    /// `GET /api/v2/users/{id}/status`.
    func status(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let lens = lens(arrived)
        return .json(
            try tenant.ask { tenant throws(Refusal) in
                try tenant.liveStatus(of: arrived.id ?? "", authorization: arrived.authorization, through: lens)
            }.json
        )
    }

    /// `PUT /api/v2/users/{id}/status`. It takes effect when the latency is over, just before the answer.
    func putStatus(_ arrived: Arrived) async throws(Refusal) -> (reply: SimulatedReply, effect: StateEffect) {
        let onlySays = arrived.twist.acknowledgesOnly
        guard configuration.latency > .zero else {
            let lens = lens(arrived)
            // Under one lock: writes that take no time are never concurrent.
            let (live, effect) = try tenant.ask { tenant throws(Refusal) in
                let write = try Self.begin(arrived, at: lens.now, in: &tenant)
                return try tenant.finish(write, acknowledgesOnly: onlySays, through: lens)
            }
            return (.json(live.json), effect)
        }
        let arrival = clock.now()
        let write: SimulatedTenant.Write
        do {
            write = try tenant.ask { tenant throws(Refusal) in try Self.begin(arrived, at: arrival, in: &tenant) }
        } catch {
            await wait()
            throw error
        }
        await wait()
        let lens = lens(arrived)
        let (live, effect) = try tenant.ask { tenant throws(Refusal) in
            try tenant.finish(write, acknowledgesOnly: onlySays, through: lens)
        }
        return (.json(live.json), effect)
    }

    private static func begin(
        _ arrived: Arrived,
        at now: UnixMicroseconds,
        in tenant: inout SimulatedTenant
    ) throws(Refusal) -> SimulatedTenant.Write {
        try tenant.begin(
            arrived.body.readableBytesView,
            for: arrived.id ?? "",
            authorization: arrived.authorization,
            now: now
        )
    }
}
