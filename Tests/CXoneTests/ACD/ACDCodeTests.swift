import NIOHTTP1
import Notation
import Reconciliation
import Testing

@testable import CXone

@Suite struct ACDCodeTests {
    private static func answer(_ body: String) -> Answer { Answer(status: 200, headers: [:], body: .whole(Array(body.utf8))) }

    @Test("a team's codes are read in both spellings") func list() throws {
        let codes = try ACDCode.list(Self.answer(try Fixture.acd("codes")))
        #expect(codes.map(\.id) == [3, 10, 11, 12, 13, 14, 20])
        #expect(codes[1] == ACDCode(id: 10, name: "Break", isActive: true, isAfterCallWork: false, timeout: .minutes(120)))
        #expect(codes[3].timeout == nil && !codes[4].isActive && codes[6].isAfterCallWork)
        #expect(try ACDCode.list(Self.answer(#"[{"outStateId": 5, "outStateName": "A"}]"#)).count == 1)
        #expect(try ACDCode.list(Answer(status: 204, headers: [:], body: .whole([]))).isEmpty)
        #expect(throws: CXoneFault.self) { try ACDCode.list(Self.answer(#"{"codes": []}"#)) }
        #expect(throws: CXoneFault.self) { try ACDCode.list(Self.answer(#"[{"outStateId": 5}]"#)) }
    }

    @Test(
        "a code is found by its exact name only, if it can be used",
        arguments: [
            ("Break", false, nil), ("break", false, "“Break”, and names are case-sensitive"),
            ("Lunch", false, "no unavailable code “Lunch”"),
            ("Skill Gap", false, "not active"), ("System Maintenance", false, "needs a contact"), ("System Maintenance", true, nil),
            ("Refused", false, "CXone's own"),
        ] as [(String, Bool, String?)]
    )
    func search(name: String, onContact: Bool, why: String?) throws {
        let codes = try ACDCode.list(Self.answer(try Fixture.acd("codes")))
        switch (ACDCodeSearch(name, among: codes, team: "7", onContact: onContact), why) {
        case (.found(let code), nil): #expect(code.name == name)
        case (.none(let words), let why?): #expect(words.contains(why) && words.contains("7"), "\(words)")
        case (let found, _): Issue.record("\(found)")
        }
    }

    @Test("names go to codes and back, and a code for two reasons tells none of them") func names() {
        var names = ACDCodeNames()
        names.pauseReasons = ["IT Issue", "Queue Full", "Skill Gap"]
        names.reasons = ["IT Issue": "Technical", "Skill Gap": "Technical"]
        names.offline = "Shift End"
        names.busy = "Back Office"
        #expect(names.name(for: Wanted(status: .onBreak, pauseReason: "Queue Full")) == "Queue Full")
        #expect(names.name(for: Wanted(status: .onBreak, pauseReason: "IT Issue")) == "Technical")
        #expect(names.name(for: Wanted(status: .onBreak)) == "Break")
        #expect(names.name(for: Wanted(status: .available)) == nil)
        #expect(names.meaning(of: "Queue Full") == .init(status: .onBreak, pauseReason: "Queue Full"))
        #expect(names.meaning(of: "Technical") == .init(status: .onBreak, pauseReason: nil))
        #expect(names.meaning(of: "Break") == .init(status: .onBreak, pauseReason: nil))
        #expect(names.meaning(of: "Training")?.status == .training)
        #expect(names.meaning(of: "Back Office")?.status == .busy)
        #expect(names.meaning(of: "Shift End")?.status == .offline)
        #expect(names.meaning(of: "Busy") == nil && names.meaning(of: "training") == nil && names.meaning(of: "IT Issue") == nil)
    }

    @Test("what a team has no code for is known before anything is asked for") func offer() throws {
        let codes = try ACDCode.list(Self.answer(try Fixture.acd("codes")))
        let configuration = ACDConfiguration(accessKeyID: "a", accessKeySecret: Secret("b"))
        let offer = configuration.offer(codes, team: "7")
        #expect(offer.refusal(of: Wanted(status: .available)) == nil)
        #expect(offer.refusal(of: Wanted(status: .training)) == nil)
        #expect(offer.refusal(of: Wanted(status: .onBreak, pauseReason: "Queue Full")) == nil)
        #expect(offer.refusal(of: Wanted(status: .busy))?.contains("“Busy”") == true)
        #expect(offer.refusal(of: Wanted(status: .onBreak, pauseReason: "Skill Gap"))?.contains("not active") == true)
        let maintenance = Wanted(status: .onBreak, pauseReason: "System Maintenance")
        #expect(offer.refusal(of: maintenance)?.contains("needs a contact") == true)
        #expect(offer.refusal(of: maintenance, onContact: true) == nil)
        #expect(offer.refusal(of: Wanted(status: .onBreak, pauseReason: "Skill Gap"), onContact: true)?.contains("not active") == true)
        #expect(offer.refusal(of: Wanted(status: .offline))?.contains("logging agents out") == true)
    }
}
