import GRDB
import Reconciliation

extension SQLiteTransaction {
    func switches() throws -> Switches {
        let paused = try first("SELECT paused FROM switches WHERE only = 1", [], { try $0.flag() })
        guard let paused else { throw StoreFault.corrupt("the switches are gone") }
        let shadows = try all("SELECT scope, tenant, name, is_on FROM shadows") { fields in
            (try ShadowScope(&fields), try fields.flag())
        }
        return Switches(paused: paused, shadows: Dictionary(shadows, uniquingKeysWith: { _, new in new }))
    }

    func setPaused(_ paused: Bool, at now: Instant, records: [JournalRow.Content]) throws {
        try run("UPDATE switches SET paused = ?, changed_at = ? WHERE only = 1", [paused ? 1 : 0, now.microseconds])
        try store(records, at: now)
    }

    func setShadow(_ scope: ShadowScope, _ isOn: Bool?, at now: Instant, records: [JournalRow.Content]) throws {
        let (word, tenant, name) = scope.columns
        if let isOn {
            try run(
                "INSERT OR REPLACE INTO shadows (scope, tenant, name, is_on, changed_at) VALUES (?, ?, ?, ?, ?)",
                [word, tenant, name, isOn ? 1 : 0, now.microseconds]
            )
        } else {
            try run("DELETE FROM shadows WHERE scope = ? AND tenant = ? AND name = ?", [word, tenant, name])
        }
        try store(records, at: now)
    }
}

extension ShadowScope {
    /// What does not apply to a scope is an empty text, so that the key is whole.
    fileprivate var columns: (scope: String, tenant: String, name: String) {
        switch self {
        case .tenant(let tenant): ("tenant", tenant.text, "")
        case .source(let source): ("source", "", source.text)
        case .team(let team, of: let tenant): ("team", tenant.text, team)
        }
    }

    fileprivate init(_ fields: inout Fields) throws {
        let scope = try fields.text()
        let tenant: TenantName = try fields.name()
        let name = try fields.text()
        switch scope {
        case "tenant": self = .tenant(tenant)
        case "source": self = .source(SourceName(name))
        case "team": self = .team(name, of: tenant)
        default: throw StoreFault.corrupt("a shadow switch is of an unknown scope")
        }
    }
}
