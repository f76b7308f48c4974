import LibCrypto
import Notation
import Reconciliation
import Store

/// One readable request on its way into the store: its changes, and how the answer and the records are made of the results.
struct AcceptancePlan: Sendable {
    let requested: RequestBody
    let source: SourceName
    let id: RequestID
    let at: Instant
    /// The change of each acceptable item, nil for the others; same order as the items.
    let changes: [Change?]
    private let scribe: Scribe
    private let tenant: TenantName

    init(_ requested: RequestBody, _ source: Source, _ id: RequestID, mint: IDMinter, scribe: Scribe, at: Instant) {
        self.requested = requested
        self.source = source.name
        self.id = id
        self.at = at
        self.scribe = scribe
        tenant = source.tenant
        changes = requested.items.map { item in
            guard case .success(let draft) = item.outcome else { return nil }
            return Change(
                id: mint.change(),
                agent: AgentID(tenant: source.tenant, userID: draft.userID),
                source: source.name,
                sourceRank: source.rank,
                team: source.team,
                requestID: id,
                reference: draft.reference,
                version: draft.version,
                wanted: draft.wanted,
                effectiveAt: draft.effectiveAt,
                expiresAt: draft.expiresAt,
                endsAt: draft.endsAt,
                acceptedAt: at,
                state: draft.effectiveAt > at ? .scheduled : .due
            )
        }
    }

    func carryOut(in store: any Store, digest: [UInt8]) async throws(Problem) -> Acceptance {
        // Composed out here, because inside the transaction all others wait for it; there the rare other outcome is.
        let expected = changes.map { $0 == nil ? ItemResult.refused : .accepted }
        let prepared = conclude(expected)
        let submission = Submission(
            source: source,
            requestID: id,
            bodyDigest: digest,
            at: at,
            items: changes.map { change in change.map { .change($0) } ?? .refused },
            schedule: try requested.schedule.map { (span) throws(Problem) in try publication(span) },
            conclude: { results in results == expected ? prepared : conclude(results) }
        )
        do throws(StoreFault) {
            return try await store.accept(submission)
        } catch {
            throw .cannotRecord("\(error)")
        }
    }

    /// What the schedule says as a whole. The segments that are not Offline are the agent's shift, those that are over included.
    private func publication(_ span: PublishedSpan) throws(Problem) -> SchedulePublication {
        do throws(LibCryptoFault) {
            return SchedulePublication(
                agent: AgentID(tenant: tenant, userID: span.userID),
                from: span.from,
                to: span.to,
                version: span.version,
                contentDigest: try SHA256.hash(span.content).bytes,
                shift: requested.items.compactMap(\.shift)
            )
        } catch {
            throw .cannotRecord("the digest of the schedule could not be made: \(error)")
        }
    }

    /// The agent whose schedule this is.
    var publishedFor: AgentID? {
        requested.schedule.map { AgentID(tenant: tenant, userID: $0.userID) }
    }

    /// The changes that are new in the store.
    func fresh(_ results: [ItemResult]) -> [Change] {
        zip(changes, results).compactMap { change, result in result == .accepted ? change : nil }
    }

    /// Why an item was refused before the store saw it.
    func fault(at index: Int) -> ChangeFault? {
        guard case .failure(let refused) = requested.items[index].outcome else { return nil }
        return ChangeFault(rawValue: refused.code)
    }

    // MARK: Answers

    private func conclude(_ results: [ItemResult]) -> Conclusion {
        let verdicts = verdicts(results)
        var records: [JournalRow.Content] = []
        for (index, result) in results.enumerated() {
            switch result {
            case .accepted:
                if let change = changes[index] { records.append(scribe.accepted(change)) }
            case .existing:
                break
            case .refused, .versionConflict, .staleVersion, .staleSchedule, .scheduleConflict:
                records.append(scribe.refusedItem(verdicts[index], source: source, request: id, at: at))
            }
        }
        // An empty schedule is acceptable as a whole: it says that nothing is planned.
        guard verdicts.contains(where: { $0.changeID != nil }) || verdicts.isEmpty else { return Conclusion(answer: nil, records: records) }
        let answer: JSONValue = [
            "id": .string(id.text),
            "changes": .array(verdicts.map(\.json)),
            "warnings": .array(warnings.map(\.json)),
        ]
        return Conclusion(answer: StoredAnswer(bytes: answer.encoded()), records: records)
    }

    /// Warnings beyond this are counted, not listed: a body of nothing but unknown fields must not become an answer many times its size.
    private static let mostWarnings = 10_000

    private var warnings: [Problem.Fault] {
        let all = requested.warnings + requested.items.flatMap(\.warnings)
        guard all.count > Self.mostWarnings else { return all }
        let detail = "there are \(all.count - Self.mostWarnings) more warnings"
        return all.prefix(Self.mostWarnings) + [Problem.Fault(pointer: .root, code: "more_warnings", detail: detail)]
    }

    func verdicts(_ results: [ItemResult]) -> [ItemVerdict] {
        results.enumerated().map { index, result in
            ItemVerdict(requested.items[index], change: changes[index], result: result, at: pointer(to: index))
        }
    }

    private func pointer(to index: Int) -> JSONPointer {
        requested.kind.items.map { JSONPointer.root.appending($0).appending(index) } ?? .root
    }

    /// The 422 for a request in which nothing was acceptable.
    func problem(_ results: [ItemResult]) -> Problem {
        let verdicts = verdicts(results)
        let errors = verdicts.flatMap(\.faults)
        if verdicts.count == 1, let verdict = verdicts.first {
            return Problem(status: 422, code: verdict.code ?? "nothing_acceptable", detail: verdict.detail ?? "", errors: errors)
        }
        let detail = "none of the \(verdicts.count) \(requested.kind.items ?? "changes") is acceptable"
        return Problem(status: 422, code: "nothing_acceptable", detail: detail, errors: errors)
    }

    /// A stored answer, given again.
    static func marked(_ answer: StoredAnswer) -> [UInt8] {
        // The stored bytes are an object of our own making with at least one member.
        guard answer.bytes.first == UInt8(ascii: "{") else { return answer.bytes }
        return Array(#"{"duplicate":true,"#.utf8) + answer.bytes.dropFirst()
    }
}

/// What the answer says of one item.
struct ItemVerdict: Sendable, Hashable {
    var changeID: ChangeID?
    var userID: String?
    var reference: String?
    /// scheduled, due or refused.
    var state: ChangeState
    var code: String?
    var detail: String?
    var faults: [Problem.Fault] = []

    init(_ item: RequestedChange, change: Change?, result: ItemResult, at pointer: JSONPointer) {
        userID = item.userID
        reference = item.reference
        state = .refused
        switch result {
        case .accepted:
            changeID = change?.id
            state = change?.state ?? .due
        case .existing(let id, let existing):
            changeID = id
            state = existing == .scheduled ? .scheduled : .due
        case .versionConflict(let other):
            let words = "another change of this reference has the same version and other content (\(other))"
            refuse(.versionConflict, pointer.appending("version"), words)
        case .staleVersion(let other):
            refuse(.staleVersion, pointer.appending("version"), "a newer version of this reference is here already (\(other))")
        case .staleSchedule(let version):
            refuse(.staleVersion, .root.appending("version"), "version \(version) of a schedule for a part of this span is here already")
        case .scheduleConflict(let version):
            refuse(.versionConflict, .root.appending("version"), "version \(version) of this schedule is here already, with other content")
        case .refused:
            if case .failure(let refused) = item.outcome {
                code = refused.code
                detail = refused.detail
                faults = refused.faults
            }
        }
    }

    private mutating func refuse(_ fault: ChangeFault, _ pointer: JSONPointer, _ words: String) {
        code = fault.rawValue
        detail = words
        faults = [fault.fault(at: pointer, words)]
    }

    var json: JSONValue {
        var object: JSONObject = [
            "changeId": .string(orNull: changeID?.text),
            "userId": .string(orNull: userID),
            "reference": .string(orNull: reference),
            "state": .string(state.rawValue),
        ]
        if let code { object["code"] = .string(code) }
        if let detail { object["detail"] = .string(detail) }
        if !faults.isEmpty { object["errors"] = .array(faults.map(\.json)) }
        return .object(object)
    }
}
