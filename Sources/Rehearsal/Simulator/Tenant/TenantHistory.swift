import Notation

extension SimulatedTenant {
    /// `GET /reporting/v2/agents/states/history`, as far as it needs the lock.
    ///
    /// - Returns: the history since the start and what is needed to make up the rest outside the lock
    mutating func history(
        for question: HistoryQuery,
        authorization: String?,
        now: UnixMicroseconds
    ) throws(Refusal) -> (agent: SimulatedAgent, after: PageToken?) {
        _ = try tokens.check(authorization, anyOf: [.reportingRead], now: now)
        let place = try activePlace(of: question.userID, now: now)
        guard let text = question.pageToken else { return (agents[place], nil) }
        guard let token = PageToken(text: text, question: question, seed: configuration.seed) else {
            throw Refusal(400, "page_token is not a continuation of this question.")
        }
        return (agents[place], token)
    }
}
