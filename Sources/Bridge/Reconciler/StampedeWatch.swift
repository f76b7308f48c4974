import Reconciliation
import Store
import Synchronization

/// What the store counted for rule 13, remembered for a moment: thousands of agents that are due at once ask the same question.
final class StampedeWatch: Sendable {
    private struct Key: Hashable {
        let tenant: TenantName
        let source: SourceName
        /// Changes that are due within a few seconds of each other ask about nearly the same window.
        let slot: Int64
    }

    private struct Crowd: Hashable {
        let tenant: TenantName
        let source: SourceName
    }

    private struct Answer {
        let count: StampedeCount
        let at: Instant
        /// It misses nothing up to this change.
        let newest: Int64

        /// The count among all agents; what the store knows are those that a change has named so far: no measure for a share of all.
        func among(_ agents: Int?) -> StampedeCount {
            var count = count
            count.known = agents.map { max($0, count.known ?? 0) }
            return count
        }

        /// Whether what was taken in since can make no difference: there were too many before, or are not with all of that.
        func stands(against newest: Int64, among agents: Int?, policy: Policy) -> Bool {
            var grown = among(agents)
            if grown.isTooMany(for: policy) { return true }
            let since = Int(max(0, newest - self.newest))
            grown.moving += since
            grown.toOffline += since
            return since == 0 || !grown.isTooMany(for: policy)
        }
    }

    private let answers = Mutex<[Key: Answer]>([:])
    /// When changes were last held as a stampede.
    private let heldAt = Mutex<[Crowd: Instant]>([:])

    private static let memory: Duration = .seconds(1)
    private static let slot: Duration = .seconds(5)
    private static let mostAnswers = 1_000

    /// The count for a change; nil where rule 13 does not ask for one.
    ///
    /// - Parameters:
    ///   - newest: the last change that the store had taken in when this one was found there. What came with it is counted before
    ///     the first of it is written.
    ///   - agents: all of the tenant's; nil where nobody knows how many there are.
    func count(
        for change: Change,
        newest: Int64,
        among agents: Int?,
        policy: Policy,
        in store: any Store,
        now: Instant
    ) async throws(StoreFault) -> StampedeCount? {
        guard !policy.isStampedeExempt, !change.isMade, change.dueAt - change.acceptedAt < policy.stampedeNotice else { return nil }
        let key = Key(
            tenant: change.agent.tenant,
            source: change.source,
            slot: change.dueAt.microseconds / Self.slot.inMicroseconds
        )
        if let known = answers.withLock({ $0[key] }), now >= known.at, now - known.at <= Self.memory,
            known.stands(against: newest, among: agents, policy: policy)
        {
            return known.among(agents)
        }
        let question = StampedeQuestion(
            tenant: change.agent.tenant,
            source: change.source,
            dueAt: change.dueAt,
            window: policy.stampedeWindow,
            notice: policy.stampedeNotice
        )
        let answer = Answer(count: try await store.stampede(question), at: now, newest: newest)
        answers.withLock { answers in
            if answers.count >= Self.mostAnswers { answers.removeAll() }
            answers[key] = answer
        }
        return answer.among(agents)
    }

    /// Notes that a change is held.
    ///
    /// - Parameter quiet: how long after the last of them the next belongs to another stampede.
    /// - Returns: whether it is the first of its stampede.
    func isNews(of change: Change, now: Instant, quiet: Duration) -> Bool {
        let crowd = Crowd(tenant: change.agent.tenant, source: change.source)
        return heldAt.withLock { heldAt in
            guard let last = heldAt.updateValue(now, forKey: crowd) else { return true }
            return now - last > quiet
        }
    }

    /// An operator has let a stampede go.
    func forget() {
        answers.withLock { $0.removeAll() }
        heldAt.withLock { $0.removeAll() }
    }
}
