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
    private static let known: [HTTPRequest.Method] = [.get, .put, .post, .delete, .patch, .head, .options]

    init(metrics: HTTPMetrics) {
        router.add(middleware: HTTPMetricsMiddleware(metrics: metrics))
        router.add(middleware: ProblemMiddleware())
    }

    mutating func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        router.on(RouterPath(path), method: method, use: handler)
        methods[path, default: []].insert(method.rawValue)
    }

    /// The finished responder.
    func responder() -> some HTTPResponder<EdgeContext> {
        for (path, allowed) in methods {
            let allow = allowed.sorted().joined(separator: ", ")
            for method in Self.known where !allowed.contains(method.rawValue) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Problem(status: 405, code: "method_not_allowed", detail: "this path takes \(allow)", allow: allow)
                }
            }
        }
        return router.buildResponder()
    }
}
