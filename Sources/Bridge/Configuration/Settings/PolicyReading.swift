import Reconciliation

extension ConfigurationBuilder {
    /// The configured policies and `default`, each with what it chooses; pause reasons and roles come from the tenant.
    mutating func policies() -> [String: PolicyEntry] {
        var policies: [String: PolicyEntry] = [:]
        for name in Set(names.configured("policy")).union(["default"]).sorted() { policies[name] = policy("policy.\(name)") }
        return policies
    }

    private mutating func policy(_ path: String) -> PolicyEntry {
        var policy = PolicyEntry()
        policy.onContact = word("\(path).onContact")
        policy.loggedOut = word("\(path).loggedOut")
        policy.override = override("\(path).override")
        policy.drift = word("\(path).drift")
        policy.shadow = flag("\(path).shadow")
        policy.reportsContacts = flag("\(path).reportContacts")
        policy.satisfiable = statuses("\(path).satisfiable")
        policy.isStampedeExempt = flag("\(path).stampedeExempt")
        policy.unavailableFirst = flag("\(path).unavailableFirst")
        policy.shiftGrace = number("\(path).shiftGraceSeconds", in: 0...86_400).map { .seconds($0) }
        policy.fightLimit = number("\(path).fightLimit", in: 0...1_000)
        policy.fightHold = number("\(path).fightHoldMinutes", in: 1...1_440).map { .minutes(Int64($0)) }
        policy.stampedeShare = number("\(path).stampedePercent", in: 0...100)
        policy.stampedeCount = number("\(path).stampedeAgents", in: 0...1_000_000)
        return policy
    }

    /// What is not said is left to the next less specific policy.
    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ path: String) -> Word? {
        guard let standard = Word.allCases.first, reader.has(path) else { return nil }
        return Word(rawValue: reader.choice(path, of: Word.allCases.map(\.rawValue), standard: standard.rawValue))
    }

    private mutating func flag(_ path: String) -> Bool? { reader.has(path) ? reader.flag(path) : nil }

    private mutating func number(_ path: String, in range: ClosedRange<Int>) -> Int? {
        reader.has(path) ? reader.integer(path, in: range, standard: range.lowerBound) : nil
    }

    private mutating func statuses(_ path: String) -> [Status]? {
        guard let texts = reader.list(path) else { return nil }
        let known = Status.allCases.map(\.rawValue)
        for text in texts where !known.contains(text) {
            let hint = Suggestion.clause(for: text, among: known)
            reader.note(.badValue, path, "found \(Found.words(text)); \(known.joined(separator: ", ")) are allowed\(hint)")
        }
        return texts.compactMap { Status(rawValue: $0) }
    }

    /// The policies that sources and teams name, over those of their tenants.
    mutating func refinements(_ policies: [String: PolicyEntry]) -> BridgeConfiguration.Refinements {
        var refinements = BridgeConfiguration.Refinements()
        for name in names.configured("sources") {
            guard let entry = named("sources.\(name).policy", policies) else { continue }
            refinements.sources[SourceName(name)] = entry
        }
        for name in names.configured("teams") {
            let tenant = reader.text("teams.\(name).tenant").map { TenantName($0) } ?? .standard
            guard let entry = named("teams.\(name).policy", policies) else {
                if !reader.has("teams.\(name).policy") {
                    reader.note(.missing, "teams.\(name).policy", "is missing: the policy that holds for the team")
                }
                continue
            }
            refinements.teams[TeamID(tenant: tenant, name: name)] = entry
        }
        return refinements
    }

    private mutating func named(_ path: String, _ policies: [String: PolicyEntry]) -> PolicyEntry? {
        guard reader.has(path) else { return nil }
        return policies[reader.choice(path, of: policies.keys.sorted(), standard: "default")]
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
        var used = Set(configuration.tenants.values.map(\.policy)).union(["default"])
        for section in ["sources", "teams"] {
            used.formUnion(names.configured(section).compactMap { reader.text("\(section).\($0).policy") })
        }
        for name in configuration.policies.keys.sorted() where !used.contains(name) {
            reader.warn("policy.\(name) is named by no tenant, source or team (cxone.….policy, sources.….policy, teams.….policy)")
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
