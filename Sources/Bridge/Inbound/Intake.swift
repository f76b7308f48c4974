import CoreMetrics
import LibCrypto
import Notation
package import Reconciliation
import Store
import Telemetry
import WebhookSignature

/// Takes in the status changes of all sources: verify, read, store, answer.
package struct Intake: Sendable {
    /// An answer to an accepted or repeated request.
    package struct Reply: Sendable, Hashable {
        package var status: Int
        package var body: [UInt8]
    }

    let sources: Current<[SourceName: Source]>
    let store: any Store
    let scribe: Scribe
    let mint: IDMinter
    let clock: WallClock
    let metrics: IntakeMetrics
    let unsigned: UnsignedTally
    /// Whether store and journal can record at present.
    let gate: RecordingGate
    /// Called after every commit that may hold records.
    let recorded: @Sendable () -> Void
    /// Called once changes are on disk.
    let accepted: @Sendable ([Change]) -> Void
    /// Called once open changes of these agents are to be cancelled.
    let withdrawn: @Sendable (Set<AgentID>) -> Void

    /// The source that the short form of the path means; nil unless exactly one is configured.
    package var onlySource: SourceName? {
        let sources = sources.value
        return sources.count == 1 ? sources.keys.first : nil
    }

    /// Takes in one request.
    ///
    /// - Parameters:
    ///   - source: the name in the path.
    ///   - headers: all values of a header by its lower-case name.
    ///   - body: the raw bytes.
    ///   - peer: the sender's address, for counting what nobody signed.
    /// - Returns: 202 once everything is on disk, or 200 for a repeated request.
    package func receive(
        _ body: [UInt8],
        for source: SourceName,
        peer: String?,
        headers: (String) -> [String]
    ) async throws(Problem) -> Reply {
        let started = clock.now()
        let (known, message) = try verify(body, for: source, peer: peer, at: started, headers: headers)
        let request = Request(source: known, id: RequestID(message.id), at: Instant(microseconds: started))
        do throws(Problem) {
            if let problem = gate.problem { throw problem }
            let reply = try await accept(body, request)
            metrics.acceptTime.recordMicroseconds(clock.now() - started)
            return reply
        } catch {
            metrics.requestsRefused.increment(RequestRefusal(status: error.status))
            throw error
        }
    }

    /// Whose message it is; the body is looked at by nobody before.
    func verify(
        _ body: [UInt8],
        for source: SourceName,
        peer: String?,
        at now: UnixMicroseconds,
        headers: (String) -> [String]
    ) throws(Problem) -> (Source, VerifiedMessage) {
        let known = sources.value[source]
        let message: VerifiedMessage
        do {
            message = try StandardWebhooks.verify(
                headers: headers,
                body: body,
                keys: known?.keys ?? KeyRing(),
                now: Double(now) / 1_000_000,
                tolerance: known?.tolerance ?? 300
            )
        } catch {
            metrics.unsigned.increment(error)
            unsigned.count(source: known?.name, fault: error, peer: peer)
            throw Problem(status: 401, code: error.code, detail: error.detail)
        }
        guard let known else { throw Problem(status: 401, code: "no_matching_signature", detail: "no key fits") }
        return (known, message)
    }

    /// A request whose signature was verified.
    struct Request {
        var source: Source
        var id: RequestID
        var at: Instant
    }

    /// Takes in what a verified request asks for.
    func accept(_ body: [UInt8], _ request: Request) async throws(Problem) -> Reply {
        let digest: [UInt8]
        do throws(LibCryptoFault) {
            digest = try SHA256.hash(body).bytes
        } catch {
            throw .cannotRecord("the digest of the body could not be made: \(error)")
        }
        let incoming: IncomingBody
        do throws(Problem) {
            incoming = try IncomingBody(bytes: body, rules: request.source.rules, now: request.at)
        } catch {
            // It was signed, so it is recorded; the id is not used up.
            let record = scribe.refusedRequest(error, source: request.source.name, request: request.id, at: request.at)
            try await store.keep([record], at: request.at)
            recorded()
            throw error
        }
        switch incoming {
        case .changes(let requested):
            let plan = AcceptancePlan(requested, request.source, request.id, mint: mint, scribe: scribe, at: request.at)
            let acceptance = try await plan.carryOut(in: store, digest: digest)
            return try await answer(acceptance, plan, request)
        case .withdrawal(let body):
            let plan = WithdrawalPlan(body, request.source, request.id, scribe: scribe, at: request.at)
            return try await answer(try await plan.carryOut(in: store, digest: digest), plan, request)
        }
    }

    private func answer(_ answer: WithdrawalAnswer, _ plan: WithdrawalPlan, _ request: Request) async throws(Problem) -> Reply {
        switch answer {
        case .withdrawn(let changes, let answer):
            recorded()
            withdrawn(Set(changes.map(\.agent)))
            return Reply(status: 202, body: answer.bytes)
        case .nothing:
            recorded()
            throw plan.nothingFound
        case .duplicate(let answer):
            metrics.duplicates.increment()
            return Reply(status: 200, body: AcceptancePlan.marked(answer))
        case .idReused:
            throw try await idReused(request)
        }
    }

    private func answer(_ acceptance: Acceptance, _ plan: AcceptancePlan, _ request: Request) async throws(Problem) -> Reply {
        switch acceptance {
        case .accepted(let results, let answer):
            metrics.count(plan, results)
            recorded()
            accepted(plan.fresh(results))
            // What a schedule took back is settled by its agent's next run.
            if let agent = plan.publishedFor { withdrawn([agent]) }
            return Reply(status: 202, body: answer.bytes)
        case .duplicate(let answer):
            metrics.duplicates.increment()
            return Reply(status: 200, body: AcceptancePlan.marked(answer))
        case .idReused:
            throw try await idReused(request)
        case .nothingAcceptable(let results):
            metrics.count(plan, results)
            recorded()
            throw plan.problem(results)
        }
    }
}

extension Intake {
    /// The 409, recorded.
    private func idReused(_ request: Request) async throws(Problem) -> Problem {
        let problem = Problem(
            status: 409,
            code: "id_reused",
            detail: "this webhook-id came before with another body; a new message needs an id of its own"
        )
        let record = scribe.refusedRequest(problem, source: request.source.name, request: request.id, at: request.at)
        try await store.keep([record], at: request.at)
        recorded()
        return problem
    }
}

extension Problem {
    /// Nothing is accepted that is not recorded.
    static func cannotRecord(_ detail: String) -> Problem {
        Problem(status: 503, code: "cannot_record", detail: detail, retryAfter: 5)
    }
}

extension Store {
    /// Stores records of something that is answered with an error anyway.
    func keep(_ records: [JournalRow.Content], at now: Instant) async throws(Problem) {
        do throws(StoreFault) {
            try await record(records, at: now)
        } catch {
            throw .cannotRecord("\(error)")
        }
    }
}
