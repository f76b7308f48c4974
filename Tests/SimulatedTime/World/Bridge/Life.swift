import Synchronization

/// Whether one incarnation of the bridge lives, and how many steps it has left.
final class Life: Sendable {
    private struct State {
        var isAlive = true
        var stepsLeft: Int?
    }

    private let state = Mutex(State())
    private let died: @Sendable () -> Void

    /// - Parameter died: called once, at the step it does not survive.
    init(died: @escaping @Sendable () -> Void) { self.died = died }

    var isAlive: Bool { state.withLock { $0.isAlive } }

    func doom(after steps: Int) { state.withLock { $0.stepsLeft = min($0.stepsLeft ?? .max, steps) } }

    /// A step is being made; false if the bridge dies at it.
    func step() -> Bool {
        let (isAlive, isLast) = state.withLock { state in
            guard state.isAlive else { return (false, false) }
            guard let left = state.stepsLeft else { return (true, false) }
            state.stepsLeft = left - 1
            guard left <= 1 else { return (true, false) }
            state.isAlive = false
            return (false, true)
        }
        if isLast { died() }
        return isAlive
    }

    func end() { state.withLock { $0.isAlive = false } }
}
