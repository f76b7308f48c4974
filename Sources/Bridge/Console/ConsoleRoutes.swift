import Foundation
import HTTPTypes
import Hummingbird
import Metrics
import NIOCore
import Notation
import Reconciliation
import Telemetry

/// The paths of the operators' listener.
enum ConsoleRoutes {
    /// - Parameters:
    ///   - authenticate: who a bearer token belongs to.
    ///   - readiness: whether store and journal can record, and what else is worth knowing.
    static func responder(
        _ console: Console,
        authenticate: @escaping @Sendable (String) -> Operator?,
        registry: MetricsRegistry,
        readiness: @escaping @Sendable () async -> Readiness,
        limits: EdgeLimits
    ) -> some HTTPResponder<EdgeContext> {
        var routes = ListenerRoutes(metrics: HTTPMetrics(.operators, in: registry))
        routes.on(.get, "/healthz") { _, _ in
            ProblemAnswer.json(Array(#"{"status":"ok"}"#.utf8), status: 200)
        }
        routes.on(.get, "/readyz") { _, _ in
            let readiness = await readiness()
            return ProblemAnswer.json(readiness.json.encoded(), status: readiness.isReady ? 200 : 503)
        }
        routes.on(.get, "/metrics") { _, _ in
            ProblemAnswer.json(Array(registry.prometheusText().utf8), status: 200, contentType: PrometheusText.contentType)
        }
        routes.on(.get, "/v1/agents/{id}") { request, context in
            let person = try Self.person(request, .viewer, authenticate)
            let answer = try await console.agent(Self.userID(context), tenant: Self.tenant(request), by: person)
            return ProblemAnswer.json(answer.encoded(), status: 200)
        }
        routes.on(.put, "/v1/agents/{id}/status") { request, context in
            let person = try Self.person(request, .operator, authenticate)
            let body = try await Self.body(request, limits)
            let result = try await console.setStatus(Self.userID(context), body, tenant: Self.tenant(request), by: person)
            return ProblemAnswer.json(result.json.encoded(), status: result.httpStatus)
        }
        routes.on(.get, "/v1/status-changes/{id}") { request, context in
            _ = try Self.person(request, .viewer, authenticate)
            let answer = try await console.change(context.parameters.get("id") ?? "")
            return ProblemAnswer.json(answer.encoded(), status: 200)
        }
        OrderRoutes.add(
            to: &routes,
            console,
            person: { try person($0, .viewer, authenticate) },
            body: { try await body($0, limits) }
        )
        return routes.responder()
    }

    /// Who asks, if they may.
    private static func person(
        _ request: Request,
        _ needed: Operator.Role,
        _ authenticate: (String) -> Operator?
    ) throws(Problem) -> Operator {
        let values = request.headers[values: .authorization]
        guard values.count == 1, let value = values.first, value.lowercased().hasPrefix("bearer "),
            let person = authenticate(String(value.dropFirst(7)))
        else {
            let detail = "this path needs an operators' token as Authorization: Bearer; the first one is in the file operator-token"
            throw Problem(status: 401, code: "token_required", detail: detail)
        }
        guard needed == .viewer || person.role == .operator else {
            throw Problem(status: 403, code: "operator_required", detail: "the token of \(person.name) may only look")
        }
        return person
    }

    private static func userID(_ context: EdgeContext) -> String {
        let text = context.parameters.get("id") ?? ""
        return text.removingPercentEncoding ?? text
    }

    private static func tenant(_ request: Request) -> String? {
        request.uri.queryParameters["tenant"].map(String.init)
    }

    private static func body(_ request: Request, _ limits: EdgeLimits) async throws -> JSONValue {
        guard MediaType.isJSON(request.headers[.contentType]) else {
            throw Problem(status: 415, code: "unsupported_media_type", detail: "the body must be application/json")
        }
        let bytes = try await request.body.collect(upTo: limits.body)
        do {
            return try JSONValue(parsing: bytes.readableBytesView)
        } catch {
            throw Problem(status: 400, code: "malformed", detail: "the body is not acceptable JSON: \(error)")
        }
    }
}

/// Whether the bridge can do its work; intake must go on when CXone is away, so CXone is told but does not count.
struct Readiness: Sendable {
    var store: String?
    var journal: String?
    var cxone: JSONValue

    var isReady: Bool { store == nil && journal == nil }

    var json: JSONValue {
        [
            "status": .string(isReady ? "ready" : "not_ready"),
            "store": .string(store ?? "ok"),
            "journal": .string(journal ?? "ok"),
            "cxone": cxone,
        ]
    }
}
