import CXone
import Reconciliation
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDLiveStatusTests {
    @Test("one read of the business unit serves a hundred who ask at once") func shared() async throws {
        let states = try Fixture.acd("states-all")
        let arrived = AsyncStream<Void>.makeStream()
        let release = Signal()
        try await ACDTenant.visit(script: { _, _ in
            arrived.continuation.yield()
            return .later(release, 200, body: states)
        }) { tenant in
            let notBefore = tenant.clock.now - .seconds(10)
            try await withThrowingTaskGroup(of: LiveReading.self) { group in
                for number in 0..<100 {
                    group.addTask { try await tenant.client.liveStatus("\(101 + number % 5)", notBefore: notBefore, patience: nil).value }
                }
                for await _ in arrived.stream { break }
                release.give()
                var seen: Set<String> = []
                for try await reading in group { seen.insert(reading.status.label) }
                #expect(seen == ["Available", "Break", "Busy", "After Call", "Offline"])
            }
            #expect(tenant.asked == ["GET agents/states"])
            #expect(tenant.metrics.value(.cxoneCalls, CXoneCall.states, CallResult.ok) == 1)
        }
    }

    @Test("a read that is young enough is handed out again; who needs a younger one asks for the changes since") func since() async throws {
        let bodies = (try Fixture.acd("states-all"), try Fixture.acd("states-changed"))
        try await ACDTenant.visit(script: { path, _ in
            switch path {
            case "agents/states": .answer(200, body: bodies.0)
            case "agents/states?updatedSince=2026-11-20T15%3A00%3A01.5Z": .answer(200, body: bodies.1)
            default: .answer(204)
            }
        }) { tenant in
            let first = try await tenant.client.liveStatus("101", notBefore: tenant.clock.now, patience: nil)
            #expect(first.value.status == .status(.available) && first.at == tenant.clock.now)
            tenant.clock.advance(by: .seconds(3))
            let same = try await tenant.client.liveStatus("102", notBefore: tenant.clock.now - .seconds(10), patience: nil)
            #expect(same.at == first.at && tenant.asked.count == 1)
            let seen1 = try await tenant.live("101").status
            #expect(seen1 == .status(.onBreak))
            tenant.clock.advance(by: .seconds(1))
            // 204: nothing changed, and that is an observation of now.
            let last = try await tenant.client.liveStatus("101", notBefore: tenant.clock.now, patience: nil)
            #expect(last.value.status == .status(.onBreak) && last.at == tenant.clock.now)
            #expect(tenant.asked.last == "GET agents/states?updatedSince=2026-11-20T15%3A00%3A04Z")
            #expect(tenant.asked.count == 3)
        }
    }

    @Test("an observation is as old as the configured staleness says, and a younger one leaves that much later") func staleness()
        async throws
    {
        let states = try Fixture.acd("states-all")
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.staleness = .seconds(3) },
            script: { _, _ in .answer(200, body: states) }
        ) { tenant in
            let wanted = tenant.clock.now
            let seen = try await tenant.client.liveStatus("101", notBefore: wanted, patience: nil)
            #expect(seen.at == wanted)
            #expect(tenant.clock.sleeps == [3])
        }
    }

    @Test("reads of the business unit keep their distance") func interval() async throws {
        let states = try Fixture.acd("states-all")
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.bulkInterval = .seconds(2) },
            script: { _, _ in .answer(200, body: states) }
        ) { tenant in
            _ = try await tenant.live("101")
            tenant.clock.advance(by: .milliseconds(500))
            _ = try await tenant.live("101")
            #expect(tenant.clock.sleeps == [1.5])
        }
    }

    @Test("an agent whom the business unit does not show is asked about alone; no state is not logged out")
    func alone() async throws {
        let bodies = (try Fixture.acd("states-all"), try Fixture.acd("state-one").replacing("101", with: "777"))
        try await ACDTenant.visit(script: { path, _ in
            switch path {
            case "agents/states": .answer(200, body: bodies.0)
            case _ where path.hasPrefix("agents/states?"): .answer(204)
            case "agents/777/states": .answer(200, body: bodies.1)
            case "agents/778/states": .answer(204)
            default: .answer(404)
            }
        }) { tenant in
            let seen2 = try await tenant.live("777").status
            #expect(seen2 == .status(.available))
            let seen3 = try await tenant.live("778").status
            #expect(seen3 == .unknown(label: "UNKNOWN"))
            await #expect(throws: CXoneFault.notFound(call: .status)) { try await tenant.live("779") }
        }
    }

    @Test("where states are read one by one, nobody else's are read, and another's answer is not taken") func single() async throws {
        let one = try Fixture.acd("state-one")
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.stateReads = .single },
            script: { _, _ in .answer(200, body: one) }
        ) { tenant in
            #expect(!tenant.client.capabilities.readsInBulk)
            let seen4 = try await tenant.live("101").status
            #expect(seen4 == .status(.available))
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.live("102") }
            #expect(fault?.label == "unreadable")
            #expect(tenant.asked == ["GET agents/101/states", "GET agents/102/states"])
        }
    }

    @Test("404 for everything means a wrong host or version, and no unknown agent") func wrongPlace() async throws {
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.stateReads = .single },
            script: { _, _ in .answer(404) }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.live("101") }
            #expect(fault?.label == "bad_request")
            #expect(fault?.description.contains("/incontactapi/services/v30.0/") == true)
            #expect(fault?.description.contains("host or the version") == true)
            let user = await #expect(throws: CXoneFault.self) { try await tenant.client.user("101") }
            #expect(user?.label == "bad_request")
        }
    }

    @Test("a 403 names the right of the access key's user; text may stand in a header") func faults() async throws {
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.readPatience = .zero },
            script: { path, _ in
                path.hasPrefix("agents/states") ? .answer(403) : .answer(500, headers: ["icStatusDescription": "Database is away"])
            }
        ) { tenant in
            await #expect(throws: CXoneFault.forbidden(.viewAgentStates, call: .states)) { try await tenant.live("101") }
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.client.user("101", patience: .zero) }
            #expect(fault?.description.contains("Database is away") == true)
        }
    }

    @Test("one who gives up does not end the read that others wait for") func cancelled() async throws {
        let states = try Fixture.acd("states-all")
        let arrived = AsyncStream<Void>.makeStream()
        let release = Signal()
        try await ACDTenant.visit(script: { _, _ in
            arrived.continuation.yield()
            return .later(release, 200, body: states)
        }) { tenant in
            let notBefore = tenant.clock.now
            let first = Task { try await tenant.client.liveStatus("101", notBefore: notBefore, patience: nil) }
            for await _ in arrived.stream { break }
            let second = Task { try await tenant.client.liveStatus("102", notBefore: notBefore, patience: nil) }
            first.cancel()
            await #expect(throws: CXoneFault.cancelled) { try await first.value }
            release.give()
            let seen5 = try await second.value.value.pauseReason
            #expect(seen5 == "Queue Full")
            #expect(tenant.asked.count == 1)
        }
    }
}
