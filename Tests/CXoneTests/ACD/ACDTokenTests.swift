import CXone
import Notation
import Reconciliation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ACDTokenTests {
    @Test("the password form shows the access key as user and the client by Basic") func password() async throws {
        let states = try Fixture.acd("states-all")
        try await ACDTenant.visit(script: { _, _ in .answer(200, body: states) }) { tenant in
            _ = try await tenant.live("101")
            let request = try #require(tenant.server.requests.first)
            #expect(request.method == "POST" && request.target == "/auth/token")
            #expect(request.header("Content-Type") == ["application/x-www-form-urlencoded"])
            #expect(request.header("Authorization") == ["Basic dGhlIGNsaWVudDpjbDEzbnQ="])
            #expect(request.body == "grant_type=password&username=KEY%3D%3D%3D%3D&password=s3cret%26%2B")
            let call = try #require(tenant.server.requests.last)
            #expect(call.header("Authorization") == ["Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhY2NvdW50In0.c2lnbmF0dXJl"])
        }
    }

    @Test("the older form posts the access key as JSON, without a client") func accessKey() async throws {
        let states = try Fixture.acd("states-all")
        try await ACDTenant.visit(
            change: { configuration, _ in configuration.tokenForm = .accessKey },
            script: { _, _ in .answer(200, body: states) }
        ) { tenant in
            _ = try await tenant.live("101")
            let request = try #require(tenant.server.requests.first)
            #expect(request.target == "/authentication/v1/token/access-key")
            #expect(request.header("Content-Type") == ["application/json"] && request.header("Authorization").isEmpty)
            #expect(request.body == #"{"accessKeyId":"KEY====","accessKeySecret":"s3cret&+"}"#)
        }
    }

    @Test("states, codes and history share one token") func oneToken() async throws {
        let bodies = (try Fixture.acd("states-all"), try Fixture.acd("history-older-version"))
        try await ACDTenant.visit(script: { path, _ in .answer(200, body: path.contains("history") ? bodies.1 : bodies.0) }) { tenant in
            _ = try await tenant.live("101")
            _ = try await tenant.client.history(of: "101", from: tenant.clock.now - .hours(1), to: tenant.clock.now)
            #expect(tenant.server.requests.count { $0.path == "/auth/token" } == 1)
        }
    }

    @Test("refused credentials are told with what to check, and without the secret") func refused() async throws {
        try await ACDTenant.visit(
            plain: { _ in .answer(401, headers: ["icStatusDescription": "Bad key s3cret&+"]) },
            script: { _, _ in .hang }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.live("101") }
            #expect(fault?.label == "unauthorized")
            let words = try #require(fault).description
            #expect(words.contains("accessKeyId") && words.contains("tokenForm"))
            #expect(!words.contains("s3cret"))
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct ACDDiscoveryTests {
    private static func found(_ port: Int, auth: String = "") -> String {
        #"{"area": "na1", "api_endpoint": "http://127.0.0.1:\#(port)", "auth_endpoint": "http://127.0.0.1:\#(port)\#(auth)"}"#
    }

    private static func discovering(_ configuration: inout ACDConfiguration, _ port: Int) {
        configuration.apiURL = nil
        configuration.authURL = nil
        configuration.discoveryTenantID = "11e/9"
        configuration.refusal = { _ in nil }
        if let address = try? BaseURL("http://127.0.0.1:\(port)") { configuration.discoveryURL = address }
    }

    private static func isDiscovery(_ request: ScriptedServer.Request) -> Bool { request.path == "/.well-known/cxone-configuration" }

    @Test("addresses are found once, and used for tokens and calls", arguments: [("", "/auth/token"), ("/sso/token", "/sso/token")])
    func once(auth: String, token: String) async throws {
        let states = try Fixture.acd("states-all")
        let port = PortOfTest()
        try await ACDTenant.visit(
            change: { configuration, number in
                port.set(number)
                Self.discovering(&configuration, number)
            },
            plain: { Self.isDiscovery($0) ? .answer(200, body: Self.found(port.number, auth: auth)) : nil },
            script: { _, _ in .answer(200, body: states) }
        ) { tenant in
            for _ in 0..<3 { _ = try await tenant.live("101") }
            let targets = tenant.server.requests.map(\.target)
            #expect(targets.filter { $0.hasPrefix("/.well-known") } == ["/.well-known/cxone-configuration?tenantId=11e%2F9"])
            #expect(targets.contains(token))
            #expect(tenant.server.requests.first?.header("Authorization").isEmpty == true)
        }
    }

    @Test("it is asked again after hours, and after a connection failed") func again() async throws {
        let states = try Fixture.acd("states-all")
        let port = PortOfTest()
        try await ACDTenant.visit(
            change: { configuration, number in
                port.set(number)
                Self.discovering(&configuration, number)
                configuration.readPatience = .zero
                configuration.stateReads = .single
            },
            plain: { Self.isDiscovery($0) ? .answer(200, body: Self.found(port.number)) : nil },
            script: { path, _ in path.hasPrefix("agents/999") ? .reset : .answer(200, body: states) }
        ) { tenant in
            func discoveries() -> Int { tenant.server.requests.count { Self.isDiscovery($0) } }
            _ = try await tenant.client.liveStatus("101", notBefore: tenant.clock.now, patience: .zero)
            #expect(discoveries() == 1)
            tenant.clock.advance(by: .hours(7))
            _ = try await tenant.client.liveStatus("101", notBefore: tenant.clock.now, patience: .zero)
            #expect(discoveries() == 2)
            await #expect(throws: CXoneFault.self) {
                try await tenant.client.liveStatus("999", notBefore: tenant.clock.now, patience: .zero)
            }
            // An answer of just now is not doubted: a tenant that is away must not cost a discovery with each try.
            _ = try await tenant.client.liveStatus("101", notBefore: tenant.clock.now, patience: .zero)
            #expect(discoveries() == 2)
            tenant.clock.advance(by: .minutes(2))
            _ = try await tenant.client.liveStatus("101", notBefore: tenant.clock.now, patience: .zero)
            #expect(discoveries() == 3)
        }
    }

    @Test("all who want to know at once share one call, and what cannot be answered again leaves what is known") func shared() async throws
    {
        let body = try Fixture.acd("state-one")
        let port = PortOfTest()
        let isGone = Mutex(false)
        try await ACDTenant.visit(
            change: { configuration, number in
                port.set(number)
                Self.discovering(&configuration, number)
                configuration.stateReads = .single
            },
            plain: { request in
                guard Self.isDiscovery(request) else { return nil }
                return isGone.withLock { $0 } ? .answer(500) : .answer(200, body: Self.found(port.number))
            },
            script: { _, _ in .answer(200, body: body) }
        ) { tenant in
            func discoveries() -> Int { tenant.server.requests.count { Self.isDiscovery($0) } }
            func all() async throws {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<20 { group.addTask { _ = try await tenant.live("101") } }
                    try await group.waitForAll()
                }
            }
            try await all()
            #expect(discoveries() == 1)
            tenant.clock.advance(by: .hours(7))
            try await all()
            #expect(discoveries() == 2)
            isGone.withLock { $0 = true }
            tenant.clock.advance(by: .hours(7))
            try await all()
            try await all()
            #expect(discoveries() == 3)
            tenant.clock.advance(by: .minutes(2))
            try await all()
            #expect(discoveries() == 4)
        }
    }

    @Test("a discovery that fails at first is tried again after a few seconds, not by each who comes") func failing() async throws {
        let body = try Fixture.acd("state-one")
        let port = PortOfTest()
        let isUp = Mutex(false)
        try await ACDTenant.visit(
            change: { configuration, number in
                port.set(number)
                Self.discovering(&configuration, number)
                configuration.stateReads = .single
            },
            plain: { request in
                guard Self.isDiscovery(request) else { return nil }
                return isUp.withLock { $0 } ? .answer(200, body: Self.found(port.number)) : .answer(503)
            },
            script: { _, _ in .answer(200, body: body) }
        ) { tenant in
            for _ in 0..<5 { await #expect(throws: CXoneFault.self) { try await tenant.live("101") } }
            #expect(tenant.server.requests.count == 1)
            isUp.withLock { $0 = true }
            tenant.clock.advance(by: .seconds(6))
            _ = try await tenant.live("101")
        }
    }

    @Test("while the tenant is away nobody asks where it is, and finding it there does not say that it is back") func away() async throws {
        let gone = try await ScriptedServer { _ in .hang }
        let dead = gone.port
        try await gone.shutdown()
        let port = PortOfTest()
        try await ACDTenant.visit(
            change: { configuration, number in
                port.set(number)
                Self.discovering(&configuration, number)
                configuration.stateReads = .single
            },
            plain: { request in
                guard Self.isDiscovery(request) else { return nil }
                let auth = "http://127.0.0.1:\(port.number)"
                return .answer(200, body: #"{"api_endpoint": "http://127.0.0.1:\#(dead)", "auth_endpoint": "\#(auth)"}"#)
            },
            script: { _, _ in .hang }
        ) { tenant in
            let manners = tenant.client.manners
            let backs = Mutex(0)
            manners.whenBack { backs.withLock { $0 += 1 } }
            func discoveries() -> Int { tenant.server.requests.count { Self.isDiscovery($0) } }
            func read(after seconds: Int64) async {
                tenant.clock.advance(by: .seconds(seconds))
                _ = try? await tenant.client.liveStatus("101", notBefore: tenant.clock.now, patience: .zero)
            }
            await read(after: 0)
            for seconds: Int64 in [61, 0, 0, 0] { await read(after: seconds) }
            #expect(manners.reachability(now: tenant.clock.now) == .away(until: tenant.clock.now + .seconds(5)))
            #expect(discoveries() == 2)
            for pause: Int64 in [5, 10, 20] { await read(after: pause) }
            #expect(manners.reachability(now: tenant.clock.now) == .away(until: tenant.clock.now + .seconds(40)))
            await read(after: 39)
            #expect(discoveries() == 2, "an address in doubt, and old enough to be asked for")
            await read(after: 1)
            #expect(discoveries() == 3)
            #expect(manners.reachability(now: tenant.clock.now) == .away(until: tenant.clock.now + .seconds(60)))
            #expect(backs.withLock { $0 } == 0)
        }
    }

    @Test("an address that may not be used is refused with its reason, and no key is sent there") func refusedAddress() async throws {
        let port = PortOfTest()
        try await ACDTenant.visit(
            change: { configuration, number in
                port.set(number)
                Self.discovering(&configuration, number)
                configuration.refusal = { $0.scheme == .https ? nil : "it has no TLS" }
            },
            plain: { Self.isDiscovery($0) ? .answer(200, body: Self.found(port.number)) : nil },
            script: { _, _ in .hang }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.live("101") }
            #expect(fault?.description.contains("no TLS") == true)
            #expect(tenant.server.requests.allSatisfy { Self.isDiscovery($0) })
        }
    }

    @Test("a description that cannot be found or read is a fault of discovery", arguments: [404, 200])
    func unreadable(status: Int) async throws {
        try await ACDTenant.visit(
            change: { Self.discovering(&$0, $1) },
            plain: { Self.isDiscovery($0) ? .answer(status, body: #"{"area": "na1"}"#) : nil },
            script: { _, _ in .hang }
        ) { tenant in
            let fault = await #expect(throws: CXoneFault.self) { try await tenant.live("101") }
            #expect(fault?.label == (status == 404 ? "not_found" : "unreadable"))
            #expect(fault?.description.contains(status == 404 ? "discoveryTenantId" : "api_endpoint") == true, "\(fault as Any)")
        }
    }
}
