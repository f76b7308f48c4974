import LibCrypto
package import Notation
package import Reconciliation
import WebhookSignature

/// One reading of everything that a bridge is configured with: settings, keys, tokens.
package struct ServedConfiguration: Sendable {
    package let settings: BridgeConfiguration
    package let start: FirstStart

    package init(_ settings: BridgeConfiguration, _ start: FirstStart) {
        self.settings = settings
        self.start = start
    }

    /// What a later reading says otherwise.
    package func changes(to new: ServedConfiguration) -> ConfigurationChanges {
        var changes = ConfigurationChanges()
        sources(new, &changes)
        endpoints(new, &changes)
        tenants(new, &changes)
        if settings.policies != new.settings.policies || settings.refinements != new.settings.refinements {
            changes.taken["policy"] = .bool(true)
        }
        if start.tokens != new.start.tokens {
            changes.taken["tokens"] = .array(new.start.tokens.tokens.map { .string($0.holder.name) })
        }
        let fixed: [(String, Bool)] = [
            ("data", settings.data == new.settings.data), ("intake", settings.intake == new.settings.intake),
            ("operators", settings.operators == new.settings.operators), ("log", settings.log == new.settings.log),
            ("allow", settings.addresses == new.settings.addresses),
        ]
        changes.atNextStart += fixed.filter { !$0.1 }.map(\.0)
        return changes
    }

    /// The new reading, but for what the running bridge does not take over.
    func adopting(_ new: ServedConfiguration) -> ServedConfiguration {
        var settings = settings
        settings.sources = new.settings.sources
        settings.policies = new.settings.policies
        settings.refinements = new.settings.refinements
        for (name, tenant) in new.settings.tenants where settings.tenants[name] != nil { settings.tenants[name] = tenant }
        return ServedConfiguration(settings, new.start)
    }

    private func sources(_ new: ServedConfiguration, _ changes: inout ConfigurationChanges) {
        for name in Set(settings.sources.keys).union(new.settings.sources.keys).sorted() {
            let isSame = settings.sources[name] == new.settings.sources[name] && start.sources[name] == new.start.sources[name]
            if !isSame { changes.taken["sources.\(name)"] = KeyDigests.of(new.start.sources[name]) }
        }
    }

    private func endpoints(_ new: ServedConfiguration, _ changes: inout ConfigurationChanges) {
        for name in Set(settings.endpoints.keys).union(new.settings.endpoints.keys).sorted() {
            guard let old = settings.endpoints[name], let other = new.settings.endpoints[name], old.url == other.url,
                old.types == other.types
            else {
                changes.atNextStart.append("endpoints.\(name)")
                continue
            }
            if start.endpoints[name] != new.start.endpoints[name] {
                changes.taken["endpoints.\(name)"] = KeyDigests.of(new.start.endpoints[name])
            }
        }
    }

    private func tenants(_ new: ServedConfiguration, _ changes: inout ConfigurationChanges) {
        for name in Set(settings.tenants.keys).union(new.settings.tenants.keys).sorted() {
            guard let old = settings.tenants[name], let other = new.settings.tenants[name] else {
                changes.atNextStart.append("cxone.\(name)")
                continue
            }
            if old != other {
                changes.taken["cxone.\(name)"] = .bool(true)
                changes.tenants.insert(name)
            }
        }
    }
}

/// What two readings of the configuration do not agree on.
package struct ConfigurationChanges: Sendable {
    /// Taken over at once, by place; keys as digests, a source that is gone as null.
    package var taken = JSONObject()
    /// Places whose change counts from the next start on.
    package var atNextStart: [String] = []
    /// The tenants that are spoken to otherwise.
    package var tenants: Set<TenantName> = []
}

/// Keys as the journal tells of them: who they are, not what they are.
private enum KeyDigests {
    /// The first 8 bytes of SHA-256 of a key's text, by the key's id; null for no keys at all.
    static func of(_ ring: KeyRing?) -> JSONValue {
        guard let ring else { return .null }
        var object = JSONObject()
        for entry in ring.entries {
            let digest = (try? SHA256.hash(Array(entry.key.text.utf8)).bytes).map { Hexadecimal.encode($0.prefix(8)) }
            object[entry.id] = .string(orNull: digest)
        }
        return .object(object)
    }
}
