import Synchronization

/// A value that can be replaced as a whole while others use it.
final class Current<Value: Sendable>: Sendable {
    private let held: Mutex<Value>

    init(_ value: Value) {
        held = Mutex(value)
    }

    var value: Value { held.withLock { $0 } }

    func set(_ value: Value) { held.withLock { $0 = value } }
}
