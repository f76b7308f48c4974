import Foundation
import HTTPTypes
import Hummingbird
import Metrics
import NIOCore
import Reconciliation

/// The paths of the intake listener.
enum IntakeRoutes {
    static func responder(_ intake: Intake, limits: EdgeLimits, metrics: any MetricsFactory) -> some HTTPResponder<EdgeContext> {
        var routes = ListenerRoutes(metrics: HTTPMetrics(.intake, in: metrics))
        routes.on(.post, "/v1/sources/{source}/status-changes") { request, context in
            // The router compares paths as they were sent; a name may be written with percent signs (RFC 3986, section 2.1).
            let text = context.parameters.get("source") ?? ""
            let name = SourceName(text.removingPercentEncoding ?? text)
            return try await receive(request, context, for: name, intake, limits)
        }
        routes.on(.post, "/v1/status-changes") { request, context in
            guard let name = intake.onlySource else {
                let detail = "several sources are configured: post to /v1/sources/{source}/status-changes"
                throw Problem(status: 404, code: "not_found", detail: detail)
            }
            return try await receive(request, context, for: name, intake, limits)
        }
        routes.on(.get, "/healthz") { _, _ in
            ProblemAnswer.json(Array(#"{"status":"ok"}"#.utf8), status: 200)
        }
        return routes.responder()
    }

    private static func receive(
        _ request: Request,
        _ context: EdgeContext,
        for source: SourceName,
        _ intake: Intake,
        _ limits: EdgeLimits
    ) async throws -> Response {
        guard MediaType.isJSON(request.headers[.contentType]) else {
            throw Problem(status: 415, code: "unsupported_media_type", detail: "the body must be application/json")
        }
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(status: 415, code: "unsupported_media_type", detail: "the body must not be compressed")
        }
        let body = try await request.body.collect(upTo: limits.body)
        let reply = try await intake.receive(Array(body.readableBytesView), for: source, peer: context.remoteAddress?.ipAddress) { name in
            HTTPField.Name(name).map { request.headers[values: $0] } ?? []
        }
        return ProblemAnswer.json(reply.body, status: reply.status)
    }
}

/// The header `Content-Type`.
enum MediaType {
    /// `application/json`, with whatever parameters, or anything that ends in `+json`; absent means JSON as well.
    static func isJSON(_ value: String?) -> Bool {
        guard let value else { return true }
        let end = value.firstIndex(of: ";") ?? value.endIndex
        let type = value[..<end].lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json" || type.hasPrefix("application/") && type.hasSuffix("+json")
    }
}
