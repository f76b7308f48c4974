import Reconciliation

/// The pages of one read of the history, put together: what comes next, and the records once all have come.
struct HistoryCollection: Sendable {
    enum Step: Sendable, Equatable {
        case read(pageToken: String)
        case done
    }

    private struct Key: Hashable {
        let start: Instant
        let stateID: Int
    }

    private let pageLimit: Int
    private var seen: Set<String> = []
    private var pages = 0
    private var records: [Key: HistoryPage.Record] = [:]

    init(pageLimit: Int) {
        self.pageLimit = pageLimit
    }

    /// The number of the page that is being read.
    var pageNumber: Int { pages + 1 }

    mutating func add(_ page: HistoryPage) throws(CXoneFault) -> Step {
        pages += 1
        for record in page.records {
            let key = Key(start: record.start, stateID: record.stateID)
            // The same record on two pages is one. Open on the one and ended on the other, it ended while it was read.
            if let known = records[key], known.end != nil, record.end == nil { continue }
            records[key] = record
        }
        guard let next = page.next else { return .done }
        guard seen.insert(next).inserted else {
            throw .historyIncomplete(detail: "page \(pages) names a page token that was seen before: the pages go in a circle")
        }
        guard pages < pageLimit else { throw .historyIncomplete(detail: "more than \(pageLimit) pages") }
        return .read(pageToken: next)
    }

    /// All records, oldest first.
    func segments(_ states: StateTable) -> [HistorySegment] {
        records.values
            .sorted { left, right in
                if left.start != right.start { return left.start < right.start }
                switch (left.end, right.end) {
                case (let one?, let other?) where one != other: return one < other
                case (_?, nil): return true
                case (nil, _?): return false
                default: return left.stateID < right.stateID
                }
            }
            .map { record in
                let state = states.state(id: record.stateID)
                return HistorySegment(
                    start: record.start,
                    end: record.end,
                    stateID: record.stateID,
                    label: state.label,
                    status: state.live
                )
            }
    }
}
