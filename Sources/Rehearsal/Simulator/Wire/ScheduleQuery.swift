import Notation

/// What `POST /schedules/export` asks for: the days from `startDate` to `endDate`, both included, of one user.
struct ScheduleQuery: Sendable, Hashable {
    /// Of the first day's beginning, and of the last day's end, both in UTC.
    let span: Range<UnixMicroseconds>
    let userID: String

    private static let day: UnixMicroseconds = 86_400_000_000
    /// NICE's help, “Export Agent Schedules API”: up to seven days from the start date.
    private static let most = 7 * day

    init(parsing body: some Collection<UInt8>) throws(Refusal) {
        do {
            var fields = try JSONFields(JSONValue(parsing: body))
            let start = try Self.date("startDate", in: &fields)
            let end = try Self.date("endDate", in: &fields)
            userID = try fields.requireString("userID")
            guard start <= end else { throw Refusal(400, "endDate is before startDate.") }
            guard end - start <= Self.most else { throw Refusal(400, "endDate is more than seven days after startDate.") }
            span = start..<(end + Self.day)
        } catch {
            throw Refusal(reading: error, or: "The body is not a JSON object")
        }
    }

    private static func date(_ name: String, in fields: inout JSONFields) throws -> UnixMicroseconds {
        let text = try fields.requireString(name)
        guard text.utf8.count == "yyyy-mm-dd".utf8.count, let time = try? LocalDateTime(parsing: text + "T00:00:00") else {
            throw Refusal(400, "\(name) must be a date such as 2026-11-20.")
        }
        return time.asUTC
    }
}
