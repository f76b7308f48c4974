import HTTPTypes
package import Hummingbird
package import NIOCore
import Telemetry

/// What a handler knows of a request besides the request itself.
package struct EdgeContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

/// The routes of a listener, with 405 for known paths and problem bodies for all that goes wrong.
struct ListenerRoutes {
    typealias Handler = @Sendable (Request, EdgeContext) async throws -> Response

    private let router = Router(context: EdgeContext.self)
    private var methods: [String: Set<String>] = [:]
    /// What the decoder knows besides CONNECT, which names no path; any other method is no HTTP to it.
    private static let known = [
        "GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH",
        "SEARCH", "UNLOCK", "BIND", "REBIND", "UNBIND", "ACL", "REPORT", "MKACTIVITY", "CHECKOUT", "MERGE", "M-SEARCH", "NOTIFY",
        "SUBSCRIBE", "UNSUBSCRIBE", "PURGE", "MKCALENDAR", "LINK", "UNLINK", "SOURCE", "QUERY",
    ]

    init(metrics: HTTPMetrics) {
        router.add(middleware: HTTPMetricsMiddleware(metrics: metrics))
        router.add(middleware: HeadMiddleware())
        router.add(middleware: ProblemMiddleware())
    }

    mutating func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        router.on(RouterPath(path), method: method, use: handler)
        methods[path, default: []].insert(method.rawValue)
        // Whoever can be asked with GET can be asked with HEAD (RFC 9110, section 9.1).
        if method == .get { on(.head, path, handler) }
    }

    /// The finished responder.
    func responder() -> some HTTPResponder<EdgeContext> {
        for (path, allowed) in methods {
            let allow = allowed.sorted().joined(separator: ", ")
            for name in Self.known where !allowed.contains(name) {
                guard let method = HTTPRequest.Method(name) else { continue }
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Problem(status: 405, code: "method_not_allowed", detail: "this path takes \(allow)", allow: allow)
                }
            }
        }
        return router.buildResponder()
    }
}

/// Takes the body off answers to HEAD: a client does not expect one and would take it for the next answer.
private struct HeadMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: EdgeContext,
        next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }
}
