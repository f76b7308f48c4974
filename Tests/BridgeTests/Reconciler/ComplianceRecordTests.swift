import Bridge
import CXone
import Notation
import Reconciliation
import Rehearsal
import TestSupport
import Testing

/// What the journal says of the checks, on ways other than the straight one.
@Suite("Compliance flags in the journal", .timeLimit(.minutes(1)))
struct ComplianceRecordTests {
    @Test("A write whose answer was lost keeps the flags of the checks before it, once a read shows it")
    func lostAnswer() async throws {
        let directory = try TemporaryDirectory()
        var options = Rig.Options(directory: directory)
        options.adjust = { $0.tenants[.standard]?.cxone.callDeadline = .seconds(1) }
        try await Rig.with(options) { rig in
            let fault: JSONValue = ["call": "put_status", "kind": "applied_then_timeout", "times": 1]
            #expect(try await rig.simulator("PUT", "/simulator/faults", .array([fault])).status < 300)
            let answer = try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            let event = try await rig.event(of: try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string))
            #expect(event["outcome"]?.string == "applied")
            #expect(event["evidence"]?["grade"]?.string == "read")
            #expect(try await rig.writes(to: rig.roster.ids[0]).count == 1)
        }
        let records = try JournalText.records(in: directory.path(of: "journal"))
        let lost = try #require(records.first { $0["decision"]?["code"]?.string == "lost" })
        #expect(lost["complianceFlags"]?["roleChecked"]?.bool == true)
        #expect(lost["complianceFlags"]?["shiftValidated"]?.bool == true)
        #expect(lost["complianceFlags"]?["wrapUpVerified"]?.bool == nil)
        for type in ["applied", "settled"] {
            let record = try #require(records.last { $0["type"]?.string == type })
            #expect(record["complianceFlags"]?["roleChecked"]?.bool == true, "\(type)")
            #expect(record["complianceFlags"]?["shiftValidated"]?.bool == true, "\(type)")
            #expect(record["complianceFlags"]?["wrapUpVerified"]?.bool == true, "\(type)")
        }
    }

    @Test("Every record of a change says of each check whether it ran; what ends a change names the event that tells of it")
    func everyRecord() async throws {
        let directory = try TemporaryDirectory()
        try await Rig.with(.init(directory: directory)) { rig in
            for (agent, status) in [(0, "Training"), (0, "Busy"), (5, "Training")] {
                let change = try await rig.change(["userId": .string(rig.roster.ids[agent]), "status": .string(status)])
                _ = try await rig.end(of: change)
            }
        }
        let records = try JournalText.records(in: directory.path(of: "journal"))
        let ofChanges = records.filter { $0["changeId"]?.string != nil }
        let types = Set(ofChanges.compactMap { $0["type"]?.string })
        #expect(types.isSuperset(of: ["accepted", "intended", "applied", "settled", "observed"]), "\(types)")
        for record in ofChanges {
            for check in ["roleChecked", "shiftValidated", "wrapUpVerified"] {
                guard let flag = record["complianceFlags"]?[check] else {
                    Issue.record("\(check) is not in \(record)")
                    continue
                }
                if flag.isNull { #expect(record["complianceNotes"]?[check]?.string != nil, "\(record)") }
            }
        }
        func events(_ type: String) -> Set<String> {
            Set(records.filter { $0["type"]?.string == type }.compactMap { $0["eventId"]?.string })
        }
        #expect(events("settled").count == 3)
        #expect(events("delivered").isSubset(of: events("settled")))
    }

    @Test("A write that CXone refuses says what was checked before it, and does not call wrap-up verified")
    func refusedWrite() async throws {
        let directory = try TemporaryDirectory()
        try await Rig.with(.init(directory: directory)) { rig in
            let fault: JSONValue = ["call": "put_status", "kind": "answer", "code": 400, "times": 1]
            #expect(try await rig.simulator("PUT", "/simulator/faults", .array([fault])).status < 300)
            let answer = try await rig.push(["userId": .string(rig.roster.ids[0]), "status": "Training"])
            let event = try await rig.event(of: try #require(answer.json?["changes"]?.array?.first?["changeId"]?.string))
            #expect(event["outcome"]?.string == "failed")
            #expect(event["code"]?.string == "cxone_400")
        }
        let records = try JournalText.records(in: directory.path(of: "journal"))
        for type in ["applied", "settled"] {
            let record = try #require(records.last { $0["type"]?.string == type })
            #expect(record["complianceFlags"]?["roleChecked"]?.bool == true, "\(type)")
            #expect(record["complianceFlags"]?["wrapUpVerified"]?.bool == nil, "\(type)")
        }
    }
}
