package import Reconciliation

/// A source takes back changes of its own.
package struct Withdrawal: Sendable {
    package enum Target: Sendable, Hashable {
        case references([String])
        case agent(AgentID)
    }

    package var source: SourceName
    package var tenant: TenantName
    package var requestID: RequestID
    /// SHA-256 of the body as received.
    package var bodyDigest: [UInt8]
    package var at: Instant
    package var target: Target
    /// Composes the answer and the journal records, given the open changes that were found, in order of acceptance.
    ///
    /// Runs inside the transaction: it must be quick and do no I/O.
    package var conclude: @Sendable ([Change]) -> Conclusion

    package init(
        source: SourceName,
        tenant: TenantName,
        requestID: RequestID,
        bodyDigest: [UInt8],
        at: Instant,
        target: Target,
        conclude: @escaping @Sendable ([Change]) -> Conclusion
    ) {
        self.source = source
        self.tenant = tenant
        self.requestID = requestID
        self.bodyDigest = bodyDigest
        self.at = at
        self.target = target
        self.conclude = conclude
    }
}

package enum WithdrawalAnswer: Sendable {
    /// These are to be cancelled by their agents' next runs.
    case withdrawn([Change], StoredAnswer)
    /// The conclusion had no answer: nothing was found, the id is not used up.
    case nothing
    case duplicate(StoredAnswer)
    case idReused
}

/// The schedule that a request's changes are segments of: it replaces what the source planned for the agent in its span.
package struct SchedulePublication: Sendable, Hashable {
    package var agent: AgentID
    package var from: Instant
    package var to: Instant
    package var version: Int64?
    /// SHA-256 of what the segments say.
    package var contentDigest: [UInt8]
    /// The agent's shift in the span.
    package var shift: [ShiftSegment]

    package init(
        agent: AgentID,
        from: Instant,
        to: Instant,
        version: Int64?,
        contentDigest: [UInt8],
        shift: [ShiftSegment]
    ) {
        self.agent = agent
        self.from = from
        self.to = to
        self.version = version
        self.contentDigest = contentDigest
        self.shift = shift
    }
}
