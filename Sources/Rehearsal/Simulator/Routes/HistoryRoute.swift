import HTTPTypes
import Hummingbird
import NIOCore
import Notation

extension PlatformRoutes {
    /// `GET /reporting/v2/agents/states/history`.
    func history(_ arrived: Arrived) throws(Refusal) -> Response {
        let now = clock.now()
        let asked = question(arrived.query)
        let (question, agent, after, startedAt) = try tenant.ask { tenant throws(Refusal) in
            let (question, agent, after) = try tenant.history(for: asked, authorization: arrived.authorization, now: now)
            return (question, agent, after, tenant.startedAt)
        }
        let page = HistoryPage(
            of: agent.history(seed: configuration.seed, startedAt: startedAt),
            from: question.from,
            until: question.until,
            after: after,
            size: configuration.pageSize
        )
        let token = page.next.map { $0.text(question: question, seed: configuration.seed) }
        var response = Response.json(bytes: page.body(configuration.pages, token: token, zone: question.zone).utf8)
        if let token, configuration.pages == .array || configuration.pages == .header {
            response.headers[Self.tokenHeader] = token
        }
        return response
    }

    private func question(_ query: Substring?) -> Result<HistoryQuery, Refusal> {
        do throws(Parameters.Fault) {
            let parameters = try Parameters(parsing: query ?? "", plusIsSpace: false)
            do throws(Refusal) {
                return .success(try HistoryQuery(parameters: parameters, zone: zones.rules))
            } catch {
                return .failure(error)
            }
        } catch {
            return .failure(Refusal(400, error.message))
        }
    }

    /// A header named like the member that it stands for. Underscores are allowed in header names (RFC 9110, section 5.6.2).
    private static let tokenHeader = HTTPField.Name("next_page_token") ?? .location
}
