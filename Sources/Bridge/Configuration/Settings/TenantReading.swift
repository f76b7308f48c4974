import Notation
import Reconciliation

extension ConfigurationBuilder {
    /// The configured tenants, and `default` where none is configured or a value for it is given.
    mutating func tenants(_ addresses: AddressRules) -> [TenantName: TenantSettings] {
        let configured = names.configured("cxone")
        let standard = TenantName.standard.text
        var tenants: [TenantName: TenantSettings] = [:]
        let isGiven = ConfigurationKey.all.contains {
            $0.components.first == "cxone" && reader.has(KeyPlace($0, named: standard).path)
        }
        let extra = !configured.contains(standard) && (configured.isEmpty || isGiven) ? [standard] : []
        for name in configured + extra { tenants[TenantName(name)] = tenant(named: name, addresses) }
        return tenants
    }

    private mutating func tenant(named name: String, _ addresses: AddressRules) -> TenantSettings {
        let path = "cxone.\(name)"
        var tenant = TenantSettings()
        let dialects = TenantSettings.Dialect.allCases.map(\.rawValue)
        let dialect = reader.choice("\(path).dialect", of: dialects, standard: TenantSettings.Dialect.platform.rawValue)
        tenant.dialect = TenantSettings.Dialect(rawValue: dialect) ?? .platform
        tenant.acd = acd(path, addresses)
        warnOfOtherDialect(path, tenant.dialect)
        if let address = reader.address("\(path).tenant", rules: addresses, allowsBareHost: true) { tenant.statusURL = address.base }
        if let address = reader.address("\(path).baseUrl", rules: addresses, allowsBareHost: true) { tenant.reportingURL = address.base }
        tenant.tokenURL = reader.address("\(path).tokenUrl", rules: addresses)?.description
        tenant.clientID = reader.text("\(path).clientId")
        tenant.clientSecret = reader.secret("\(path).clientSecret")
        let words = TenantSettings.Credentials.allCases.map(\.rawValue)
        let credentials = reader.choice("\(path).credentials", of: words, standard: TenantSettings.Credentials.form.rawValue)
        tenant.credentials = TenantSettings.Credentials(rawValue: credentials) ?? .form
        tenant.statusScope = reader.text("\(path).statusScope")
        tenant.historyScope = reader.text("\(path).historyScope")
        tenant.states = states("\(path).states")
        tenant.pauseReasons = reader.list("\(path).pauseReasons") ?? tenant.pauseReasons
        tenant.roles = reader.list("\(path).roles") ?? tenant.roles
        if tenant.roles.isEmpty { reader.note(.badValue, "\(path).roles", "is empty: then no user's status could be changed") }
        tenant.rateInitial = reader.integer("\(path).rate.initial", in: 1...100_000, standard: tenant.rateInitial)
        tenant.rateMaximum = reader.integer("\(path).rate.maximum", in: 1...100_000, standard: tenant.rateMaximum)
        tenant.userMaxAgeSeconds = reader.integer("\(path).userMaxAgeSeconds", in: 10...86_400, standard: tenant.userMaxAgeSeconds)
        tenant.agents = reader.has("\(path).agents") ? reader.integer("\(path).agents", in: 1...10_000_000, standard: 1) : nil
        tenant.policy = reader.choice("\(path).policy", of: policyNames, standard: "default")
        return tenant
    }

    private var policyNames: [String] {
        let configured = names.configured("policy")
        return configured.contains("default") ? configured : configured + ["default"]
    }

    /// `{"9": "Training"}` or `{"9": {"label": "COACHING", "means": "Training"}}`.
    private mutating func states(_ path: String) -> [Int: StateOverride] {
        guard let value = reader.setting(path)?.value else { return [:] }
        guard let object = value.object else {
            reader.note(
                .wrongType,
                path,
                "found \(Found.words(value, kind: .map)); a map of state ids is allowed, such as {\"9\": \"Training\"}"
            )
            return [:]
        }
        var states: [Int: StateOverride] = [:]
        for (name, value) in object where !value.isNull {
            let place = "\(path).\(name)"
            guard let id = Int(name), id >= 0, String(id) == name else {
                reader.note(.badValue, place, "is no state id: whole numbers from 0 are allowed")
                continue
            }
            states[id] = state(value, place, path)
        }
        return states
    }

    private mutating func state(_ value: JSONValue, _ place: String, _ path: String) -> StateOverride? {
        var label: String?
        var meaning = value
        if let object = value.object {
            for (name, _) in object where name != "label" && name != "means" {
                reader.note(.unknownKey, "\(place).\(name)", "is no key; there are label, means")
            }
            meaning = object["means"] ?? .null
            if let given = object["label"], !given.isNull {
                guard let text = given.string, (1...64).contains(text.unicodeScalars.count) else {
                    reader.note(
                        .badValue,
                        "\(place).label",
                        "found \(Found.words(given, kind: .text)); a text of 1 to 64 characters is allowed"
                    )
                    return nil
                }
                label = text
            }
        }
        guard let word = meaning.string, let known = StateOverride.Meaning(configured: word) else {
            let words = StateOverride.Meaning.configuredWords
            let hint = meaning.string.map { Suggestion.clause(for: $0, among: words) } ?? ""
            reader.note(.badValue, place, "found \(Found.words(meaning, kind: .text)); \(words.joined(separator: ", ")) are allowed\(hint)")
            return nil
        }
        return StateOverride(label: label, meaning: known)
    }
}
