import Journal
import LibCrypto
import Notation
import Testing

struct JournalRecordTests {
    @Test("the members of the contract are always there, in their order")
    func order() throws {
        let record = JournalRecord(recordID: "r1", timestamp: 0, boot: "b", type: .start)
        let value = try JSONValue(parsing: record.encoded())
        #expect(
            value.object?.members.map(\.name) == [
                "recordId", "timestamp", "boot", "type", "action", "userId", "source", "requestId", "changeId", "payload", "decision",
                "success", "latencyMs", "complianceFlags",
            ]
        )
        #expect(value["timestamp"] == "1970-01-01T00:00:00.000Z")
        #expect(value["type"] == "start")
        #expect(value["payload"] == .null)
    }

    @Test("a flag is true only for a check that ran and passed, and a null flag has its reason beside it")
    func compliance() throws {
        var record = JournalStage.record(1)
        record.compliance = ComplianceFlags(roleChecked: .passed, shiftValidated: .failed, wrapUpVerified: .notChecked("not_visible"))
        let value = try JSONValue(parsing: record.encoded())
        #expect(value["complianceFlags"] == ["roleChecked": true, "shiftValidated": false, "wrapUpVerified": nil])
        #expect(value["complianceNotes"] == ["wrapUpVerified": "not_visible"])
        record.compliance = ComplianceFlags(roleChecked: .passed, shiftValidated: .passed, wrapUpVerified: .passed)
        #expect(try JSONValue(parsing: record.encoded())["complianceNotes"] == nil)
    }

    @Test("further members follow, and none can stand in for one of the contract")
    func others() throws {
        var record = JournalStage.record(1)
        record.others = ["seq": 9, "prev": "x", "recordId": "other", "complianceNotes": "x", "offsetMs": 3]
        let value = try JSONValue(parsing: record.encoded())
        #expect(value["recordId"] == "r1")
        #expect(value["seq"] == nil)
        #expect(value["complianceNotes"] == nil)
        #expect(value.object?.members.last?.name == "offsetMs")
    }

    @Test("a payload too long for a line is replaced by its length and digest")
    func longPayload() throws {
        var record = JournalStage.record(1)
        let payload = JSONValue.string(String(repeating: "x", count: 70_000))
        record.payload = payload
        let encoded = record.encoded()
        #expect(encoded.count <= JournalLine.longestContent)
        let value = try JSONValue(parsing: encoded)
        #expect(value["payload"]?["omitted"] == true)
        #expect(value["payload"]?["bytes"] == 70_002)
        #expect(value["payload"]?["sha256"]?.string == (try SHA256.hash(payload.encoded()).hex))
        #expect(value["userId"] == "agent-1")
    }

    @Test("the longest payload that fits is kept", arguments: [0, 1])
    func longestPayload(over: Int) throws {
        var record = JournalStage.record(1)
        record.payload = ""
        let room = JournalLine.longestContent - record.encoded().count
        record.payload = .string(String(repeating: "x", count: room + over))
        #expect(try JSONValue(parsing: record.encoded())["payload"]?.string?.utf8.count == (over == 0 ? room : nil))
    }

    @Test("whatever is too long, the record fits its line and keeps its id")
    func everythingLong() throws {
        let long = String(repeating: "ü\u{1}", count: 40_000)
        let flag = ComplianceCheck.notChecked(long)
        let record = JournalRecord(
            recordID: "r1",
            timestamp: 0,
            boot: long,
            type: .operator,
            action: long,
            userID: long,
            source: long,
            requestID: long,
            changeID: long,
            payload: .string(long),
            decision: .string(long),
            compliance: ComplianceFlags(roleChecked: flag, shiftValidated: flag, wrapUpVerified: flag),
            others: ["a": .string(long), "b": .string(long)]
        )
        let encoded = record.encoded()
        #expect(encoded.count <= JournalLine.longestContent)
        let value = try JSONValue(parsing: encoded)
        #expect(value["recordId"] == "r1")
        #expect(value["decision"]?["omitted"] == true)
        #expect(value["others"]?["omitted"] == true)
        #expect(value["userId"]?.string?.hasSuffix("…") == true)
    }

    @Test("no control character stands in a line, and all come back from it")
    func controls() throws {
        let text = String(String.UnicodeScalarView((0...0xFF).compactMap(Unicode.Scalar.init))) + "\u{2028}€"
        var record = JournalStage.record(1)
        record.payload = .string(text)
        record.userID = text
        let encoded = record.encoded()
        #expect(!encoded.contains { $0 < 0x20 || $0 == 0x7F })
        #expect(!String(decoding: encoded, as: UTF8.self).unicodeScalars.contains { $0.properties.generalCategory == .control })
        let value = try JSONValue(parsing: encoded)
        #expect(value["payload"]?.string == text)
        #expect(value["userId"]?.string == text)
    }

    @Test("a latency that is no number is null")
    func latency() throws {
        var record = JournalStage.record(1)
        record.latencyMilliseconds = .nan
        #expect(try JSONValue(parsing: record.encoded())["latencyMs"] == .null)
        record.latencyMilliseconds = 41.7
        #expect(try JSONValue(parsing: record.encoded())["latencyMs"]?.double == 41.7)
    }
}
