import Logging
import Notation
import Reconciliation
import Telemetry
import WebhookSignature

/// The names that a configuration has in each section that is a map by name.
struct ConfiguredNames: Sendable {
    private let configured: [String: [String]]

    init(_ file: FileSettings?) {
        configured = file?.names ?? [:]
    }

    func configured(_ section: String) -> [String] { configured[section] ?? [] }

    /// With those that can be given values without being configured.
    var bySection: [String: [String]] {
        var names = configured
        for (section, standard) in ConfigurationKey.standardNames {
            // A source that nobody configured is there only where there is no other.
            if section == "sources", !configured(section).isEmpty { continue }
            if !configured(section).contains(standard) { names[section, default: []].append(standard) }
        }
        return names
    }
}

/// Makes settings of values, and says of each one that cannot be taken what is allowed.
struct ConfigurationBuilder {
    var reader: SettingsReader
    let names: ConfiguredNames
    let absolute: (String, Setting?) -> String

    init(_ reader: SettingsReader, names: ConfiguredNames, absolute: @escaping (String, Setting?) -> String) {
        self.reader = reader
        self.names = names
        self.absolute = absolute
    }

    mutating func build() -> BridgeConfiguration {
        let addresses = addressRules()
        let tenants = tenants(addresses)
        let policies = policies()
        let intake = listener("intake", host: "0.0.0.0", port: 8080)
        let operators = listener("operators", host: "127.0.0.1", port: 8081)
        let everywhere = ["0.0.0.0", "::"]
        let overlap = intake.host == operators.host || everywhere.contains(intake.host) || everywhere.contains(operators.host)
        if intake.port == operators.port, intake.port != 0, overlap {
            reader.note(.badValue, "operators.port", "is the port of intake too (\(intake.port)): the two listeners need one each")
        }
        let data = reader.text("data").map { absolute($0, reader.setting("data")) } ?? absolute("wfm-bridge-data", nil)
        // Read for its faults: the loader has used it already.
        _ = reader.text("secretsDirectory")
        let eventSecret = webhookKey("endpoints.\(EndpointName.standard)")
        let configuration = BridgeConfiguration(
            data: data,
            intake: intake,
            operators: operators,
            tenants: tenants,
            sources: sources(tenants),
            endpoints: endpoints(addresses, eventSecret),
            policies: policies,
            refinements: refinements(policies),
            log: log(),
            addresses: addresses,
            eventSecret: eventSecret,
            historyUser: reader.text("history.user"),
            file: nil,
            warnings: []
        )
        warnOfPolicies(configuration)
        return configuration
    }

    // MARK: Places

    private mutating func listener(_ section: String, host: String, port: Int) -> ListenerSettings {
        ListenerSettings(
            host: reader.text("\(section).host") ?? host,
            port: reader.integer("\(section).port", in: 0...65_535, standard: port)
        )
    }

    private mutating func log() -> LogSettings {
        let level = reader.choice("log.level", of: Logger.Level.allCases.map(\.rawValue), standard: Logger.Level.info.rawValue)
        let format = reader.choice("log.format", of: LogFormat.allCases.map(\.rawValue), standard: LogFormat.auto.rawValue)
        return LogSettings(level: Logger.Level(rawValue: level) ?? .info, format: LogFormat(rawValue: format) ?? .auto)
    }

    private mutating func addressRules() -> AddressRules {
        AddressRules(
            allowLoopback: reader.flag("allow.loopback"),
            hosts: hosts("allow.hosts"),
            plainHTTPHosts: hosts("allow.plainHttp")
        )
    }

    private mutating func hosts(_ path: String) -> Set<String> {
        var hosts: Set<String> = []
        for text in reader.list(path) ?? [] {
            let bracketed = IPAddress(text)?.isIPv6 == true ? "[\(text)]" : text
            guard let host = try? WebAddress.host(bracketed[...]) else {
                reader.note(
                    .badValue,
                    path,
                    "\(Found.words(text)) is no host: names and addresses are allowed, without scheme, port and path"
                )
                continue
            }
            hosts.insert(host)
        }
        return hosts
    }

    // MARK: Sources and endpoints

    /// The key of a source or endpoint that stands in place of a key file.
    private mutating func webhookKey(_ path: String) -> Secret? {
        guard let secret = reader.secret("\(path).secret") else { return nil }
        do {
            _ = try WebhookKey(secret.reveal())
        } catch {
            reader.note(.badValue, "\(path).secret", error.description)
        }
        return secret
    }

    private mutating func sources(_ tenants: [TenantName: TenantSettings]) -> [SourceName: SourceSettings] {
        let configured = names.configured("sources")
        var sources: [SourceName: SourceSettings] = [:]
        for name in configured.isEmpty ? [SourceName.standard.text] : configured {
            let path = "sources.\(name)"
            var source = SourceSettings(keys: SourceSettings.standardKeys(of: SourceName(name)), isImplied: configured.isEmpty)
            source.tenant = tenant(path, tenants)
            _ = reader.choice("\(path).scheme", of: ["standard"], unavailable: SourceSettings.schemesToCome, standard: "standard")
            source.keys = reader.text("\(path).keys") ?? source.keys
            source.secret = webhookKey(path)
            source.requireEffectiveAt = reader.flag("\(path).requireEffectiveAt")
            source.toleranceSeconds = reader.integer("\(path).toleranceSeconds", in: 1...3_600, standard: 300)
            source.rank = reader.integer("\(path).rank", in: -1_000...1_000, standard: 0)
            source.team = reader.text("\(path).team")
            sources[SourceName(name)] = source
        }
        return sources
    }

    private mutating func tenant(_ path: String, _ tenants: [TenantName: TenantSettings]) -> TenantName {
        let name = TenantName(reader.text("\(path).tenant") ?? TenantName.standard.text)
        if tenants[name] == nil {
            let known = tenants.keys.sorted().map(\.text)
            let found =
                reader.has("\(path).tenant") ? "found \(Found.words(name.text))" : "the source names no tenant and there is no “default”"
            reader.note(
                .badValue,
                "\(path).tenant",
                "\(found); configured are \(known.joined(separator: ", "))\(Suggestion.clause(for: name.text, among: known))"
            )
        }
        return name
    }

    private mutating func endpoints(_ addresses: AddressRules, _ eventSecret: Secret?) -> [EndpointName: EndpointSettings] {
        let configured = names.configured("endpoints")
        var endpoints: [EndpointName: EndpointSettings] = [:]
        for name in configured {
            if !reader.has("endpoints.\(name).url") {
                reader.note(.missing, "endpoints.\(name).url", "is missing: an endpoint needs the URL that its events are sent to")
            }
            endpoints[EndpointName(name)] = endpoint(name, addresses, eventSecret)
        }
        let standard = EndpointName.standard
        if !configured.contains(standard.text) {
            // A key without an address is worth a warning and no more: --simulate finds the address by itself.
            var implied = endpoint(standard.text, addresses, eventSecret)
            implied?.isImplied = true
            endpoints[standard] = implied
            let section = "endpoints.\(standard)."
            if !reader.has(section + "url"), reader.hasAny(in: section) { reader.warn(BridgeConfiguration.addressMissing) }
        }
        return endpoints
    }

    private mutating func endpoint(_ name: String, _ addresses: AddressRules, _ eventSecret: Secret?) -> EndpointSettings? {
        let path = "endpoints.\(name)"
        let keys = reader.text("\(path).keys") ?? EndpointSettings.standardKeys(of: EndpointName(name))
        let secret = name == EndpointName.standard.text ? eventSecret : webhookKey(path)
        let types = reader.list("\(path).types")
        for type in types ?? [] where !EndpointSettings.allTypes.contains(type) {
            let hint = Suggestion.clause(for: type, among: EndpointSettings.allTypes)
            let allowed = EndpointSettings.allTypes.joined(separator: ", ")
            reader.note(.badValue, "\(path).types", "found \(Found.words(type)); \(allowed) are allowed\(hint)")
        }
        if types?.isEmpty == true {
            reader.note(.badValue, "\(path).types", "is empty: leave it out for the standard types, or the whole endpoint")
        }
        guard let url = reader.address("\(path).url", rules: addresses, allowsQuery: true) else { return nil }
        var settings = EndpointSettings(url: url.description, keys: keys, secret: secret)
        settings.types = types.map(Set.init) ?? EndpointSettings.standardTypes
        return settings
    }
}
