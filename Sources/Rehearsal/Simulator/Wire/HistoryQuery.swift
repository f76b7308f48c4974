import Notation

/// The question of one history call.
struct HistoryQuery: Sendable {
    let userID: String
    /// Inclusive.
    let from: UnixMicroseconds
    /// Exclusive.
    let until: UnixMicroseconds
    /// nil is UTC.
    let zone: TimeZoneRules?
    let pageToken: String?

    /// - Parameter zone: finds the rules of an IANA zone, nil for none of that name
    init(parameters: Parameters, zone find: (String) -> TimeZoneRules?) throws(Refusal) {
        guard let userID = parameters["user_id"] else { throw Refusal(400, "The parameter user_id is missing.") }
        self.userID = userID
        from = try Self.time(parameters, "start_date_time")
        until = try Self.time(parameters, "end_date_time")
        guard from <= until else { throw Refusal(400, "end_date_time is before start_date_time.") }
        if let name = parameters["timezone"], name != "UTC" {
            guard let rules = find(name) else { throw Refusal(400, "timezone is not the name of an IANA time zone.") }
            zone = rules
        } else {
            zone = nil
        }
        pageToken = parameters["page_token"]
    }

    private static func time(_ parameters: Parameters, _ name: String) throws(Refusal) -> UnixMicroseconds {
        guard let text = parameters[name] else { throw Refusal(400, "The parameter \(name) is missing.") }
        do {
            return try RFC3339.parse(text)
        } catch {
            throw Refusal(400, "\(name) must be an ISO 8601 date and time with offset, like 2026-11-20T15:00:00+01:00.")
        }
    }
}
