import HTTPTypes
import Hummingbird
import NIOCore
import Notation

/// Answers as the listeners give them.
enum ProblemAnswer {
    static let contentType = "application/problem+json"

    static func response(_ problem: Problem) -> Response {
        var response = json(problem.json.encoded(), status: problem.status, contentType: contentType)
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if let allow = problem.allow { response.headers[.allow] = allow }
        if problem.status == 401, let name = HTTPField.Name("WWW-Authenticate") { response.headers[name] = "Bearer" }
        return response
    }

    static func json(_ bytes: [UInt8], status: Int, contentType: String = "application/json") -> Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}

/// Turns every error into a problem body.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return ProblemAnswer.response(problem)
        } catch let error as HTTPError where error.status == .notFound {
            return ProblemAnswer.response(Problem(status: 404, code: "not_found", detail: "there is nothing at this path"))
        } catch let error as HTTPError where error.status == .contentTooLarge {
            let problem = Problem(status: 413, code: "too_large", detail: "the body is too large")
            var response = ProblemAnswer.response(problem)
            response.headers[.connection] = "close"
            return response
        }
    }
}
