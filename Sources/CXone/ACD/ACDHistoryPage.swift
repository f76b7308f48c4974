import Foundation
import NIOHTTP1
import Notation
import Reconciliation

/// One page of an agent's state history: `agentStateHistory[]`, by itself or under `entries`.
struct ACDHistoryPage: Sendable, Equatable {
    struct Record: Sendable, Equatable {
        let index: Int?
        let start: Instant
        /// Nil: not said, as for a state that is still going on.
        let duration: Duration?
        let stateID: Int
        let code: String?
        /// Nil: not said.
        let isAfterCallWork: Bool?
        /// When it was so, by the clock of whoever says it.
        let toldAt: Instant?
    }

    let records: [Record]
    let totalRecords: Int?
    /// `_links.next`, if there is one.
    let hasNext: Bool
    /// Where that link says the next page starts.
    let nextSkip: Int?

    /// - Parameter number: the page's number, from 1, for messages.
    init(_ answer: Answer, number: Int, now: Instant) throws(CXoneFault) {
        let body: JSONValue?
        do throws(CXoneFault) {
            body = try ACDFields.body(of: answer, call: .history)
        } catch {
            throw .historyIncomplete(detail: "page \(number): \(error)")
        }
        guard let body else {
            (records, totalRecords, hasNext, nextSkip) = ([], nil, false, nil)
            return
        }
        guard let fields = ACDFields(body) else { throw .historyIncomplete(detail: "page \(number) is no object") }
        guard let items = fields.list("agentStateHistory") ?? fields.fields("agentStateHistory")?.list("entries") else {
            throw .historyIncomplete(detail: "page \(number) has no list agentStateHistory")
        }
        let toldAt = answer.headers.first(name: "Date").flatMap { HTTPDate.parse($0, now: now) }
        var records: [Record] = []
        records.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            records.append(try Self.record(item, place: "record \(index + 1) of page \(number)", toldAt: toldAt))
        }
        self.records = records
        totalRecords = fields.int("totalRecords")
        let link = fields.fields("_links")?.text("next")
        hasNext = link != nil
        nextSkip = link.flatMap { Self.skip(in: $0) }
    }

    private static func record(_ item: JSONValue, place: String, toldAt: Instant?) throws(CXoneFault) -> Record {
        guard let fields = ACDFields(item) else { throw .historyIncomplete(detail: "\(place) is no object") }
        guard let stateID = fields.int("agentStateId") else {
            throw .historyIncomplete(detail: "\(place) has no agentStateId that is a whole number")
        }
        guard let text = fields.text("startDate") else { throw .historyIncomplete(detail: "\(place) has no startDate") }
        guard let start = ACDFields.time(text) else {
            throw .historyIncomplete(detail: "\(place): startDate “\(PlainText.line(text, limit: 60))” is no ISO 8601 time")
        }
        var duration: Duration?
        if let value = fields.value("duration") {
            guard let text = fields.text("duration"), let span = ISODuration.parse(text) else {
                let found = PlainText.line(value.description, limit: 60)
                throw .historyIncomplete(detail: "\(place): duration \(found) is no ISO 8601 duration")
            }
            duration = span
        }
        return Record(
            index: fields.int("stateIndex"),
            start: start,
            duration: duration,
            stateID: stateID,
            code: fields.text("outStateDescription"),
            isAfterCallWork: fields.truth("isACW"),
            toldAt: toldAt
        )
    }

    /// Only the place is taken from a link: the next page is asked for at the address that was configured.
    private static func skip(in link: String) -> Int? {
        let items = URLComponents(string: link)?.queryItems ?? []
        return items.first { $0.name.lowercased() == "skip" }?.value.flatMap { Int($0) }
    }
}
