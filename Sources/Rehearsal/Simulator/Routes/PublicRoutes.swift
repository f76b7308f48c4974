import HTTPTypes
import Hummingbird
import NIOCore
import Notation

/// The public calls: what surrounds each (limit, faults, latency, log); the calls themselves stand in the files beside this one.
struct PublicRoutes: Sendable {
    let tenant: SharedTenant
    let clock: WallClock
    let configuration: SimulatorConfiguration
    let zones = TimeZoneShelf()

    /// A call as it arrived.
    struct Arrived: Sendable {
        let call: SimulatedCall
        /// From the path: a user, an agent or a team.
        let id: String?
        let path: Substring
        let query: Substring?
        let headers: HTTPFields
        let body: ByteBuffer
        /// Where the client found the simulator, without a path.
        let origin: String
        var twist = Twist()

        var authorization: String? { headers[.authorization] }

        func parameters() throws(Refusal) -> Parameters {
            do throws(Parameters.Fault) {
                return try Parameters(parsing: query ?? "", plusIsSpace: false)
            } catch {
                throw Refusal(400, error.message)
            }
        }
    }

    private static let bodyLimit = 1 << 20

    /// - Returns: nil where a fault lets the call end without an answer
    func answer(_ call: SimulatedCall, id: String?, in exchange: Exchange) async throws -> Response? {
        guard let body = try await exchange.body(upTo: Self.bodyLimit) else {
            return Response(Refusal(413, "The body is longer than \(Self.bodyLimit) bytes."), dialect: call.dialect)
        }
        let target = exchange.target
        var arrived = Arrived(
            call: call,
            id: id,
            path: target.path,
            query: target.query,
            headers: exchange.request.headers,
            body: body,
            origin: "http://\(exchange.request.head.authority ?? "127.0.0.1")"
        )
        let line = RequestLine(
            method: exchange.request.method.rawValue,
            path: String(target.path),
            query: target.query.map { String($0) },
            userID: userID(of: arrived)
        )
        let now = clock.now()
        let (number, verdict) = tenant.ask {
            $0.arrive(call, line, authorization: arrived.authorization, body: body.readableBytesView, now: now)
        }
        defer { tenant.ask { [now = clock.now()] in $0.calls.note(endAt: now, of: number) } }
        switch verdict {
        case .refuse(let refusal):
            tenant.ask { $0.calls.note(refusal, of: number) }
            return Response(dated(SimulatedReply(refusal, dialect: call.dialect), Twist()))
        case .hang:
            await exchange.hang()
            return nil
        case .reset:
            await exchange.reset()
            return nil
        case .serve(let twist):
            arrived.twist = twist
            let (reply, effect) = await serve(arrived)
            let isAnswered = twist.ending != .hang
            tenant.ask { $0.calls.note(answer: isAnswered ? reply.status.code : nil, effect: effect, of: number) }
            if twist.delay > 0 { try? await clock.sleep(for: .microseconds(twist.delay)) }
            return try await send(dated(reply, twist), twist.ending, in: exchange)
        }
    }

    private func send(_ reply: SimulatedReply, _ ending: Twist.Ending, in exchange: Exchange) async throws -> Response? {
        switch ending {
        case .whole: return Response(reply)
        case .malformed: return Response(reply.malformed)
        case .half: return reply.half(in: exchange)
        case .hang:
            await exchange.hang()
            return nil
        }
    }

    private func dated(_ reply: SimulatedReply, _ twist: Twist) -> SimulatedReply {
        var reply = reply
        reply.headers[.date] = HTTPDate.format(clock.now() + twist.skew)
        return reply
    }

    private func serve(_ arrived: Arrived) async -> (reply: SimulatedReply, effect: StateEffect) {
        do throws(Refusal) {
            switch arrived.call.dialect {
            case .platform: return try await servePlatform(arrived)
            case .acd: return try await serveACD(arrived)
            }
        } catch {
            return (SimulatedReply(error, dialect: arrived.call.dialect), .none)
        }
    }

    func lens(_ arrived: Arrived) -> Lens {
        Lens(arrived.twist, at: clock.now())
    }

    /// The time that every call takes. A listener that stops cuts it short; what was asked is done all the same.
    func wait() async {
        guard configuration.latency > .zero else { return }
        try? await clock.sleep(for: configuration.latency)
    }

    /// For the log and for faults that look for a user; the call itself says what is wrong with its query.
    private func userID(of arrived: Arrived) -> String? {
        switch arrived.call {
        case .history:
            guard let query = arrived.query, let parameters = try? Parameters(parsing: query, plusIsSpace: false) else { return nil }
            return parameters["user_id"]
        case .setState, .agentState, .stateHistory, .agent, .logout:
            guard let id = arrived.id else { return nil }
            return tenant.ask { tenant in tenant.place(ofACDID: id).map { tenant.agents[$0].id } }
        case .scheduleExport: return try? ScheduleQuery(parsing: arrived.body.readableBytesView).userID
        case .unavailableCodes: return nil
        default: return arrived.id
        }
    }
}
