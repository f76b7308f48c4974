import HTTPTypes
import Hummingbird
import NIOCore
import Notation

extension ControlRoutes {
    private static let shownCalls = 300
    private static let shownAgents = 1_000

    /// `GET /simulator`: what it was asked and what the agents do, for people to look at. It loads itself again.
    func page() -> SimulatedReply {
        let now = clock.now()
        let (calls, agents, limit, chaos) = tenant.ask { tenant in
            (tenant.calls.newest(Self.shownCalls), tenant.overview(now: now), tenant.limit?.rule, tenant.chaos?.order)
        }
        let page = SimulatorPage(
            now: now,
            calls: calls,
            agents: Array(agents.prefix(Self.shownAgents)),
            total: agents.count,
            limit: limit,
            chaos: chaos
        )
        var reply = SimulatedReply(status: .ok)
        reply.headers[.contentType] = "text/html; charset=utf-8"
        reply.headers[.cacheControl] = "no-store"
        reply.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
        reply.body = ByteBuffer(string: page.html)
        return reply
    }
}
