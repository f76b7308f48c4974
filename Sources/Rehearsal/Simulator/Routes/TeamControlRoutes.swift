import NIOCore
import Notation

extension ControlRoutes {
    /// `GET /simulator/teams/{id}`: a team and its unavailable codes.
    func team(_ id: String) throws(Refusal) -> SimulatedReply {
        .json(try tenant.ask { tenant throws(Refusal) in try tenant.overview(ofTeam: id) })
    }

    /// `PUT /simulator/teams/{id}` `{renew: [name…]}`: an administrator deletes these codes and makes them anew.
    func changeTeam(_ id: String, _ body: ByteBuffer) throws(Refusal) -> SimulatedReply {
        let names = try ControlBody.read(body) { fields in
            try fields.requireArray("renew").enumerated().map { place, value in
                guard let name = value.string else { throw Refusal(400, "/renew/\(place): must be the name of a code.") }
                return name
            }
        }
        guard let names else { throw Refusal(400, "The body must be an object with renew.") }
        return .json(try tenant.ask { tenant throws(Refusal) in try tenant.renew(names, ofTeam: id) })
    }
}
