import NIOHTTP1
import Notation
import Reconciliation

/// One page of the state history, in every shape that it can have.
struct HistoryPage: Sendable, Equatable {
    struct Record: Sendable, Equatable {
        let start: Instant
        let end: Instant?
        let stateID: Int
    }

    let records: [Record]
    /// The token of the next page; nil on the last.
    let next: String?

    private static let tokenName = "next_page_token"

    /// - Parameter number: the page's number, from 1, for messages.
    init(_ answer: Answer, number: Int) throws(CXoneFault) {
        let body: JSONValue
        do {
            body = try JSONValue(parsing: answer.bytes)
        } catch {
            throw .historyIncomplete(detail: "page \(number): \(answer.line("\(error)"))")
        }
        guard let items = body.array ?? body["records"]?.array ?? body["data"]?.array else {
            throw .historyIncomplete(detail: "page \(number) holds no list of records, neither under records nor under data nor by itself")
        }
        var records: [Record] = []
        records.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            records.append(try Self.record(item, place: "record \(index + 1) of page \(number)"))
        }
        self.records = records
        let inBody = try Self.token(body[Self.tokenName], page: number)
        let inPagination = try Self.token(body["pagination"]?[Self.tokenName], page: number)
        next = inBody ?? inPagination ?? Self.token(in: answer.headers)
    }

    private static func record(_ item: JSONValue, place: String) throws(CXoneFault) -> Record {
        guard item.object != nil else { throw .historyIncomplete(detail: "\(place) is no object") }
        guard let stateID = item["state_id"].flatMap({ $0.int ?? $0.string.flatMap { Int64($0) } }).flatMap({ Int(exactly: $0) }) else {
            throw .historyIncomplete(detail: "\(place) has no state_id that is a whole number")
        }
        let named = "\(place) (state_id \(stateID))"
        guard let start = try time("start_time", of: item, record: named) else {
            throw .historyIncomplete(detail: "\(named) has no start_time")
        }
        let end = try time("end_time", of: item, record: named)
        if let end, end < start { throw .historyIncomplete(detail: "\(named) ends before it starts") }
        return Record(start: start, end: end, stateID: stateID)
    }

    private static func time(_ name: String, of item: JSONValue, record: String) throws(CXoneFault) -> Instant? {
        guard let value = item[name], !value.isNull else { return nil }
        guard let text = value.string else { throw .historyIncomplete(detail: "\(record): \(name) is no text") }
        guard let time = TimeText.parse(text) else {
            throw .historyIncomplete(
                detail: "\(record): \(name) “\(PlainText.line(text, limit: 60))” is no ISO 8601 time with an offset"
            )
        }
        return time
    }

    private static func token(_ value: JSONValue?, page: Int) throws(CXoneFault) -> String? {
        switch value {
        case nil, .null: return nil
        case .string(let text): return text.isEmpty ? nil : text
        case .number(let number): return number.text
        default: throw .historyIncomplete(detail: "page \(page): \(tokenName) is no text")
        }
    }

    /// The header of that name; some proxies allow no underscores and make hyphens of them.
    private static func token(in headers: HTTPHeaders) -> String? {
        let text = headers.first(name: tokenName) ?? headers.first(name: "next-page-token")
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
