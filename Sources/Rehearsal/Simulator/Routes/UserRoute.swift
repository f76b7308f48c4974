import Hummingbird
import Notation

extension PublicRoutes {
    /// `GET /api/v2/users/{id}`.
    func user(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let now = clock.now()
        return .json(
            try tenant.ask { tenant throws(Refusal) in
                try tenant.user(arrived.id ?? "", authorization: arrived.authorization, now: now)
            }
        )
    }
}
