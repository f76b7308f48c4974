import HTTPTypes
import Hummingbird
import NIOCore
import Notation

/// The public calls: what surrounds each (limit, faults, latency, log); the calls themselves stand in the files beside this one.
struct PlatformRoutes: Sendable {
    let tenant: SharedTenant
    let clock: WallClock
    let configuration: SimulatorConfiguration
    let zones = TimeZoneShelf()

    /// A call as it arrived.
    struct Arrived: Sendable {
        let call: SimulatedCall
        let userID: String?
        let query: Substring?
        let headers: HTTPFields
        let body: ByteBuffer

        var authorization: String? { headers[.authorization] }
    }

    private static let bodyLimit = 1 << 20

    /// - Returns: nil where a fault lets the call end without an answer
    func answer(_ call: SimulatedCall, userID: String?, in exchange: Exchange) async throws -> Response? {
        guard let body = try await exchange.body(upTo: Self.bodyLimit) else {
            return Response(Refusal(413, "The body is longer than \(Self.bodyLimit) bytes."))
        }
        let target = exchange.target
        let arrived = Arrived(
            call: call,
            userID: userID ?? (call == .history ? Self.userID(in: target.query) : nil),
            query: target.query,
            headers: exchange.request.headers,
            body: body
        )
        let line = RequestLine(
            method: exchange.request.method.rawValue,
            path: String(target.path),
            query: target.query.map { String($0) },
            userID: arrived.userID
        )
        let now = clock.now()
        let (number, verdict) = tenant.ask { $0.arrive(call, line, body: body.readableBytesView, now: now) }
        switch verdict {
        case .refuse(let refusal):
            tenant.ask { $0.calls.note(answer: refusal.status, applied: false, of: number) }
            return Response(refusal)
        case .hang:
            await exchange.hang()
            return nil
        case .reset:
            await exchange.reset()
            return nil
        case .serve, .serveThenHang:
            let (response, applied) = await serve(arrived)
            let isAnswered = verdict == .serve
            tenant.ask { $0.calls.note(answer: isAnswered ? response.status.code : nil, applied: applied, of: number) }
            guard isAnswered else {
                await exchange.hang()
                return nil
            }
            return response
        }
    }

    private func serve(_ arrived: Arrived) async -> (response: Response, applied: Bool) {
        do throws(Refusal) {
            switch arrived.call {
            case .token:
                await wait()
                return (try token(arrived), false)
            case .user:
                await wait()
                return (try user(arrived), false)
            case .status:
                await wait()
                return (try status(arrived), false)
            case .history:
                await wait()
                return (try history(arrived), false)
            case .putStatus:
                return (try await putStatus(arrived), true)
            }
        } catch {
            return (Response(error), false)
        }
    }

    /// The time that every call takes. A listener that stops cuts it short; what was asked is done all the same.
    func wait() async {
        guard configuration.latency > .zero else { return }
        try? await clock.sleep(for: configuration.latency)
    }

    /// For the log and for faults that look for a user; the call itself says what is wrong with its query.
    private static func userID(in query: Substring?) -> String? {
        guard let query, let parameters = try? Parameters(parsing: query, plusIsSpace: false) else { return nil }
        return parameters["user_id"]
    }
}
