import LibCrypto
import Notation

extension JournalRecord {
    /// The record as one JSON object without a line feed, short enough for a line.
    ///
    /// What is too long for the line is replaced by `{"omitted": true, "bytes": …, "sha256": "…"}` over its compact JSON:
    /// first the payload, then the decision, then what is not in the contract; texts longer than 1,024 bytes are cut last.
    package func encoded() -> [UInt8] {
        var record = self
        for shorten in JournalRecord.shortenings {
            let bytes = record.encodedWhole()
            if bytes.count <= JournalLine.longestContent { return bytes }
            shorten(&record)
        }
        return record.encodedWhole()
    }

    private static let shortenings: [@Sendable (inout JournalRecord) -> Void] = [
        { $0.payload = omission(of: $0.payload) },
        { $0.decision = omission(of: $0.decision) },
        { $0.others = ["others": omission(of: .object($0.others))] },
        { $0.cutTexts() },
    ]

    private static let contract: Set<String> = [
        "seq", "prev", "recordId", "timestamp", "boot", "type", "action", "userId", "source", "requestId", "changeId", "payload",
        "decision", "success", "latencyMs", "complianceFlags", "complianceNotes",
    ]

    private func encodedWhole() -> [UInt8] {
        let latency: JSONValue =
            if let latencyMilliseconds, latencyMilliseconds.isFinite {
                .number(JSONNumber(milliseconds: latencyMilliseconds))
            } else {
                .null
            }
        var object: JSONObject = [
            "recordId": .string(recordID),
            "timestamp": .string(RFC3339.format(timestamp)),
            "boot": .string(boot),
            "type": .string(type.rawValue),
            "action": .string(orNull: action),
            "userId": .string(orNull: userID),
            "source": .string(orNull: source),
            "requestId": .string(orNull: requestID),
            "changeId": .string(orNull: changeID),
            "payload": payload,
            "decision": decision,
            "success": success.map(JSONValue.bool) ?? .null,
            "latencyMs": latency,
            "complianceFlags": compliance?.flags ?? .null,
        ]
        if let notes = compliance?.notes { object["complianceNotes"] = notes }
        for member in others where !JournalRecord.contract.contains(member.name) { object[member.name] = member.value }
        return JournalRecord.escapingControls(JSONValue.object(object).encoded())
    }

    /// What stands for a value that is too long for its line; the digest lets it be matched with a copy kept elsewhere.
    static func omission(of value: JSONValue) -> JSONValue {
        guard !value.isNull else { return .null }
        return omission(of: value.encoded())
    }

    static func omission(of bytes: [UInt8]) -> JSONValue {
        // A libcrypto without SHA-256 has ended the bridge long before; the record is kept even so.
        let digest = (try? SHA256.hash(bytes))?.hex
        return ["omitted": true, "bytes": .int(bytes.count), "sha256": .string(orNull: digest)]
    }

    private mutating func cutTexts() {
        recordID = JournalRecord.cut(recordID)
        boot = JournalRecord.cut(boot)
        action = action.map(JournalRecord.cut)
        userID = userID.map(JournalRecord.cut)
        source = source.map(JournalRecord.cut)
        requestID = requestID.map(JournalRecord.cut)
        changeID = changeID.map(JournalRecord.cut)
        compliance = compliance.map { flags in
            ComplianceFlags(
                roleChecked: JournalRecord.cut(flags.roleChecked),
                shiftValidated: JournalRecord.cut(flags.shiftValidated),
                wrapUpVerified: JournalRecord.cut(flags.wrapUpVerified)
            )
        }
    }

    private static func cut(_ check: ComplianceCheck) -> ComplianceCheck {
        if case .notChecked(let reason) = check { .notChecked(cut(reason)) } else { check }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > 1_024 else { return text }
        var kept = ""
        var size = 0
        for scalar in text.unicodeScalars {
            size += UTF8.width(scalar)
            if size > 1_021 { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + "…"
    }

    /// Escapes U+007F to U+009F too, which JSON would allow raw: a terminal that shows the file obeys some of them.
    ///
    /// In compact JSON such a character can only stand inside a string, so its escape always fits.
    private static func escapingControls(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 == 0x7F || $0 == 0xC2 }) else { return json }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(json.count + 32)
        var index = 0
        while index < json.count {
            let byte = json[index]
            if byte == 0x7F {
                escaped += "\\u007f".utf8
            } else if byte == 0xC2, index + 1 < json.count, json[index + 1] < 0xA0 {
                escaped += "\\u00".utf8
                escaped += Hexadecimal.encode(CollectionOfOne(json[index + 1])).utf8
                index += 1
            } else {
                escaped.append(byte)
            }
            index += 1
        }
        return escaped
    }
}

extension UTF8 {
    /// The number of bytes a scalar takes.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        UTF8.encode(scalar)?.count ?? 3
    }
}
