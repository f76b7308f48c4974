import AsyncHTTPClient
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import Notation
import Rehearsal
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct SimulatorServerTests {
    @Test("it says when it is ready, and where")
    func ready() async throws {
        let (ready, source) = AsyncStream<ListenerAddress>.makeStream()
        let server = SimulatorServer(logger: quietLogger()) { source.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var iterator = ready.makeAsyncIterator()
            let address = try #require(await iterator.next())
            #expect(address.port > 0)
            #expect(try await server.address() == address)
            expect(200, of: try await Caller(base: address.baseURL).get("/simulator/agents"))
            group.cancelAll()
        }
    }

    @Test("shutdown is bounded while calls hang, and ends them")
    func boundedShutdown() async throws {
        let server = SimulatorServer(logger: quietLogger())
        let group = ServiceGroup(configuration: .init(services: [server], logger: quietLogger()))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let caller = Caller(base: try await server.address().baseURL)
            let fault = try await caller.put("/simulator/faults", [["call": "token", "kind": "hang"]])
            #expect(fault.status == 200)
            let hanging = Task { try await caller.postForm("/oauth/token", "") }
            // The call is in the log as soon as it hangs.
            while try await caller.get("/simulator/calls").json.array?.isEmpty != false { await Task.yield() }
            let clock = ContinuousClock()
            let begin = clock.now
            await group.triggerGracefulShutdown()
            await #expect(throws: (any Error).self) { try await hanging.value }
            try await tasks.waitForAll()
            #expect(clock.now - begin < .seconds(10))
        }
        await #expect(throws: (any Error).self) { try await server.address() }
    }

    @Test("shutdown is bounded while a client is slow to send its request")
    func boundedShutdownWithSlowClient() async throws {
        let server = SimulatorServer(logger: quietLogger())
        let group = ServiceGroup(configuration: .init(services: [server], logger: quietLogger()))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let address = try await server.address()
            var request = HTTPClientRequest(url: address.baseURL + "/oauth/token")
            request.method = .POST
            let (chunks, source) = AsyncStream<ByteBuffer>.makeStream()
            source.yield(ByteBuffer(string: "grant_type="))
            request.body = .stream(chunks, length: .known(Int64(100)))
            let slow = request
            let answer = Task { try await HTTPClient.shared.execute(slow, timeout: .seconds(30)) }
            // Any other call proves that the listener is at work; the slow one may or may not have arrived yet.
            _ = try await Caller(base: address.baseURL).get("/simulator/calls")
            await group.triggerGracefulShutdown()
            await #expect(throws: (any Error).self) { try await answer.value }
            source.finish()
            try await tasks.waitForAll()
        }
    }

    @Test("it can go down and come back at its port with what it knew")
    func downAndUp() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            expect(200, of: try await caller.put(path, ["status": "Training"]))
            let port = try await simulated.server.address().port
            try await simulated.server.goDown()
            await #expect(throws: RawConnection.Fault(errno: ECONNREFUSED)) { try await RawConnection.status(of: "/", port: port) }
            try await simulated.server.comeUp()
            #expect(try await simulated.server.address().baseURL == simulated.base)
            #expect(try await caller.get(path).json["status"] == "Training")
        }
    }

    @Test("a port that is taken is an error of both run and address")
    func portTaken() async throws {
        try await withSimulator { simulated in
            let port = try await simulated.server.address().port
            let second = SimulatorServer(.with { $0.port = port }, logger: quietLogger())
            let address = Task { try await second.address() }
            await #expect(throws: IOError.self) { try await second.run() }
            await #expect(throws: IOError.self) { try await address.value }
        }
    }

    @Test("a hundred clients at once are all answered, each from its own agent")
    func concurrency() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let ids = simulated.server.roster.agents(with: .ordinary).map(\.id)
            let written = try await withThrowingTaskGroup(of: (String, String?).self) { group in
                for id in ids {
                    group.addTask {
                        let path = "/api/v2/users/\(id.replacing("@", with: "%40"))/status"
                        _ = try await caller.put(path, ["status": "Training"])
                        return (id, try await caller.get(path).json["status"]?.string)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(written.count == ids.count)
            #expect(written.values.allSatisfy { $0 == "Training" })
            let calls = try await simulated.calls()
            #expect(calls.count == 1 + 2 * ids.count)
            #expect(calls.filter { $0["applied"] == true }.count == ids.count)
        }
    }

    @Test("without latency writes for one agent are never concurrent changes, however many come at once")
    func manyWritesForOne() async throws {
        try await withSimulator { simulated in
            let caller = try await simulated.caller()
            let path = "/api/v2/users/\(try simulated.ordinary)/status"
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for place in 0..<200 {
                    group.addTask { try await caller.put(path, ["status": place % 2 == 0 ? "Training" : "Offline"]).status }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(statuses == [200])
        }
    }
}
