import HTTPTypes
import Hummingbird
package import Logging
package import Notation
import ServiceLifecycle

/// A stand-in for CXone's two interfaces that anybody's client can talk to, over plain HTTP: both about the same agents.
///
/// It knows the wire from its description and shares nothing with this project's client, so that the two cannot agree on a mistake.
package final class SimulatorServer: Service, Sendable {
    package let configuration: SimulatorConfiguration
    package let roster: Roster
    private let listener: HTTPListener
    private let onReady: @Sendable (ListenerAddress) async -> Void

    /// - Parameters:
    ///   - clock: everything in here runs by it: shifts, histories, tokens, latency and limit
    ///   - onReady: called once, when the listener accepts
    package init(
        _ configuration: SimulatorConfiguration = SimulatorConfiguration(),
        clock: WallClock = .system,
        logger: Logger,
        onReady: @escaping @Sendable (ListenerAddress) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.onReady = onReady
        roster = configuration.roster
        let tenant = SharedTenant(SimulatedTenant(configuration, now: clock.now()))
        let open = PublicRoutes(tenant: tenant, clock: clock, configuration: configuration)
        let control = ControlRoutes(tenant: tenant, clock: clock)
        listener = HTTPListener(host: configuration.host, port: configuration.port, logger: logger) { exchange in
            let route: SimulatorRoute
            do throws(Refusal) {
                route = try SimulatorRoute(method: exchange.request.method.rawValue, path: exchange.target.path)
            } catch {
                // Whoever errs within the dialect `acd`, in the version for example, is told so in its manner.
                let isACD = exchange.target.path.hasPrefix("/incontactapi")
                let response = Response(error, dialect: isACD ? .acd : .platform)
                return exchange.request.method == .head ? response.createHeadResponse() : response
            }
            if case .open(let call, let id) = route {
                return try await open.answer(call, id: id, in: exchange)
            }
            return try await control.answer(route, in: exchange)
        }
    }

    /// Runs until the service is shut down or its task is cancelled; requests in hand get two seconds.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [listener, onReady] in
                // Where there is no address, the listener itself says why.
                guard let address = try? await listener.address() else { return }
                await onReady(address)
            }
            try await listener.run()
        }
    }

    /// The address, as soon as the listener accepts.
    package func address() async throws -> ListenerAddress {
        try await listener.address()
    }

    /// CXone is down: from the return of this on, connections are refused.
    package func goDown() async throws {
        try await listener.close()
    }

    /// CXone is back, at the same port and in the same state.
    package func comeUp() async throws {
        try await listener.open()
    }
}
