import Journal
import Notation
import Reconciliation
import Store

/// Puts the steps of the bridge into words for the journal: one kind of step, one function.
struct Scribe: Sendable {
    /// The name of this run of the process.
    let boot: String
    let mint: IDMinter

    private func content(
        _ type: JournalRecordType,
        at now: Instant,
        _ fill: (inout JournalRecord) -> Void
    ) -> JournalRow.Content {
        var record = JournalRecord(recordID: mint.record(), timestamp: now.microseconds, boot: boot, type: type)
        fill(&record)
        return JournalRow.Content(recordID: record.recordID, bytes: record.encoded())
    }

    private func content(
        _ type: JournalRecordType,
        of change: Change,
        at now: Instant,
        _ fill: (inout JournalRecord) -> Void
    ) -> JournalRow.Content {
        content(type, at: now) { record in
            record.action = JournalRecord.statusUpdate
            record.userID = change.agent.userID
            record.source = change.source.text
            record.requestID = change.requestID.text
            record.changeID = change.id.text
            record.compliance = ComplianceFlags(.notRun("the check runs when the change is due"))
            fill(&record)
        }
    }

    // MARK: Intake

    func accepted(_ change: Change) -> JournalRow.Content {
        content(.accepted, of: change, at: change.acceptedAt) { record in
            record.payload = change.wanted.json(with: change)
            record.success = true
            record.others = ["state": .string(change.state.rawValue)]
        }
    }

    func cancelRequested(_ change: Change, by request: RequestID, at now: Instant) -> JournalRow.Content {
        content(.accepted, of: change, at: now) { record in
            record.action = "status_update_cancel"
            record.requestID = request.text
            record.payload = ["changeRequestId": .string(change.requestID.text), "reference": .string(orNull: change.reference)]
            record.success = true
        }
    }

    func refusedItem(_ verdict: ItemVerdict, source: SourceName, request: RequestID, at now: Instant) -> JournalRow.Content {
        content(.refused, at: now) { record in
            record.action = JournalRecord.statusUpdate
            // An id that breaks the rules of ids is a stranger's text and stays out.
            record.userID = verdict.userID
            record.source = source.text
            record.requestID = request.text
            record.decision = ["code": .string(orNull: verdict.code), "errors": .array(verdict.faults.map(\.jsonWithoutDetail))]
            record.success = false
            record.compliance = ComplianceFlags(.notRun("the request was refused before"))
        }
    }

    func refusedRequest(_ problem: Problem, source: SourceName, request: RequestID, at now: Instant) -> JournalRow.Content {
        content(.refused, at: now) { record in
            record.action = "request"
            record.source = source.text
            record.requestID = request.text
            record.decision = ["code": .string(problem.code), "status": .int(problem.status)]
            record.success = false
        }
    }

    func unsigned(_ counts: JSONValue, at now: Instant) -> JournalRow.Content {
        content(.unsigned, at: now) { record in
            record.action = "verify"
            record.payload = counts
            record.success = false
        }
    }

    // MARK: Reconciliation

    func decided(_ change: Change, _ decision: Decision, reason: String, at now: Instant) -> JournalRow.Content {
        content(.decided, of: change, at: now) { record in
            record.decision = decision.json(reason)
            record.compliance = ComplianceFlags(decision.compliance)
        }
    }

    func intended(_ change: Change, _ intent: Intent, _ decision: Decision, at now: Instant) -> JournalRow.Content {
        content(.intended, of: change, at: now) { record in
            record.payload = intent.wanted.json
            record.decision = decision.json(decision.verdict.label)
            record.compliance = ComplianceFlags(decision.compliance)
            record.others = ["intentId": .string(intent.id.text), "previousStatus": .string(orNull: intent.previous?.label)]
        }
    }

    func applied(
        _ change: Change,
        _ evidence: Evidence,
        _ compliance: Compliance,
        took: Duration,
        at now: Instant
    ) -> JournalRow.Content {
        content(.applied, of: change, at: now) { record in
            record.payload = change.wanted.json
            record.success = true
            record.latencyMilliseconds = took.milliseconds
            record.compliance = ComplianceFlags(compliance)
            record.others = ["evidence": evidence.json]
        }
    }

    /// A write that CXone did not say yes to, or whose yes nothing shows.
    func answered(
        _ change: Change,
        _ answer: WriteAnswer,
        _ compliance: Compliance,
        took: Duration,
        at now: Instant
    ) -> JournalRow.Content {
        content(.applied, of: change, at: now) { record in
            record.compliance = ComplianceFlags(compliance)
            record.payload = change.wanted.json
            record.decision = ["code": .string(answer.label), "words": .string(answer.words)]
            // Nil: nobody knows.
            record.success = answer.isRefusal ? false : nil
            record.latencyMilliseconds = took.milliseconds
        }
    }

    func disproved(
        _ change: Change,
        _ intent: Intent,
        _ decision: Decision,
        code: String,
        at now: Instant
    ) -> JournalRow.Content {
        content(.observed, of: change, at: now) { record in
            record.decision = decision.json(code)
            record.success = false
            record.compliance = ComplianceFlags(decision.compliance)
            record.others = ["intentId": .string(intent.id.text)]
        }
    }

    func settled(
        _ change: Change,
        _ state: ChangeState,
        _ outcome: Outcome,
        _ evidence: Evidence,
        _ decision: Decision,
        _ compliance: Compliance,
        event: EventID?,
        latency: Duration,
        at now: Instant
    ) -> JournalRow.Content {
        content(.settled, of: change, at: now) { record in
            record.decision = decision.json(outcome.rawValue)
            record.success = true
            record.latencyMilliseconds = latency.milliseconds
            record.compliance = ComplianceFlags(compliance)
            record.others = [
                "state": .string(state.rawValue), "outcome": .string(outcome.rawValue), "code": .null, "evidence": evidence.json,
                "eventId": .string(orNull: event?.text),
            ]
        }
    }

    /// A read shows what so far only the write's own answer had shown.
    func seenAgain(_ write: ConfirmedWrite, _ agent: AgentID, _ evidence: Evidence) -> JournalRow.Content {
        content(.observed, at: evidence.observedAt) { record in
            record.action = JournalRecord.statusUpdate
            record.userID = agent.userID
            record.source = write.source.text
            record.changeID = write.change.text
            record.payload = write.wanted.json
            record.success = true
            record.compliance = ComplianceFlags(.notRun("the checks ran before the write and are in the record of it"))
            record.others = ["evidence": evidence.json, "upgrades": .string(write.grade.rawValue)]
        }
    }

    /// Something that no change of the bridge brought about.
    func noticed(_ notice: Notice, of agent: AgentID, at now: Instant) -> JournalRow.Content {
        content(.observed, at: now) { record in
            record.action = "status_observed"
            record.userID = agent.userID
            record.payload = ["status": .string(notice.status.label), "previousStatus": .string(notice.previousStatus)]
            record.decision = ["code": .string(notice.outcome.rawValue), "cause": .string(notice.cause.rawValue)]
            record.success = true
            record.others = ["evidence": notice.evidence.json]
        }
    }

    /// The time of a hold is over.
    func lapsed(_ hold: HoldInForce, of agent: AgentID, at now: Instant) -> JournalRow.Content {
        content(.decided, at: now) { record in
            record.action = "hold_lapsed"
            record.userID = agent.userID
            record.changeID = hold.change.text
            record.decision = ["code": .string(hold.reason.rawValue)]
            record.success = true
            record.compliance = ComplianceFlags(.notRun("nothing is checked to end a hold"))
        }
    }

    func settled(_ ending: Ending, event: EventID?, latency: Duration, at now: Instant) -> JournalRow.Content {
        content(.settled, of: ending.change, at: now) { record in
            record.decision = ending.decision?.json(ending.code ?? ending.outcome.rawValue) ?? ["code": .string(orNull: ending.code)]
            record.success = false
            record.latencyMilliseconds = latency.milliseconds
            record.compliance = ComplianceFlags(
                ending.decision?.compliance ?? .notRun("nothing is checked to end a change as \(ending.outcome.rawValue)")
            )
            record.others = [
                "state": .string(ending.state.rawValue), "outcome": .string(ending.outcome.rawValue),
                "code": .string(orNull: ending.code), "eventId": .string(orNull: event?.text),
            ]
        }
    }

    // MARK: Outbound

    func delivered(_ delivery: Delivery, took: Duration, at now: Instant) -> JournalRow.Content {
        content(.delivered, at: now) { record in
            record.action = delivery.type
            record.userID = delivery.agent.userID
            record.success = true
            record.latencyMilliseconds = took.milliseconds
            record.others = delivery.names()
        }
    }

    func dead(_ delivery: Delivery, error: String, attempted: Bool, at now: Instant) -> JournalRow.Content {
        content(.dead, at: now) { record in
            record.action = delivery.type
            record.userID = delivery.agent.userID
            record.decision = ["code": .string(error)]
            record.success = false
            record.others = delivery.names(attempted: attempted)
        }
    }

    // MARK: People and the process

    func operatorDid(
        _ action: String,
        by name: String,
        userID: String?,
        payload: JSONValue = .null,
        success: Bool = true,
        at now: Instant
    ) -> JournalRow.Content {
        content(.operator, at: now) { record in
            record.action = action
            record.userID = userID
            record.source = SourceName.operators.text
            record.payload = payload
            record.success = success
            record.others = ["operator": .string(name)]
        }
    }

    func process(_ type: JournalRecordType, _ action: String, _ others: JSONObject, at now: Instant) -> JournalRow.Content {
        content(type, at: now) { record in
            record.action = action
            record.success = true
            record.others = others
        }
    }
}
