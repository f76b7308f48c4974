import Notation

extension SimulatedTenant {
    /// `POST /schedules/export`: the shifts of one user in some days, the same as `shiftSchedule` in the dialect `platform`.
    ///
    /// Who has a `shiftSchedule` of null has a schedule without shifts; who has none at all is not in the answer.
    func schedule(_ query: ScheduleQuery, authorization: String?, now: UnixMicroseconds) throws(Refusal) -> JSONValue {
        try checkKey(authorization, .readSchedules, now: now)
        let agent = agents.first { $0.id == query.userID && !$0.isDeleted }
        return [
            "agentSchedules": .array(agent.flatMap { $0.scheduleJSON(in: query.span) }.map { [$0] } ?? []),
            "start": .string(RFC3339.format(query.span.lowerBound)), "end": .string(RFC3339.format(query.span.upperBound)),
        ]
    }
}

extension SimulatedAgent {
    /// One item of `agentSchedules`.
    fileprivate func scheduleJSON(in span: Range<UnixMicroseconds>) -> JSONValue? {
        let shifts: [JSONValue]
        switch shift {
        case .absent: return nil
        case .null: shifts = []
        case .hours(let start, let end):
            let (start, end) = (start * 1_000_000, end * 1_000_000)
            shifts = start < span.upperBound && end > span.lowerBound ? [Self.shiftJSON(from: start, to: end)] : []
        }
        return ["userId": .string(id), "shifts": .array(shifts)]
    }

    private static func shiftJSON(from start: UnixMicroseconds, to end: UnixMicroseconds) -> JSONValue {
        [
            "shiftNotes": "", "activityIntervals": [],
            "baseActivityCode": ["title": "Open", "open": true, "work": true, "overTime": false],
            "start": .string(RFC3339.format(start)), "end": .string(RFC3339.format(end)),
        ]
    }
}
