import GRDB
import Reconciliation

extension Wanted {
    static let columns = "status, pause_reason, wrap_up_code, force_availability, respect_wrap_up"

    init(_ fields: inout Fields) throws {
        self.init(
            status: try fields.word(),
            pauseReason: try fields.textOrNil(),
            wrapUpCode: try fields.textOrNil(),
            forceAvailability: try fields.flag(),
            respectWrapUp: try fields.flag()
        )
    }

    var arguments: StatementArguments {
        [status.rawValue, pauseReason, wrapUpCode, forceAvailability ? 1 : 0, respectWrapUp ? 1 : 0]
    }
}

extension Change {
    /// What `init(_:)` reads, from `changes` as c and `agents` as a.
    static let columns = """
        c.id, a.tenant, a.user_id, c.source, c.source_rank, c.team, c.request_id, c.reference, c.version, \
        c.status, c.pause_reason, c.wrap_up_code, c.force_availability, c.respect_wrap_up, \
        c.effective_at, c.expires_at, c.ends_at, c.accepted_at, c.acceptance, c.state, c.replaced_by, \
        c.cancel_requested_at, c.last_wait, c.ineffective_writes
        """

    init(_ fields: inout Fields) throws {
        self.init(
            id: try fields.name(),
            agent: try fields.agent(),
            source: try fields.name(),
            sourceRank: Int(try fields.int()),
            team: try fields.textOrNil(),
            requestID: try fields.name(),
            reference: try fields.textOrNil(),
            version: try fields.intOrNil(),
            wanted: try Wanted(&fields),
            effectiveAt: try fields.instant(),
            expiresAt: try fields.instant(),
            endsAt: try fields.instantOrNil(),
            acceptedAt: try fields.instant(),
            acceptance: try fields.int(),
            state: try fields.word(),
            replacedBy: try fields.nameOrNil(),
            cancelRequestedAt: try fields.instantOrNil(),
            lastWait: try fields.wordOrNil(),
            ineffectiveWrites: Int(try fields.int())
        )
    }
}
