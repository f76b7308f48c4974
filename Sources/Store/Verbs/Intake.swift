package import Reconciliation

/// One verified request on its way into the store.
package struct Submission: Sendable {
    package var source: SourceName
    package var requestID: RequestID
    /// SHA-256 of the body as received.
    package var bodyDigest: [UInt8]
    package var at: Instant
    /// The request's items in their order.
    package var items: [Item]
    /// The schedule that the items are segments of.
    package var schedule: SchedulePublication?
    /// Composes the answer and the journal records once it is known what became of each item.
    ///
    /// Runs inside the transaction: it must be quick and do no I/O.
    package var conclude: @Sendable ([ItemResult]) -> Conclusion

    package enum Item: Sendable {
        /// A valid change; its `acceptance` is given by the store, its state is `scheduled` or `due`.
        case change(Change)
        /// An item refused before the store saw it; passed through so that results keep their places.
        case refused
    }

    package init(
        source: SourceName,
        requestID: RequestID,
        bodyDigest: [UInt8],
        at: Instant,
        items: [Item],
        schedule: SchedulePublication? = nil,
        conclude: @escaping @Sendable ([ItemResult]) -> Conclusion
    ) {
        self.source = source
        self.requestID = requestID
        self.bodyDigest = bodyDigest
        self.at = at
        self.items = items
        self.schedule = schedule
        self.conclude = conclude
    }
}

/// What became of one item.
package enum ItemResult: Sendable, Hashable {
    case accepted
    /// An equal version with the same content is there already.
    case existing(ChangeID, ChangeState)
    /// An equal version with other content is there already.
    case versionConflict(with: ChangeID)
    /// A higher version is there already.
    case staleVersion(behind: ChangeID)
    /// The schedule that the item is a segment of is older than one that is there already.
    case staleSchedule(behind: Int64)
    /// A schedule of the same version and with other content is there already.
    case scheduleConflict(with: Int64)
    case refused
}

package struct Conclusion: Sendable {
    /// The answer to store and give; nil if nothing was acceptable: then the id is not used up.
    package var answer: StoredAnswer?
    /// Journal records; stored in any case.
    package var records: [JournalRow.Content]

    package init(answer: StoredAnswer?, records: [JournalRow.Content]) {
        self.answer = answer
        self.records = records
    }
}

/// An answer as it was first given: opaque to the store.
package struct StoredAnswer: Sendable, Hashable {
    package var bytes: [UInt8]
    package init(bytes: [UInt8]) { self.bytes = bytes }
}

package enum Acceptance: Sendable {
    case accepted([ItemResult], StoredAnswer)
    case nothingAcceptable([ItemResult])
    /// The same id with the same body was accepted before.
    case duplicate(StoredAnswer)
    /// The same id with another body was accepted before.
    case idReused
}
