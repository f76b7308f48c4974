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
            switch route {
            case .platform: throw Refusal(404, "There is nothing at this path.")
            case .agents: return agents()
            case .agent(let id): return try agent(id)
            case .changeAgent(let id): return try change(id, body)
            case .faults: return faults()
            case .replaceFaults: return try replaceFaults(body)
            case .calls: return try calls(exchange.target.query)
            case .clearCalls: return clearCalls()
            }
        } catch {
            return Response(error)
        }
    }
}
