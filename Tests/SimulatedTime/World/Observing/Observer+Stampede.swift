import Reconciliation
import Store
import Synchronization

/// Rule 13, counted from outside: what a source moves at once is held, all of it.
extension Observer {
    func judgeStampede(_ followed: Followed, _ agent: Int) {
        let change = followed.change
        guard policy == .guarded, !followed.state.isFinal, change.isShortNotice else { return }
        let (toOffline, released) = state.withLock { state -> (Int, Bool) in
            let view = state.agents[agent]
            let sourceRelease = state.stampedeReleases[change.source]
            let isReleased = [view.lastRelease, sourceRelease].contains { $0.map { $0 >= change.acceptedAt } ?? false }
            let moved = state.changes.values.filter { other in
                guard other.change.source == change.source, other.change.isShortNotice, !other.isReplaced, !other.isWithdrawn,
                    ![.superseded, .cancelled, .refused].contains(other.state),
                    sourceRelease.map({ other.change.acceptedAt > $0 }) ?? true
                else { return false }
                // What was there when the run began; counts of nearly the same moment may be shared.
                guard let look = view.lastLook, other.storedAt < look else { return false }
                let apart = other.change.dueAt - change.dueAt
                return apart <= .seconds(55) && apart >= .seconds(-55)
            }
            let offline = moved.filter { $0.change.wanted.status == .offline }
            return (Set(offline.map(\.change.agent)).count, isReleased)
        }
        if !released, toOffline > Script.stampedeCount {
            breaks(.stampede, "agent-\(agent) \(change.id) is one of \(toOffline) to Offline at once and is to be written")
        }
    }
}

extension Change {
    fileprivate var isShortNotice: Bool { dueAt - acceptedAt < .minutes(10) }
}
