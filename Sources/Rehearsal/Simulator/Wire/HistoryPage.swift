import Notation

/// One page of an agent's history: the records whose start lies in the span asked for, oldest first.
///
/// By start and not by overlap: only so can an agent's history of some hours be empty, as the interface says it can be.
struct HistoryPage: Sendable, Hashable {
    struct Record: Sendable, Hashable {
        let start: UnixMicroseconds
        /// nil is the current state.
        let end: UnixMicroseconds?
        let state: StateID
    }

    let records: [Record]
    let next: PageToken?

    /// - Parameters:
    ///   - marks: the whole history, starts strictly rising
    ///   - after: where the page before ended
    init(of marks: [HistoryMark], from: UnixMicroseconds, until: UnixMicroseconds, after: PageToken?, size: Int) {
        let lower = after.map { max(from, $0.after + 1) } ?? from
        let first = marks.partitioningIndex { $0.start >= lower }
        let end = max(first, marks.partitioningIndex { $0.start >= until })
        let last = min(end, first + size)
        records = (first..<last).map { place in
            Record(start: marks[place].start, end: place + 1 < marks.count ? marks[place + 1].start : nil, state: marks[place].state)
        }
        next = last < end ? records.last.map { PageToken(after: $0.start) } : nil
    }

    /// The body in a shape. Times and numbers need no escaping, so it is written straight down.
    func body(_ shape: HistoryPageShape, token: String?, zone: TimeZoneRules?) -> String {
        var text = ""
        text.reserveCapacity(100 + records.count * 100)
        switch shape {
        case .records, .header, .pagination: text += #"{"records":"#
        case .data: text += #"{"data":"#
        case .array: break
        }
        text += "["
        for (place, record) in records.enumerated() {
            text += place == 0 ? #"{"start_time":""# : #",{"start_time":""#
            text += Self.write(record.start, in: zone)
            if let end = record.end {
                text += #"","end_time":""#
                text += Self.write(end, in: zone)
                text += #"","state_id":"#
            } else {
                text += #"","end_time":null,"state_id":"#
            }
            text += String(record.state.rawValue)
            text += "}"
        }
        text += "]"
        let tokenText = token.map { "\"\($0)\"" } ?? "null"
        switch shape {
        case .records, .data: text += #","next_page_token":\#(tokenText)}"#
        case .pagination: text += #","pagination":{"next_page_token":\#(tokenText)}}"#
        case .header: text += "}"
        case .array: break
        }
        return text
    }

    private static func write(_ time: UnixMicroseconds, in zone: TimeZoneRules?) -> String {
        zone.map { RFC3339.format(time, in: $0, fractionDigits: 3) } ?? RFC3339.format(time)
    }
}

extension [HistoryMark] {
    /// The first place from which on all elements fit; they must be sorted so.
    fileprivate func partitioningIndex(where fits: (HistoryMark) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if fits(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
