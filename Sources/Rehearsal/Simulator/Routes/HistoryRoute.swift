import HTTPTypes
import Hummingbird
import NIOCore
import Notation

extension PublicRoutes {
    /// `GET /reporting/v2/agents/states/history`.
    func history(_ arrived: Arrived) throws(Refusal) -> SimulatedReply {
        let now = clock.now()
        let asked = question(arrived)
        let (question, agent, after, startedAt) = try tenant.ask { tenant throws(Refusal) in
            let (question, agent, after) = try tenant.history(for: asked, authorization: arrived.authorization, now: now)
            return (question, agent, after, tenant.startedAt)
        }
        let marks = agent.history(seed: configuration.seed, startedAt: startedAt).map { $0.shifted(by: arrived.twist.skew) }
        let cut = { (size: Int) in HistoryPage(of: marks, from: question.from, until: question.until, after: after, size: size) }
        let whole = cut(configuration.pageSize)
        let page = arrived.twist.halvesPages ? cut(max(1, whole.records.count / 2)) : whole
        // A page that names itself: the token that led here, or where none did the one that leads to the beginning.
        let next = arrived.twist.repeatsTokens ? after ?? PageToken(after: question.from - 1) : page.next
        let token = next.map { $0.text(question: question, seed: configuration.seed) }
        var reply = SimulatedReply.json(bytes: page.body(configuration.pages, token: token, zone: question.zone).utf8)
        if let token, configuration.pages == .array || configuration.pages == .header {
            reply.headers[Self.tokenHeader] = token
        }
        return reply
    }

    private func question(_ arrived: Arrived) -> Result<HistoryQuery, Refusal> {
        do throws(Refusal) {
            return .success(try HistoryQuery(parameters: try arrived.parameters(), zone: zones.rules))
        } catch {
            return .failure(error)
        }
    }

    /// A header named like the member that it stands for. Underscores are allowed in header names (RFC 9110, section 5.6.2).
    private static let tokenHeader = HTTPField.Name("next_page_token") ?? .location
}
