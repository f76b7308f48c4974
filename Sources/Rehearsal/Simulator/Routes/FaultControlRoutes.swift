import Hummingbird
import NIOCore
import Notation

extension ControlRoutes {
    /// `GET /simulator/faults`: those still in force, `times` as many as are left.
    func faults() -> SimulatedReply {
        .json(.array(tenant.ask { $0.faults.list }.map(\.json)))
    }

    /// `PUT /simulator/faults`: replaces the list.
    func replaceFaults(_ body: ByteBuffer) throws(Refusal) -> SimulatedReply {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body.readableBytesView)
        } catch {
            throw Refusal(400, "The body is not JSON: \(error)")
        }
        guard let items = value.array else { throw Refusal(400, "The body must be an array of faults.") }
        var list: [SimulatedFault] = []
        for (place, item) in items.enumerated() {
            list.append(try SimulatedFault(parsing: item, at: JSONPointer.root.appending(place)))
        }
        tenant.ask { $0.faults.replace(with: list) }
        return faults()
    }
}
