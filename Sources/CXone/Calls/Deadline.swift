package import NIOCore
import Synchronization

/// The end of a piece of work, by real time: networks do not run faster because a clock does.
package final class Deadline: Sendable {
    private let expired = Atomic(false)

    private init() {}

    /// Whether the time is up; work that is cancelled asks this to tell a deadline from a caller who gave up.
    package var isExpired: Bool { expired.load(ordering: .acquiring) }

    /// Runs the work, cancels it when the time is up, and returns what it made of that.
    ///
    /// Everything that takes part must end soon after its cancellation; calls of the HTTP client do. The library's own
    /// time-outs end at the head of an answer, this one holds for the body as well.
    package static func run<Value: Sendable>(
        within limit: Duration,
        on group: any EventLoopGroup,
        _ work: @escaping @Sendable (Deadline) async -> Value
    ) async -> Value {
        let deadline = Deadline()
        // A task of its own because only that can be cancelled by a timer without cancelling the caller; it is awaited
        // below. An event loop's timer because a cancelled `Task.sleep` stays in the system's queue until its time.
        let task = Task { await work(deadline) }
        let timer = group.any().scheduleTask(in: TimeAmount(limit)) {
            deadline.expired.store(true, ordering: .releasing)
            task.cancel()
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
