import Foundation
import HTTPTypes
import Hummingbird
import Notation
import Reconciliation
import Store

/// The paths of the operators' listener that are one order each.
enum OrderRoutes {
    typealias Read = @Sendable (Request, EdgeContext) async throws -> ConsoleOrder

    static func add(
        to routes: inout ListenerRoutes,
        _ console: Console,
        person: @escaping @Sendable (Request) throws -> Operator,
        body: @escaping @Sendable (Request) async throws -> JSONValue
    ) {
        func on(_ method: HTTPRequest.Method, _ path: String, _ order: @escaping Read) {
            routes.on(method, path) { request, context in
                let person = try person(request)
                let answer = try await console.perform(try await order(request, context), by: person)
                return ProblemAnswer.json(answer.encoded(), status: 200)
            }
        }
        on(.get, "/v1/agents") { request, _ in
            .agents(tenant: query(request, "tenant"), after: query(request, "after"), limit: try number(request, "limit", standard: 200))
        }
        on(.get, "/v1/agents/{id}/why") { request, context in .why(userID: id(context), tenant: query(request, "tenant")) }
        on(.get, "/v1/status-changes") { request, _ in
            guard let userID = query(request, "userId") else {
                throw Problem(status: 422, code: "missing_field", detail: "userId is required, as ?userId=…")
            }
            return .changes(userID: userID, reference: query(request, "reference"), tenant: query(request, "tenant"))
        }
        on(.post, "/v1/status-changes/{id}/cancel") { _, context in .cancel(ChangeID(id(context))) }
        on(.get, "/v1/holds") { request, _ in
            .holds(
                all: query(request, "all") == "true",
                after: query(request, "after").map { HoldID($0) },
                limit: try number(request, "limit", standard: Console.longestPage)
            )
        }
        on(.post, "/v1/holds/{id}/release") { _, context in .release(HoldID(id(context))) }
        on(.get, "/v1/plan") { request, _ in .plan(tenant: query(request, "tenant"), limit: try number(request, "limit", standard: 200)) }
        on(.post, "/v1/pause") { _, _ in .pause }
        on(.post, "/v1/resume") { _, _ in .resume }
        on(.put, "/v1/shadow") { request, _ in
            let body = try await body(request)
            let isOn = body["shadow"] ?? .null
            guard isOn.isNull || isOn.bool != nil else {
                throw Problem(status: 422, code: "wrong_type", detail: "shadow is true, false, or null to leave it to the policy")
            }
            return .shadow(try ShadowScope(body), isOn.bool)
        }
    }

    private static func id(_ context: EdgeContext) -> String {
        let text = context.parameters.get("id") ?? ""
        return text.removingPercentEncoding ?? text
    }

    private static func query(_ request: Request, _ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].map(String.init)
    }

    private static func number(_ request: Request, _ name: String, standard: Int) throws -> Int {
        guard let text = query(request, name) else { return standard }
        guard let number = Int(text) else {
            throw Problem(status: 422, code: "wrong_type", detail: "\(name) is a whole number")
        }
        return number
    }
}
