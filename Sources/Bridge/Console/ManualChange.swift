import LibCrypto
package import Notation
import Reconciliation
import ServiceLifecycle
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
        // People as well as sources: nothing is begun that is not recorded.
        if let problem = gate.problem { throw problem }
        let started = now()
        let tenant = try tenant(named: name)
        guard var object = body.object else {
            throw Problem(status: 400, code: "malformed", detail: "the body must be an object")
        }
        object["userId"] = .string(userID)
        let rules = IntakeRules(pauseReasons: policies.policy(of: tenant.name).pauseReasons, requiresEffectiveAt: false)
        let item = ChangeReader.read(.object(object), at: .root, rules: rules, now: started)
        switch item.outcome {
        case .failure(let refused):
            return ManualResult(code: refused.code, detail: refused.detail, latency: now() - started, httpStatus: 422)
        case .success(let draft):
            guard draft.effectiveAt <= started else {
                let words = "a change made by hand is made now; leave effectiveAt out"
                return ManualResult(code: ChangeFault.tooFarAhead.rawValue, detail: words, latency: now() - started, httpStatus: 422)
            }
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
        let first = await next(of: news, for: change, round: 1) { $0.state.isFinal || $0.state == .waiting || $0.state == .held }
        if let first, first.state.isFinal { return result(of: first, change, since: started) }
        let story = try await withdraw(change, by: person)
        if story.mayBeOnItsWay {
            // Only its end says what came of the write.
            if let last = await next(of: news, for: change, round: 2, where: { $0.state.isFinal }) {
                return last.state == .cancelled ? withdrawn(first, since: started) : result(of: last, change, since: started)
            }
            let words = "the write was sent and its outcome is not known yet; it will be looked up"
            return failure(WaitReason.outcomeUnknown.rawValue, words, since: started)
        }
        guard story.change.state.isFinal, story.change.state != .cancelled else { return withdrawn(first, since: started) }
        // It ended just before: its news is on its way or here already.
        let last = await next(of: news, for: change, round: 2) { $0.state.isFinal }
        return result(of: last ?? ChangeNews(state: story.change.state, code: story.code), change, since: started)
    }

    private func withdrawn(_ wait: ChangeNews?, since started: Instant) -> ManualResult {
        failure(wait?.code ?? "timeout", "\(wait?.detail ?? "nothing came of it in time"); the change was withdrawn", since: started)
    }

    private func result(of end: ChangeNews?, _ change: Change, since started: Instant) -> ManualResult {
        guard let end, end.state == .applied || end.state == .already, let reading = end.reading else {
            return failure(end?.code ?? "failed", end?.detail ?? "the change ended without a status", since: started)
        }
        return ManualResult(data: reading.json(of: change.agent.userID), latency: now() - started, httpStatus: 200)
    }

    private func failure(_ code: String, _ detail: String, since started: Instant) -> ManualResult {
        let status =
            switch code {
            case WaitReason.cxoneUnavailable.rawValue, WaitReason.budget.rawValue: 503
            case WaitReason.outcomeUnknown.rawValue, "timeout": 504
            default: code.hasPrefix("cxone_") ? 502 : 409
            }
        return ManualResult(code: code, detail: detail, latency: now() - started, httpStatus: status)
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
            throw .cannotRecord("\(error)")
        }
        recorded()
        accepted([change])
    }

    /// The first news that fits; nil when patience has run out.
    private func next(
        of news: AsyncStream<ChangeNews>,
        for change: Change,
        round: Int,
        where fits: (ChangeNews) -> Bool
    ) async -> ChangeNews? {
        // Told like news, because cancelling a wait for the stream would end the stream. No real news is of state due.
        let outOfPatience = ChangeNews(state: .due, code: "\(round)")
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [clock, patience, watch] in
                try? await clock.sleep(for: patience)
                if !Task.isCancelled { watch.tell(change.id, outOfPatience) }
            }
            group.addTask { [lastPatience, watch] in
                // A bridge that stops is not kept waiting: what waits is withdrawn, what is on its way to CXone gets a little time.
                try? await gracefulShutdown()
                if round > 1 { try? await Task.sleep(for: lastPatience) }
                if !Task.isCancelled { watch.tell(change.id, outOfPatience) }
            }
            defer { group.cancelAll() }
            for await item in news where fits(item) || item == outOfPatience {
                return item == outOfPatience ? nil : item
            }
            return nil
        }
    }

    /// Withdraws a change that has to wait: what is reported as not done must not happen later.
    ///
    /// - Returns: the change as it is then. Unless a write may be on its way, none will be made: an intent is not recorded
    ///   for a change whose withdrawal is on disk.
    private func withdraw(_ change: Change, by person: Operator) async throws(Problem) -> ChangeStory {
        let record = scribe.operatorDid(
            "status_update_withdrawn",
            by: person.name,
            userID: change.agent.userID,
            payload: ["changeId": .string(change.id.text)],
            at: now()
        )
        do throws(StoreFault) {
            // False if it is final already: then its story says so.
            _ = try await store.requestCancellation(of: change.id, at: now(), records: [record])
            recorded()
            wake(change.agent)
            guard let story = try await store.change(change.id) else { throw StoreFault.moved("the change is gone") }
            return story
        } catch {
            throw .cannotRecord("\(error)")
        }
    }
}

extension ChangeStory {
    /// Whether CXone may have been asked, with an outcome that is not known.
    fileprivate var mayBeOnItsWay: Bool {
        change.state == .applying || change.state == .waiting && change.lastWait == .outcomeUnknown
    }
}
