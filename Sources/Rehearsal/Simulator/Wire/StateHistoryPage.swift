import Notation

/// One page of an agent's history as the dialect `acd` answers it: states whose start lies in the span, oldest first.
struct StateHistoryPage: Sendable {
    struct Record: Sendable {
        /// The place in the whole history, from 1.
        let index: Int
        let start: UnixMicroseconds
        /// Microseconds; of the current state until now.
        let duration: Int64
        let state: ACDState
    }

    let records: [Record]
    let total: Int
    /// What the next page skips; nil: there is none.
    let next: Int?

    /// - Parameters:
    ///   - marks: the whole history, starts strictly rising
    ///   - from: inclusive
    ///   - until: exclusive
    init(
        of marks: [HistoryMark],
        in team: Team,
        from: UnixMicroseconds,
        until: UnixMicroseconds,
        span: PageSpan,
        halved: Bool,
        now: UnixMicroseconds
    ) {
        let places = marks.indices.filter { (from..<max(from, until)).contains(marks[$0].start) }
        let whole = places.dropFirst(span.skip).prefix(span.top)
        let page = halved ? whole.prefix(max(1, whole.count / 2)) : whole
        records = page.map { place in
            let end = place + 1 < marks.count ? marks[place + 1].start : max(now, marks[place].start)
            return Record(
                index: place + 1,
                start: marks[place].start,
                duration: end - marks[place].start,
                state: ACDState(marks[place], in: team)
            )
        }
        total = places.count
        next = span.skip < places.count - page.count ? span.skip + page.count : nil
    }
}

extension StateHistoryPage.Record {
    func json(agentID: Int, team: Team) -> JSONValue {
        [
            "stateIndex": .int(index), "startDate": .string(RFC3339.format(start)),
            "duration": .string(ISODuration.format(microseconds: duration)), "agentId": .int(agentID),
            "agentStateId": .int(state.id), "agentStateName": .string(state.name),
            "outStateId": state.code.map { .int($0.id) } ?? .null, "outStateDescription": .string(orNull: state.code?.name),
            "contactId": state.contactID.map { .int($0) } ?? .null, "teamId": .int(team.id),
        ]
    }
}
