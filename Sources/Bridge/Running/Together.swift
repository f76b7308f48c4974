import ServiceLifecycle

/// Parts that run, and stop, at the same time: none waits for another's end.
struct Together: Service {
    let services: [any Service]

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask {
                    try await service.run()
                    guard Task.isShuttingDownGracefully || Task.isCancelled else {
                        throw ServiceGroupError.serviceFinishedUnexpectedly(service: "\(service)")
                    }
                }
            }
            // The first that fails ends the others.
            for try await () in group {}
        }
    }
}
