import ArgumentParser
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle

/// What the bridge is measured against: Hummingbird collects the body and answers 202.
struct ServeBare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    func run() async throws {
        let router = Router()
        router.post("/v1/sources/{source}/status-changes") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .accepted)
        }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0), backlog: 1_024),
            onServerRunning: { channel in Parent.tell(["port": channel.localAddress?.port ?? 0]) },
            logger: Logger(label: "bare", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await Parent.untilGone { try await application.run() }
    }
}

/// The process that started this one.
enum Parent {
    /// One line of JSON.
    static func tell(_ ports: [String: Int]) {
        let text = ports.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        FileHandle.standardOutput.write(Data("{\(text)}\n".utf8))
    }

    /// Runs until the parent has closed our standard input.
    static func untilGone(_ serve: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serve() }
            group.addTask {
                await withCheckedContinuation { continuation in
                    // Reading blocks: a thread of its own, none of the few that tasks share.
                    Thread.detachNewThread {
                        _ = try? FileHandle.standardInput.readToEnd()
                        continuation.resume()
                    }
                }
            }
            try await group.next()
            group.cancelAll()
            while let result = await group.nextResult() { _ = result }
        }
    }
}
