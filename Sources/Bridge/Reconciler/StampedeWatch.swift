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
    }

    private let answers = Mutex<[Key: Answer]>([:])
    /// When changes were last held as a stampede.
    private let heldAt = Mutex<[Crowd: Instant]>([:])

    private static let memory: Duration = .seconds(1)
    private static let slot: Duration = .seconds(5)
    private static let mostAnswers = 1_000

    /// The count for a change; nil where rule 13 does not ask for one.
    func count(for change: Change, policy: Policy, in store: any Store, now: Instant) async throws(StoreFault) -> StampedeCount? {
        guard !policy.isStampedeExempt, !change.isMade, change.dueAt - change.acceptedAt < policy.stampedeNotice else { return nil }
        let key = Key(
            tenant: change.agent.tenant,
            source: change.source,
            slot: change.dueAt.microseconds / Self.slot.inMicroseconds
        )
        if let known = answers.withLock({ $0[key] }), now >= known.at, now - known.at <= Self.memory { return known.count }
        let question = StampedeQuestion(
            tenant: change.agent.tenant,
            source: change.source,
            dueAt: change.dueAt,
            window: policy.stampedeWindow,
            notice: policy.stampedeNotice
        )
        let count = try await store.stampede(question)
        answers.withLock { answers in
            if answers.count >= Self.mostAnswers { answers.removeAll() }
            answers[key] = Answer(count: count, at: now)
        }
        return count
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
