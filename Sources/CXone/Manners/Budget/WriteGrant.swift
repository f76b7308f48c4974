import Reconciliation
import Synchronization

/// Leave to make one write. One that is dropped without having been used goes to somebody else.
package final class WriteGrant: Sendable {
    private let turn: Turn
    private let manners: Manners
    private let isSpent = Atomic(false)

    init(_ turn: Turn, from manners: Manners) {
        self.turn = turn
        self.manners = manners
    }

    deinit {
        giveBack()
    }

    /// Gives the grant to somebody else; nothing if it was used.
    package func giveBack() {
        if let turn = use() { manners.giveBack(turn) }
    }

    /// The turn, once.
    func use() -> Turn? {
        isSpent.exchange(true, ordering: .acquiringAndReleasing) ? nil : turn
    }
}
