import Hummingbird
import NIOCore
import Notation

extension ControlRoutes {
    /// `GET /simulator/key`: what the access key's user may do, in the dialect `acd`.
    func key() -> SimulatedReply {
        let rights = tenant.ask { $0.keyRights }
        return .json(["rights": .array(KeyRight.allCases.filter(rights.contains).map { .string($0.rawValue) })])
    }

    /// `PUT /simulator/key` `{rights: […]}`: counts for tokens already issued, too.
    func replaceKey(_ body: ByteBuffer) throws(Refusal) -> SimulatedReply {
        let rights: Set<KeyRight> = try Self.rights("rights", in: body)
        tenant.ask { $0.keyRights = rights }
        return key()
    }

    /// `GET /simulator/scopes`: what the application may do, in the dialect `platform`.
    func scopes() -> SimulatedReply {
        let scopes = tenant.ask { $0.tokens.granted }
        return .json(["scopes": .array(Scope.allCases.filter(scopes.contains).map { .string($0.rawValue) })])
    }

    /// `PUT /simulator/scopes` `{scopes: […]}`: no new token carries more, and calls with those already issued are refused.
    func replaceScopes(_ body: ByteBuffer) throws(Refusal) -> SimulatedReply {
        let scopes: Set<Scope> = try Self.rights("scopes", in: body)
        tenant.ask { $0.tokens.granted = scopes }
        return self.scopes()
    }

    private static func rights<Right>(_ name: String, in body: ByteBuffer) throws(Refusal) -> Set<Right>
    where Right: RawRepresentable<String> & CaseIterable & Hashable {
        let rights = try ControlBody.read(body) { fields in
            var rights: Set<Right> = []
            for (place, value) in try fields.requireArray(name).enumerated() {
                let pointer = fields.pointer(to: name).appending(place)
                rights.insert(try SimulatedFault.named(value.string ?? "", in: Array(Right.allCases), at: pointer))
            }
            return rights
        }
        guard let rights else { throw Refusal(400, "The body must be an object with \(name).") }
        return rights
    }
}
