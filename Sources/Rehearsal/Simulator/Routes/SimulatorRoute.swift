/// Where a request goes, by its method and path.
enum SimulatorRoute: Sendable, Hashable {
    /// A call that clients make, with the user, agent or team that its path names.
    case open(SimulatedCall, id: String? = nil)
    case page
    case agents
    case agent(String)
    case changeAgent(String)
    case faults
    case replaceFaults
    case calls
    case clearCalls
    case limits
    case replaceLimits
    case chaos
    case replaceChaos
    case key
    case replaceKey
    case scopes
    case replaceScopes
    case team(String)
    case changeTeam(String)

    /// Of the two ways to a token of the dialect `acd` the one that takes a form.
    static let formTokenPath: Substring = "/auth/token"
    /// Of the versions of the interface the first that is served.
    private static let firstVersion = 20

    /// - Parameter path: without the query, still encoded; each segment is decoded by itself (RFC 3986, section 2.4)
    /// - Throws: 404 for a path that is none of the simulator's, 405 for a method that the path does not know
    init(method: String, path: Substring) throws(Refusal) {
        var segments: [String] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard let text = PercentEncoding.decode(segment, plusIsSpace: false) else {
                throw Refusal(400, "A percent-escape in the path is malformed, or the text behind it is not UTF-8.")
            }
            segments.append(text)
        }
        guard segments.count > 1, segments[0].isEmpty, let routes = Self.routes(to: segments.dropFirst()) else {
            throw Refusal(404, "There is nothing at this path.")
        }
        guard let route = routes.first(where: { $0.method == method })?.route else {
            throw Refusal(405, "The method is not allowed here.", allow: routes.map(\.method).joined(separator: ", "))
        }
        self = route
    }

    private static func routes(to segments: ArraySlice<String>) -> [(method: String, route: SimulatorRoute)]? {
        if segments.first == "simulator" { return controlRoutes(to: segments.dropFirst()) }
        if segments.first == "incontactapi" { return acdRoutes(to: segments.dropFirst()) }
        let rest = segments.dropFirst(3)
        switch segments.prefix(3) {
        case ["api", "v2", "users"]:
            guard let id = rest.first, !id.isEmpty else { return nil }
            if rest.count == 1 { return [("GET", .open(.user, id: id))] }
            guard rest.dropFirst() == ["status"] else { return nil }
            return [("GET", .open(.status, id: id)), ("PUT", .open(.putStatus, id: id))]
        case ["reporting", "v2", "agents"]:
            return rest == ["states", "history"] ? [("GET", .open(.history))] : nil
        case ["oauth", "token"]:
            return [("POST", .open(.token))]
        case ["schedules", "export"]:
            return [("POST", .open(.scheduleExport))]
        case [".well-known", "cxone-configuration"]:
            return [("GET", .open(.discovery))]
        case ["auth", "token"]:
            return [("POST", .open(.acdToken))]
        case ["authentication", "v1", "token"]:
            return rest == ["access-key"] ? [("POST", .open(.acdToken))] : nil
        default:
            return nil
        }
    }

    /// Behind `/incontactapi`: `services/v{NN}.0/…`.
    private static func acdRoutes(to segments: ArraySlice<String>) -> [(method: String, route: SimulatorRoute)]? {
        guard segments.first == "services", let version = segments.dropFirst().first, isServed(version) else { return nil }
        let rest = Array(segments.dropFirst(2))
        guard rest.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (rest.first, rest.count) {
        case ("agents", 1): return [("GET", .open(.agents))]
        case ("agents", 2) where rest[1] == "states": return [("GET", .open(.agentStates))]
        case ("agents", 2): return [("GET", .open(.agent, id: rest[1]))]
        case ("agents", 3):
            switch rest[2] {
            case "state": return [("POST", .open(.setState, id: rest[1]))]
            case "states": return [("GET", .open(.agentState, id: rest[1]))]
            case "state-history": return [("GET", .open(.stateHistory, id: rest[1]))]
            case "logout": return [("POST", .open(.logout, id: rest[1]))]
            default: return nil
            }
        case ("teams", 1): return [("GET", .open(.teams))]
        case ("teams", 3) where rest[2] == "unavailable-codes": return [("GET", .open(.unavailableCodes, id: rest[1]))]
        default: return nil
        }
    }

    /// Whether a segment is `v{NN}.0` with a version that is served.
    private static func isServed(_ segment: String) -> Bool {
        guard segment.hasPrefix("v"), segment.hasSuffix(".0") else { return false }
        let digits = segment.dropFirst().dropLast(2)
        let areDigits = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return areDigits && Int(digits).map { $0 >= firstVersion } ?? false
    }

    private static func controlRoutes(to segments: ArraySlice<String>) -> [(method: String, route: SimulatorRoute)]? {
        switch Array(segments) {
        case []: [("GET", .page)]
        case ["agents"]: [("GET", .agents)]
        case ["faults"]: [("GET", .faults), ("PUT", .replaceFaults)]
        case ["calls"]: [("GET", .calls), ("DELETE", .clearCalls)]
        case ["limits"]: [("GET", .limits), ("PUT", .replaceLimits)]
        case ["chaos"]: [("GET", .chaos), ("PUT", .replaceChaos)]
        case ["key"]: [("GET", .key), ("PUT", .replaceKey)]
        case ["scopes"]: [("GET", .scopes), ("PUT", .replaceScopes)]
        case let path where path.count == 2 && path[0] == "teams": [("GET", .team(path[1])), ("PUT", .changeTeam(path[1]))]
        case let path where path.count == 2 && path[0] == "agents": [("GET", .agent(path[1])), ("PUT", .changeAgent(path[1]))]
        default: nil
        }
    }
}
