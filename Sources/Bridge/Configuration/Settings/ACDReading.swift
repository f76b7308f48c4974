import Notation
import Reconciliation

extension ConfigurationBuilder {
    /// Keys that only one of the dialects reads.
    static let acdKeys = [
        "accessKeyId", "accessKeySecret", "tokenForm", "discoveryTenantId", "discoveryUrl", "apiUrl", "authUrl", "pathPrefix", "version",
        "codes", "logoutForOffline", "stateReads", "staleSeconds", "successCodes", "queuesStates",
        "schedules", "schedulesUrl", "schedulesPath",
    ]
    static let platformKeys = ["tenant", "baseUrl", "tokenUrl", "credentials", "statusScope", "historyScope"]

    /// What is given for the other dialect is said: it does nothing.
    mutating func warnOfOtherDialect(_ path: String, _ dialect: TenantSettings.Dialect) {
        for key in dialect == .acd ? Self.platformKeys : Self.acdKeys where reader.has("\(path).\(key)") {
            reader.warn("\(path).\(key) has no effect in the dialect \(dialect.rawValue)")
        }
    }

    mutating func acd(_ path: String, _ addresses: AddressRules) -> ACDSettings {
        var acd = ACDSettings()
        acd.accessKeyID = reader.text("\(path).accessKeyId")
        acd.accessKeySecret = reader.secret("\(path).accessKeySecret")
        acd.tokenForm = word("\(path).tokenForm", acd.tokenForm)
        acd.discoveryTenantID = reader.text("\(path).discoveryTenantId")
        acd.discoveryURL = reader.address("\(path).discoveryUrl", rules: addresses, allowsBareHost: true)?.base
        acd.apiURL = reader.address("\(path).apiUrl", rules: addresses, allowsBareHost: true)?.base
        acd.authURL = reader.address("\(path).authUrl", rules: addresses, allowsBareHost: true)?.base
        acd.pathPrefix = plainPath("\(path).pathPrefix", such: "/incontactapi/services")
        acd.version = version("\(path).version")
        (acd.codes, acd.reasonCodes) = codes("\(path).codes")
        acd.logoutForOffline = reader.flag("\(path).logoutForOffline")
        acd.stateReads = word("\(path).stateReads", acd.stateReads)
        acd.staleSeconds = reader.integer("\(path).staleSeconds", in: 0...60, standard: acd.staleSeconds)
        acd.successCodes = successCodes("\(path).successCodes")
        acd.queuesStates = word("\(path).queuesStates", acd.queuesStates)
        acd.schedules = word("\(path).schedules", acd.schedules)
        acd.schedulesURL = reader.address("\(path).schedulesUrl", rules: addresses, allowsBareHost: true)?.base
        acd.schedulesPath = plainPath("\(path).schedulesPath", such: "/schedules/export")
        return acd
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ path: String, _ standard: Word) -> Word {
        let text = reader.choice(path, of: Word.allCases.map(\.rawValue), standard: standard.rawValue)
        return Word(rawValue: text) ?? standard
    }

    private mutating func plainPath(_ path: String, such example: String) -> String? {
        guard let text = reader.text(path) else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"): true
            default: false
            }
        }
        guard isPlain, text.first == "/", text.last != "/", !text.contains("//"), !text.contains("..") else {
            reader.note(.badValue, path, "found \(Found.words(text)); a path such as \(example) is allowed")
            return nil
        }
        return text
    }

    private mutating func version(_ path: String) -> String? {
        guard let text = reader.text(path) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...4).contains($0.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            reader.note(.badValue, path, "found \(Found.words(text)); a version such as 30.0 is allowed")
            return nil
        }
        return text
    }

    private mutating func successCodes(_ path: String) -> Set<Int> {
        var codes: Set<Int> = []
        for text in reader.list(path) ?? [] {
            guard let code = Int(text), (200...299).contains(code) else {
                reader.note(.badValue, path, "found \(Found.words(text)); answers from 200 to 299 are allowed, such as \"202\"")
                continue
            }
            codes.insert(code)
        }
        return codes
    }

    // MARK: Codes

    private static let codedStatuses = [Status.onBreak, .training, .busy, .offline].map(\.rawValue)

    /// `{"Break": "Rest", "Offline": "End of Shift", "reasons": {"IT Issue": "Technical"}}`.
    private mutating func codes(_ path: String) -> (statuses: [String: String], reasons: [String: String]) {
        guard let value = reader.setting(path)?.value else { return ([:], [:]) }
        guard let object = value.object else {
            let example = "{\"Break\": \"Rest\", \"reasons\": {\"IT Issue\": \"Technical\"}}"
            reader.note(.wrongType, path, "found \(Found.words(value, kind: .map)); a map is allowed, such as \(example)")
            return ([:], [:])
        }
        var statuses: [String: String] = [:]
        var reasons: [String: String] = [:]
        for (name, value) in object where !value.isNull {
            if name == "reasons" {
                reasons = reasonCodes(value, "\(path).reasons")
            } else if Self.codedStatuses.contains(name) {
                statuses[name] = codeName(value, "\(path).\(name)")
            } else {
                let known = Self.codedStatuses + ["reasons"]
                let hint = Suggestion.clause(for: name, among: known)
                reader.note(.unknownKey, "\(path).\(name)", "is no key; there are \(known.joined(separator: ", "))\(hint)")
            }
        }
        refuseSharedCodes(path, statuses, reasons)
        return (statuses, reasons)
    }

    private mutating func reasonCodes(_ value: JSONValue, _ place: String) -> [String: String] {
        guard let object = value.object else {
            reader.note(.wrongType, place, "found \(Found.words(value, kind: .map)); a map of pause reasons is allowed")
            return [:]
        }
        var reasons: [String: String] = [:]
        for (reason, value) in object where !value.isNull { reasons[reason] = codeName(value, "\(place).\(reason)") }
        return reasons
    }

    private mutating func codeName(_ value: JSONValue, _ place: String) -> String? {
        guard let text = value.string, (1...128).contains(text.unicodeScalars.count) else {
            reader.note(.badValue, place, "found \(Found.words(value, kind: .text)); the name of a code is allowed, 1 to 128 characters")
            return nil
        }
        return text
    }

    /// One code cannot stand for two statuses: what an agent is doing could not be told from it.
    private mutating func refuseSharedCodes(_ path: String, _ statuses: [String: String], _ reasons: [String: String]) {
        var owners: [String: String] = [:]
        let standard = ["Break": "Break", "Training": "Training", "Busy": "Busy"]
        for (status, code) in standard.merging(statuses, uniquingKeysWith: { _, own in own }).sorted(by: { $0.key < $1.key }) {
            if let other = owners.updateValue(status, forKey: code) {
                reader.note(.badValue, "\(path).\(status)", "is the code of \(other) too (\(Found.words(code))): give each status its own")
            }
        }
        for (reason, code) in reasons.sorted(by: { $0.key < $1.key }) {
            guard let status = owners[code], status != "Break" else { continue }
            reader.note(.badValue, "\(path).reasons.\(reason)", "is the code of \(status) too (\(Found.words(code))): give each its own")
        }
    }
}
