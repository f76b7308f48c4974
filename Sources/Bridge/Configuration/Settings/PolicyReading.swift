import Reconciliation

extension ConfigurationBuilder {
    /// The configured policies and `default`; pause reasons and roles come from the tenant.
    mutating func policies() -> [String: Policy] {
        var policies: [String: Policy] = [:]
        for name in Set(names.configured("policy")).union(["default"]).sorted() { policies[name] = policy("policy.\(name)") }
        return policies
    }

    private mutating func policy(_ path: String) -> Policy {
        var policy = Policy()
        let onContact = reader.choice(
            "\(path).onContact",
            of: Policy.OnContact.allCases.map(\.rawValue),
            standard: policy.onContact.rawValue
        )
        policy.onContact = Policy.OnContact(rawValue: onContact) ?? policy.onContact
        let loggedOut = reader.choice(
            "\(path).loggedOut",
            of: Policy.LoggedOut.allCases.map(\.rawValue),
            standard: policy.loggedOut.rawValue
        )
        policy.loggedOut = Policy.LoggedOut(rawValue: loggedOut) ?? policy.loggedOut
        policy.override = override("\(path).override") ?? policy.override
        let drift = reader.choice("\(path).drift", of: Policy.Drift.allCases.map(\.rawValue), standard: policy.drift.rawValue)
        policy.drift = Policy.Drift(rawValue: drift) ?? policy.drift
        policy.shiftGrace = .seconds(reader.integer("\(path).shiftGraceSeconds", in: 0...86_400, standard: 300))
        return policy
    }

    private mutating func override(_ path: String) -> Policy.Override? {
        guard let text = reader.text(path) else { return nil }
        switch text {
        case "until-next-change": return .untilNextChange
        case "wfm-wins": return .wfmWins
        case "report-only": return .reportOnly
        default: break
        }
        if text.hasPrefix("for("), text.hasSuffix(")") {
            if let duration = ConfiguredDuration.parse(text.dropFirst(4).dropLast()) { return .lasting(duration) }
            reader.note(.badValue, path, "found \(Found.words(text)); for(…) takes 1s to 31d, such as for(30m), for(2h) or for(1d)")
            return nil
        }
        let words = ["until-next-change", "for(30m)", "wfm-wins", "report-only"]
        let hint = Suggestion.clause(for: text, among: words)
        reader.note(.badValue, path, "found \(Found.words(text)); \(words.joined(separator: ", ")) are allowed (with any duration)\(hint)")
        return nil
    }

    /// What is taken and has no effect is said, so that nobody relies on it.
    mutating func warnOfPolicies(_ configuration: BridgeConfiguration) {
        let used = Set(configuration.tenants.values.map(\.policy)).union(["default"])
        for (name, policy) in configuration.policies.sorted(by: { $0.key < $1.key }) {
            if !used.contains(name) { reader.warn("policy.\(name) is named by no tenant (cxone.….policy)") }
            if policy.override != Policy().override { reader.warn("policy.\(name).override has no effect in this version") }
            if policy.drift != Policy().drift { reader.warn("policy.\(name).drift has no effect in this version") }
        }
    }
}

/// Spans as the configuration has them: a whole number and s, m, h or d.
enum ConfiguredDuration {
    static func parse(_ text: some StringProtocol) -> Duration? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), text.utf8.count <= 8 else { return nil }
        let digits = text.dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int64(digits) else { return nil }
        let seconds = count * unit
        return (1...31 * 86_400).contains(seconds) ? .seconds(seconds) : nil
    }
}
