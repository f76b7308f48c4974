import Notation

extension SimulatedTenant {
    /// `GET /reporting/v2/agents/states/history`, as far as it needs the lock.
    ///
    /// - Parameter asked: the question, or what is wrong with it: said only to who may ask
    /// - Returns: the history since the start and what is needed to make up the rest outside the lock
    mutating func history(
        for asked: Result<HistoryQuery, Refusal>,
        authorization: String?,
        now: UnixMicroseconds
    ) throws(Refusal) -> (question: HistoryQuery, agent: SimulatedAgent, after: PageToken?) {
        let scopes = try tokens.check(authorization, anyOf: [.reportingRead], now: now)
        let question = try asked.get()
        let place = try activePlace(of: try userID(question.userID, scopes), now: now)
        guard let text = question.pageToken else { return (question, agents[place], nil) }
        guard let token = PageToken(text: text, question: question, seed: configuration.seed) else {
            throw Refusal(400, "page_token is not a continuation of this question.")
        }
        return (question, agents[place], token)
    }

    /// The id of a user who is named by the user name, for tokens that may use names.
    private func userID(_ text: String, _ scopes: Set<Scope>) throws(Refusal) -> String {
        guard let named = agents.first(where: { $0.profile.userName == text }) else { return text }
        guard scopes.contains(.adminUsersRead) else {
            let scope = Scope.adminUsersRead
            throw Refusal(403, "Names in the place of ids need the scope \(scope.rawValue): grant it under \(scope.grantedUnder).")
        }
        return named.id
    }
}
