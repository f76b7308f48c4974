import CXone
package import Notation
package import Reconciliation
package import Store

/// What an operator can ask for or order, over HTTP or, where no bridge runs, from a command in its own process.
package enum ConsoleOrder: Sendable, Hashable {
    /// - after: the user id to go on after.
    case agents(tenant: String?, after: String?, limit: Int)
    case why(userID: String, tenant: String?)
    /// - all: those that are over, too.
    /// - after: the hold to go on after.
    case holds(all: Bool, after: HoldID?, limit: Int)
    case release(HoldID)
    /// - limit: so many moves of each kind at most.
    case plan(tenant: String?, limit: Int)
    case changes(userID: String, reference: String?, tenant: String?)
    case cancel(ChangeID)
    case pause
    case resume
    /// Nil: the policy decides again.
    case shadow(ShadowScope, Bool?)

    /// Whether it takes more than a viewer.
    package var changes: Bool {
        switch self {
        case .agents, .why, .holds, .changes, .plan: false
        case .release, .cancel, .pause, .resume, .shadow: true
        }
    }

    /// How it is asked for over HTTP (2-wfm-wire, The operators' API); `path` includes the query.
    package var request: (method: String, path: String, body: JSONValue?) {
        switch self {
        case .agents(let tenant, let after, let limit):
            ("GET", "/v1/agents" + Self.query([("tenant", tenant), ("after", after), ("limit", "\(limit)")]), nil)
        case .why(let userID, let tenant):
            ("GET", "/v1/agents/\(URLText.encode(userID))/why" + Self.query([("tenant", tenant)]), nil)
        case .holds(let all, let after, let limit):
            ("GET", "/v1/holds" + Self.query([("all", all ? "true" : nil), ("after", after?.text), ("limit", "\(limit)")]), nil)
        case .release(let id):
            ("POST", "/v1/holds/\(URLText.encode(id.text))/release", nil)
        case .plan(let tenant, let limit):
            ("GET", "/v1/plan" + Self.query([("tenant", tenant), ("limit", "\(limit)")]), nil)
        case .changes(let userID, let reference, let tenant):
            ("GET", "/v1/status-changes" + Self.query([("userId", userID), ("reference", reference), ("tenant", tenant)]), nil)
        case .cancel(let id):
            ("POST", "/v1/status-changes/\(URLText.encode(id.text))/cancel", nil)
        case .pause:
            ("POST", "/v1/pause", nil)
        case .resume:
            ("POST", "/v1/resume", nil)
        case .shadow(let scope, let isOn):
            ("PUT", "/v1/shadow", .object(scope.json(isOn)))
        }
    }

    package static func query(_ fields: [(name: String, value: String?)]) -> String {
        let given = fields.compactMap { field in field.value.map { (name: field.name, value: $0) } }
        return given.isEmpty ? "" : "?\(URLText.query(given))"
    }
}

extension ShadowScope {
    /// As the operators' API writes it: one of tenant, source, team (with its tenant), and what shadow mode is there.
    func json(_ isOn: Bool?) -> JSONObject {
        var object: JSONObject =
            switch self {
            case .tenant(let tenant): ["tenant": .string(tenant.text)]
            case .source(let source): ["source": .string(source.text)]
            case .team(let team, of: let tenant): ["team": .string(team), "tenant": .string(tenant.text)]
            }
        object["shadow"] = isOn.map { .bool($0) } ?? .null
        return object
    }

    /// Reads it.
    init(_ body: JSONValue) throws(Problem) {
        let tenant = body["tenant"]?.string
        let source = body["source"]?.string
        let team = body["team"]?.string
        switch (tenant, source, team) {
        case (let tenant?, nil, nil): self = .tenant(TenantName(tenant))
        case (nil, let source?, nil): self = .source(SourceName(source))
        case (let tenant, nil, let team?): self = .team(team, of: tenant.map { TenantName($0) } ?? .standard)
        default:
            throw Problem(status: 422, code: "missing_field", detail: "name one scope: tenant, source, or team (with its tenant)")
        }
    }
}
