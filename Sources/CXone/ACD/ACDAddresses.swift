import NIOHTTP1
import Notation
import Reconciliation
import Synchronization

/// Where the tenant's interface and its token endpoint are: configured, or discovered and remembered.
///
/// `GET …/.well-known/cxone-configuration?tenantId=…` names both (description of CXone's wire). It is asked again after
/// hours, and when a connection to what it named has failed; while it cannot answer, what it said before still counts. All who
/// want to know at once share one call, and while the tenant is not called nobody asks where it is.
final class ACDAddresses: Sendable {
    struct Found: Sendable, Equatable {
        let api: BaseURL
        let tokenURL: String
        let area: String?
    }

    private struct Memory {
        var found: (Found, at: Instant)?
        /// A connection failed: ask again, if the answer is not from just now.
        var isDoubted = false
        /// Bases at which some call was answered as this interface answers.
        var proven: Set<BaseURL> = []
    }

    /// An answer younger than this is not doubted: a tenant that is away must not cost a discovery with each try.
    static let trusted: Duration = .minutes(1)
    /// After a fault nobody asks for so long, where nothing is known that could be used meanwhile; else for as long as above.
    static let rest: Duration = .seconds(5)

    private let configuration: ACDConfiguration
    private let memory = Mutex(Memory())
    private let pause = Pause(longest: ACDAddresses.trusted)
    /// Made by whoever asks first: it needs the calls, which need the addresses.
    private let flight = Mutex<SharedFlight<Found>?>(nil)

    init(_ configuration: ACDConfiguration) {
        self.configuration = configuration
    }

    func found(by plain: PlainCalls) async throws(CXoneFault) -> Found {
        if let api = configuration.apiURL, let auth = configuration.authURL {
            return Found(api: api, tokenURL: Self.tokenURL(auth, form: configuration.tokenForm), area: nil)
        }
        let now = plain.now
        let (known, isFresh) = memory.withLock { memory -> (Found?, Bool) in
            guard let (found, at) = memory.found else { return (nil, false) }
            let age = now - at
            return (found, age >= .zero && age < (memory.isDoubted ? Self.trusted : configuration.discoveryMemory))
        }
        if let known, isFresh || plain.manners.reachability(now: now) != .reachable { return known }
        do throws(CXoneFault) {
            return try await shared(by: plain).value(leavingNotBefore: now - Self.trusted).value
        } catch {
            guard let known, error != .cancelled else { throw error }
            return known
        }
    }

    private func shared(by plain: PlainCalls) -> SharedFlight<Found> {
        flight.withLock { flight in
            if let flight { return flight }
            let made = SharedFlight<Found>(clock: plain.clock) { [weak self] _ in await self?.land(plain) ?? .failure(.cancelled) }
            flight = made
            return made
        }
    }

    private func land(_ plain: PlainCalls) async -> Result<Found, CXoneFault> {
        if let fault = pause.fault(now: plain.now) { return .failure(fault) }
        do throws(CXoneFault) {
            let found = try await discover(by: plain)
            memory.withLock {
                $0.found = (found, plain.now)
                $0.isDoubted = false
            }
            return .success(found)
        } catch {
            let isKnown = memory.withLock { $0.found != nil }
            pause.begin(error, until: plain.now + (isKnown ? Self.trusted : Self.rest))
            return .failure(error)
        }
    }

    /// A call to one of the addresses found nobody.
    func doubt() { memory.withLock { $0.isDoubted = true } }

    /// A call to this base was answered with a success.
    func prove(_ base: BaseURL) { memory.withLock { _ = $0.proven.insert(base) } }

    /// Whether a 404 from there is about what was asked for, and not about a wrong host or version.
    func isProven(_ base: BaseURL) -> Bool { memory.withLock { $0.proven.contains(base) } }

    private func discover(by plain: PlainCalls) async throws(CXoneFault) -> Found {
        let question = configuration.discoveryTenantID.map { "?" + URLText.query([("tenantId", $0)]) } ?? ""
        let url = "\(configuration.discoveryURL)/.well-known/cxone-configuration\(question)"
        let answer = try await plain.send(OutgoingCall(call: .discovery, method: .GET, url: url)).get()
        guard let body = try ACDFields.body(of: answer, call: .discovery), let fields = ACDFields(body) else {
            throw .unreadable(detail: "it is no object", call: .discovery)
        }
        let api = try address("api_endpoint", in: fields, configured: configuration.apiURL)
        let auth = try address("auth_endpoint", in: fields, configured: configuration.authURL)
        return Found(api: api, tokenURL: Self.tokenURL(auth, form: configuration.tokenForm), area: fields.text("area"))
    }

    private func address(_ name: String, in fields: ACDFields, configured: BaseURL?) throws(CXoneFault) -> BaseURL {
        if let configured { return configured }
        guard let text = fields.text(name) else { throw .unreadable(detail: "it has no \(name)", call: .discovery) }
        guard let address = try? BaseURL(text) else {
            throw .unreadable(detail: "its \(name) is no address of an interface", call: .discovery)
        }
        if let refusal = configuration.refusal(address) {
            throw .unreadable(detail: PlainText.line("its \(name) may not be used: \(refusal)"), call: .discovery)
        }
        return address
    }

    /// What discovery calls `auth_endpoint` is a base; a whole address is taken as it is.
    static func tokenURL(_ auth: BaseURL, form: ACDConfiguration.TokenForm) -> String {
        switch form {
        case .password:
            if auth.path.hasSuffix("/token") { return auth.description }
            return auth.path.hasSuffix("/auth") ? "\(auth)/token" : "\(auth)/auth/token"
        case .accessKey:
            return auth.path.hasSuffix("/access-key") ? auth.description : "\(auth)/authentication/v1/token/access-key"
        }
    }
}
