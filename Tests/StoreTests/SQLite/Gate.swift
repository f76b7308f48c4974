import Dispatch
import GRDB

@testable import Store

/// Holds the writer's queue so that verbs pile up behind it, as they do behind a slow disk.
final class Gate: Sendable {
    private let opened: OpenedStore
    private let semaphore = DispatchSemaphore(value: 0)

    init(_ opened: OpenedStore) {
        self.opened = opened
        opened.database.pool.asyncWriteWithoutTransaction { [semaphore] _ in semaphore.wait() }
    }

    func wait(for waiting: Int) async throws {
        while opened.database.writer.waitingCount < waiting {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    func open() {
        semaphore.signal()
    }

    func open(whenWaiting waiting: Int) async throws {
        try await wait(for: waiting)
        open()
    }
}
