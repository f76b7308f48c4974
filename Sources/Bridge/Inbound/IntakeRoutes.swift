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
            try await receive(request, context, for: source(context), intake, limits)
        }
        routes.on(.get, "/v1/sources/{source}/status-changes") { request, context in
            let answer = try await intake.ownChanges(
                of: source(context),
                userID: request.uri.queryParameters["userId"].map(String.init),
                reference: request.uri.queryParameters["reference"].map(String.init),
                peer: context.remoteAddress?.ipAddress,
                headers: { name in HTTPField.Name(name).map { request.headers[values: $0] } ?? [] }
            )
            return ProblemAnswer.json(answer, status: 200)
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

    /// The router compares paths as they were sent; a name may be written with percent signs (RFC 3986, section 2.1).
    private static func source(_ context: EdgeContext) -> SourceName {
        let text = context.parameters.get("source") ?? ""
        return SourceName(text.removingPercentEncoding ?? text)
    }

    private static func receive(
        _ request: Request,
        _ context: EdgeContext,
        for source: SourceName,
        _ intake: Intake,
        _ limits: EdgeLimits
    ) async throws -> Response {
        guard MediaType.isJSON(request.headers[.contentType]) else {
            throw Problem(status: 415, code: "unsupported_media_type", detail: "the body must be application/json, in UTF-8")
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
    /// `application/json` or anything that ends in `+json`, with whatever parameters but another charset than UTF-8 (RFC 8259,
    /// section 8.1); absent means JSON as well.
    static func isJSON(_ value: String?) -> Bool {
        guard let value else { return true }
        let parts = value.lowercased().filter { $0 != " " && $0 != "\t" && $0 != "\"" }.split(
            separator: ";",
            omittingEmptySubsequences: false
        )
        guard let type = parts.first, parts.allSatisfy({ !$0.hasPrefix("charset=") || $0 == "charset=utf-8" }) else { return false }
        return type == "application/json" || type.hasPrefix("application/") && type.hasSuffix("+json")
    }
}
