import NIOCore
import Synchronization

/// The open connections of a listener, so that none outlives it and a hanging one ends when its client goes away.
final class ConnectionRegistry: Sendable {
    private struct Connection {
        let channel: any Channel
        /// The client has sent its last byte. Most clients that give up close both ways, which looks the same from here.
        var isInputClosed = false
        var isHanging = false
    }

    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var isReleasing = false
        var isClosing = false
    }

    private let state = Mutex(State())

    func add(_ channel: any Channel) {
        let isClosing = state.withLock { state in
            state.connections[ObjectIdentifier(channel)] = Connection(channel: channel)
            return state.isClosing
        }
        channel.closeFuture.whenComplete { _ in self.remove(channel) }
        if isClosing { channel.close(promise: nil) }
    }

    private func remove(_ channel: any Channel) {
        state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    func inputClosed(_ channel: any Channel) {
        let isHanging = state.withLock { state in
            state.connections[ObjectIdentifier(channel)]?.isInputClosed = true
            return state.connections[ObjectIdentifier(channel)]?.isHanging ?? false
        }
        if isHanging { channel.close(promise: nil) }
    }

    /// Leaves a request without an answer: returns when its client has gone away, or when the listener stops.
    func hang(_ channel: any Channel) async {
        let isOver = state.withLock { state in
            state.connections[ObjectIdentifier(channel)]?.isHanging = true
            return state.isReleasing || state.connections[ObjectIdentifier(channel)]?.isInputClosed ?? true
        }
        if isOver { channel.close(promise: nil) }
        // Ends when the channel closes, however that comes about; there is no answer to wait for.
        try? await channel.closeFuture.get()
    }

    /// Closes the hanging connections, and those that begin to hang later.
    func releaseHanging() {
        let hanging = state.withLock { state in
            state.isReleasing = true
            return state.connections.values.filter(\.isHanging).map(\.channel)
        }
        for channel in hanging { channel.close(promise: nil) }
    }

    /// Closes all connections, and those that are added later.
    func closeAll() {
        let channels = state.withLock { state in
            state.isReleasing = true
            state.isClosing = true
            return state.connections.values.map(\.channel)
        }
        for channel in channels { channel.close(promise: nil) }
    }
}
