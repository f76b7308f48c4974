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
        if let challenge = problem.challenge { response.headers[.wwwAuthenticate] = challenge }
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
        } catch let error as EdgeRefusal {
            // The edge has answered already; this says only why the body ended early.
            throw error
        } catch {
            // Nothing that is expected ends here; what does is still answered in the one shape that clients know.
            return ProblemAnswer.response(Problem(status: 500, code: "internal", detail: "the bridge could not answer this request"))
        }
    }
}
