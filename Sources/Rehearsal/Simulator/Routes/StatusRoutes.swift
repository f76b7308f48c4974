import Hummingbird
import NIOCore
import Notation

extension PlatformRoutes {
    /// `GET /api/v2/users/{id}/status`.
    func status(_ arrived: Arrived) throws(Refusal) -> Response {
        let now = clock.now()
        return .json(
            try tenant.ask { tenant throws(Refusal) in
                try tenant.liveStatus(of: arrived.userID ?? "", authorization: arrived.authorization, now: now)
            }.json
        )
    }

    /// `PUT /api/v2/users/{id}/status`. It takes effect when the latency is over, just before the answer.
    func putStatus(_ arrived: Arrived) async throws(Refusal) -> Response {
        guard configuration.latency > .zero else {
            let now = clock.now()
            // Under one lock: writes that take no time are never concurrent.
            let live = try tenant.ask { tenant throws(Refusal) in
                let write = try Self.begin(arrived, at: now, in: &tenant)
                return try tenant.finish(write, now: now)
            }
            return .json(live.json)
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
        let now = clock.now()
        return .json(try tenant.ask { tenant throws(Refusal) in try tenant.finish(write, now: now) }.json)
    }

    private static func begin(
        _ arrived: Arrived,
        at now: UnixMicroseconds,
        in tenant: inout SimulatedTenant
    ) throws(Refusal) -> SimulatedTenant.Write {
        try tenant.begin(
            arrived.body.readableBytesView,
            for: arrived.userID ?? "",
            authorization: arrived.authorization,
            now: now
        )
    }
}
