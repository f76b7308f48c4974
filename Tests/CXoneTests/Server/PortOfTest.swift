import Synchronization

/// The port of a server, for a script that was written before the server had one.
final class PortOfTest: Sendable {
    private let value = Mutex(0)

    var number: Int { value.withLock { $0 } }

    func set(_ number: Int) { value.withLock { $0 = number } }
}
