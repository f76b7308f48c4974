import Hummingbird
import Notation

extension PlatformRoutes {
    /// `GET /api/v2/users/{id}`.
    func user(_ arrived: Arrived) throws(Refusal) -> Response {
        let now = clock.now()
        return .json(
            try tenant.ask { tenant throws(Refusal) in
                try tenant.user(arrived.userID ?? "", authorization: arrived.authorization, now: now)
            }
        )
    }
}
