import LibCrypto
package import Notation
import Reconciliation
import Store

/// What came of one change made by hand: `{success, data, latencyMs}`, with an `error` where it failed.
package struct ManualResult: Sendable, Hashable {
    /// The confirmed status as CXone gave it; nil if it failed.
    package var data: JSONValue?
    package var code: String?
    package var detail: String?
    package var latency: Duration
    /// The status of the answer over HTTP.
    package var httpStatus: Int

    package init(
        data: JSONValue? = nil,
        code: String? = nil,
        detail: String? = nil,
        latency: Duration,
        httpStatus: Int
    ) {
        self.data = data
        self.code = code
        self.detail = detail
        self.latency = latency
        self.httpStatus = httpStatus
    }

    package var success: Bool { data != nil }

    package var json: JSONValue {
        var object: JSONObject = ["success": .bool(success), "data": data ?? .null]
        if !success { object["error"] = ["code": .string(orNull: code), "detail": .string(orNull: detail)] }
        object["latencyMs"] = .milliseconds(latency)
        return .object(object)
    }
}

extension Console {
    /// Makes one change through the same checks as a webhook, and waits for what comes of it.
    ///
    /// A change that would have to wait is withdrawn: what is reported as not done does not happen later.
    ///
    /// - Parameter body: the fields of a status change; `userId` is taken from the path.
    func setStatus(_ userID: String, _ body: JSONValue, tenant name: String?, by person: Operator) async throws(Problem) -> ManualResult {
        let started = now()
        let tenant = try tenant(named: name)
        guard var object = body.object else {
            throw Problem(status: 400, code: "malformed", detail: "the body must be an object")
        }
        object["userId"] = .string(userID)
        let rules = IntakeRules(pauseReasons: tenant.policy.pauseReasons, requiresEffectiveAt: false)
        let item = ChangeReader.read(.object(object), at: .root, rules: rules, now: started)
        switch item.outcome {
        case .failure(let refused):
            return ManualResult(code: refused.code, detail: refused.detail, latency: now() - started, httpStatus: 422)
        case .success(let draft):
            let change = Change(
                id: mint.change(),
                agent: AgentID(tenant: tenant.name, userID: userID),
                source: .operators,
                requestID: mint.request(),
                wanted: draft.wanted,
                effectiveAt: started,
                expiresAt: started + IntakeRules.standardGrace(for: draft.wanted.status),
                acceptedAt: started,
                state: .due
            )
            return try await carryOut(change, by: person, since: started)
        }
    }

    private func carryOut(_ change: Change, by person: Operator, since started: Instant) async throws(Problem) -> ManualResult {
        let news = watch.watch(change.id)
        defer { watch.unwatch(change.id) }
        try await submit(change, by: person)
        let ended = await firstEnd(of: news)
        let latency = now() - started
        if let ended, ended.state.isFinal {
            guard ended.state == .applied || ended.state == .already, let reading = ended.reading else {
                return ManualResult(code: ended.code, detail: ended.detail, latency: latency, httpStatus: 409)
            }
            return ManualResult(data: reading.json(of: change.agent.userID), latency: latency, httpStatus: 200)
        }
        return try await withdraw(change, waitingFor: ended, news, by: person, since: started)
    }

    private func submit(_ change: Change, by person: Operator) async throws(Problem) {
        let payload = change.wanted.json(with: change)
        let records = [
            scribe.operatorDid("status_update", by: person.name, userID: change.agent.userID, payload: payload, at: change.acceptedAt),
            scribe.accepted(change),
        ]
        do {
            let submission = Submission(
                source: .operators,
                requestID: change.requestID,
                bodyDigest: try SHA256.hash(payload.encoded()).bytes,
                at: change.acceptedAt,
                items: [.change(change)]
            ) { _ in
                Conclusion(answer: StoredAnswer(bytes: []), records: records)
            }
            _ = try await store.accept(submission)
        } catch {
            throw .cannotRecord("the store cannot record: \(error)")
        }
        recorded()
        accepted([change])
    }

    /// The first news that says more than "in hand"; nil when patience has run out.
    private func firstEnd(of news: AsyncStream<ChangeNews>) async -> ChangeNews? {
        await withTaskGroup(of: ChangeNews?.self) { group in
            group.addTask {
                for await item in news where item.state.isFinal || item.state == .waiting || item.state == .held { return item }
                return nil
            }
            group.addTask { [clock, patience] in
                try? await clock.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Withdraws a change that has to wait, and waits until that is settled.
    private func withdraw(
        _ change: Change,
        waitingFor wait: ChangeNews?,
        _ news: AsyncStream<ChangeNews>,
        by person: Operator,
        since started: Instant
    ) async throws(Problem) -> ManualResult {
        let record = scribe.operatorDid(
            "status_update_withdrawn",
            by: person.name,
            userID: change.agent.userID,
            payload: ["changeId": .string(change.id.text)],
            at: now()
        )
        do throws(StoreFault) {
            _ = try await store.requestCancellation(of: change.id, at: now(), records: [record])
        } catch {
            throw .cannotRecord("the store cannot record: \(error)")
        }
        recorded()
        wake(change.agent)
        let code = wait?.code ?? "timeout"
        let detail = wait?.detail ?? "nothing came of it in time"
        if code == WaitReason.outcomeUnknown.rawValue {
            let words = "the write was sent and its outcome is not known yet; it will be looked up (\(detail))"
            return ManualResult(code: code, detail: words, latency: now() - started, httpStatus: 504)
        }
        let words = "\(detail); the change was withdrawn"
        return ManualResult(code: code, detail: words, latency: now() - started, httpStatus: 409)
    }
}
