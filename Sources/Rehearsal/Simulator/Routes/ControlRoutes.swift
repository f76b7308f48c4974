import HTTPTypes
import Hummingbird
import NIOCore
import Notation

/// What surrounds the control calls: only peers on this host, no bearer, no latency, no limit, no faults, no log.
struct ControlRoutes: Sendable {
    let tenant: SharedTenant
    let clock: WallClock

    private static let bodyLimit = 1 << 20

    func answer(_ route: SimulatorRoute, in exchange: Exchange) async throws -> Response {
        guard exchange.isFromLoopback else {
            return Response(Refusal(403, "The control interface answers to this host only."))
        }
        guard let body = try await exchange.body(upTo: Self.bodyLimit) else {
            return Response(Refusal(413, "The body is longer than \(Self.bodyLimit) bytes."))
        }
        do throws(Refusal) {
            return Response(try reply(to: route, body, query: exchange.target.query))
        } catch {
            return Response(error)
        }
    }

    private func reply(to route: SimulatorRoute, _ body: ByteBuffer, query: Substring?) throws(Refusal) -> SimulatedReply {
        switch route {
        case .open: throw Refusal(404, "There is nothing at this path.")
        case .agents: return agents()
        case .agent(let id): return try agent(id)
        case .changeAgent(let id): return try change(id, body)
        case .faults: return faults()
        case .replaceFaults: return try replaceFaults(body)
        case .calls: return try calls(query)
        case .clearCalls: return clearCalls()
        case .page: return page()
        case .limits: return limits()
        case .replaceLimits: return try replaceLimits(body)
        case .chaos: return chaos()
        case .replaceChaos: return try replaceChaos(body)
        case .key: return key()
        case .replaceKey: return try replaceKey(body)
        case .scopes: return scopes()
        case .replaceScopes: return try replaceScopes(body)
        case .team(let id): return try team(id)
        case .changeTeam(let id): return try changeTeam(id, body)
        }
    }
}
