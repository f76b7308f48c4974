import Reconciliation

/// The pages of one read of an agent's state history, put together.
struct ACDHistoryCollection: Sendable {
    enum Step: Sendable, Equatable {
        case read(skip: Int)
        case done
    }

    private struct Key: Hashable {
        let start: Instant
        let stateID: Int
        let index: Int?
    }

    /// How far the end of the newest record may lie before the time of the question for the state to be going on.
    static let openSlack: Duration = .seconds(5)

    private let pageSize: Int
    private let pageLimit: Int
    private var pages = 0
    private var skip = 0
    /// Records that no earlier page had.
    private var seen = 0
    private var records: [Key: ACDHistoryPage.Record] = [:]

    init(pageSize: Int, pageLimit: Int) {
        self.pageSize = pageSize
        self.pageLimit = pageLimit
    }

    /// The number of the page that is being read.
    var pageNumber: Int { pages + 1 }

    mutating func add(_ page: ACDHistoryPage) throws(CXoneFault) -> Step {
        pages += 1
        var news = 0
        var onThisPage: Set<Key> = []
        for record in page.records {
            let key = Key(start: record.start, stateID: record.stateID, index: record.index)
            if records[key] == nil { onThisPage.insert(key) }
            if onThisPage.contains(key) { news += 1 }
            // The same record on two pages is one; of two lengths the longer was written later.
            if let known = records[key]?.duration, known > record.duration ?? known { continue }
            records[key] = record
        }
        seen += news
        // Without totals and links a page that is not full is the last.
        let goesOn = page.hasNext || (page.totalRecords.map { seen < $0 } ?? (page.records.count >= pageSize))
        guard goesOn else { return .done }
        guard !page.records.isEmpty else {
            // The end, unless somebody said that there is more.
            if page.totalRecords.map({ seen >= $0 }) ?? !page.hasNext { return .done }
            let total = page.totalRecords.map { " of \($0)" } ?? ""
            throw .historyIncomplete(detail: "page \(pages) is empty, and only \(seen)\(total) records have come")
        }
        guard news > 0 else {
            throw .historyIncomplete(detail: "page \(pages) brings only records that came before, and there are to be more")
        }
        guard pages < pageLimit else { throw .historyIncomplete(detail: "more than \(pageLimit) pages") }
        let next = page.nextSkip ?? skip + page.records.count
        guard next > skip else {
            throw .historyIncomplete(detail: "page \(pages) names a next page that was seen before: the pages go in a circle")
        }
        guard next <= skip + page.records.count else {
            throw .historyIncomplete(detail: "page \(pages) names a next page that leaves records out")
        }
        skip = next
        return .read(skip: next)
    }

    /// All records, oldest first.
    ///
    /// The interface gives lengths and no ends. The newest record is going on if its length is not said, is nothing, or
    /// reaches the time of the question, by our clock or by that of the answer, which wrote the length; one that ended before
    /// is one behind which the history lags.
    ///
    /// - Parameters:
    ///   - end: up to when was asked.
    ///   - now: when was asked.
    func segments(until end: Instant, now: Instant, _ states: ACDStateTable, _ names: ACDCodeNames) -> [HistorySegment] {
        let sorted = records.values.sorted { left, right in
            if left.start != right.start { return left.start < right.start }
            return (left.index ?? 0, left.stateID) < (right.index ?? 0, right.stateID)
        }
        return sorted.indices.map { place in
            let record = sorted[place]
            let meaning = ACDAgentState.meaning(
                record.stateID,
                isAfterCallWork: record.isAfterCallWork == true,
                code: record.code,
                states,
                names
            )
            let stated = record.duration.flatMap { $0 > .zero ? record.start + $0 : nil }
            let segmentEnd: Instant? =
                if place < sorted.indices.upperBound - 1 {
                    record.duration.map { record.start + $0 } ?? sorted[place + 1].start
                } else if end < now - Self.openSlack {
                    // What came after the span was not asked for: the state lasted to its end at least.
                    stated ?? end
                } else if let stated, stated < min(now, record.toldAt ?? now) - Self.openSlack {
                    stated
                } else {
                    nil
                }
            return HistorySegment(
                start: record.start,
                end: segmentEnd,
                stateID: record.stateID,
                label: meaning.label,
                status: meaning.live,
                onContact: states.onContact(record.stateID),
                inWrapUp: record.isAfterCallWork.map { $0 ? .yes : .no } ?? (record.stateID == ACDStateTable.unavailable ? .unknown : .no)
            )
        }
    }
}
