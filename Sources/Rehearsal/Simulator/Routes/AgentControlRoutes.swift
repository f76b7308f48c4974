import Hummingbird
import NIOCore
import Notation

extension ControlRoutes {
    /// `GET /simulator/agents`.
    func agents() -> SimulatedReply {
        let now = clock.now()
        let agents = tenant.ask { $0.overview(now: now) }
        return .json(.array(agents))
    }

    /// `GET /simulator/agents/{id}`.
    func agent(_ id: String) throws(Refusal) -> SimulatedReply {
        let now = clock.now()
        return .json(try tenant.ask { tenant throws(Refusal) in try tenant.overview(of: id, now: now) })
    }

    /// `PUT /simulator/agents/{id}`: answers the agent as it is then.
    func change(_ id: String, _ body: ByteBuffer) throws(Refusal) -> SimulatedReply {
        let order = try ControlOrder(parsing: body.readableBytesView)
        let now = clock.now()
        return .json(
            try tenant.ask { tenant throws(Refusal) in try tenant.carryOut(order, on: id, now: now) }
        )
    }
}
