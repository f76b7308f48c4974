/// Where a request goes, by its method and path.
enum SimulatorRoute: Sendable, Hashable {
    /// The user is nil for token and history.
    case platform(SimulatedCall, userID: String?)
    case agents
    case agent(String)
    case changeAgent(String)
    case faults
    case replaceFaults
    case calls
    case clearCalls

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
        let rest = segments.dropFirst(3)
        switch segments.prefix(3) {
        case ["api", "v2", "users"]:
            guard let id = rest.first, !id.isEmpty else { return nil }
            if rest.count == 1 { return [("GET", .platform(.user, userID: id))] }
            guard rest.dropFirst() == ["status"] else { return nil }
            return [("GET", .platform(.status, userID: id)), ("PUT", .platform(.putStatus, userID: id))]
        case ["reporting", "v2", "agents"]:
            return rest == ["states", "history"] ? [("GET", .platform(.history, userID: nil))] : nil
        case ["oauth", "token"]:
            return [("POST", .platform(.token, userID: nil))]
        case ["simulator", "agents"]:
            return [("GET", .agents)]
        case ["simulator", "faults"]:
            return [("GET", .faults), ("PUT", .replaceFaults)]
        case ["simulator", "calls"]:
            return [("GET", .calls), ("DELETE", .clearCalls)]
        default:
            guard segments.count == 3, segments.starts(with: ["simulator", "agents"]), let id = segments.last else { return nil }
            return [("GET", .agent(id)), ("PUT", .changeAgent(id))]
        }
    }
}
