import Foundation
import Notation
import TestSupport
import Testing

@testable import Rehearsal

@Suite("Fixtures as they are read")
struct FixtureTests {
    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("fixtures").path

    @Test("A fixture is read with its agents, steps and expectations")
    func small() throws {
        let fixture = try SmallFixture().read()
        #expect(fixture.name == "small")
        #expect(fixture.agents == 10)
        #expect(fixture.seed == 1)
        #expect(fixture.speed == 1)
        #expect(fixture.steps.map(\.name) == ["pair", "again", "forged", "reused", "second"])
        #expect(fixture.length == .seconds(4))
        #expect(fixture.expected.map(\.change) == ["pair/0", "second", "pair/2"])
        #expect(fixture.agentsAtEnd.count == 1)
    }

    @Test("Empty lines and comments in the files of lines are passed over, and lines keep their numbers")
    func comments() throws {
        var small = SmallFixture()
        small.steps.insert(contentsOf: ["# the first things", ""], at: 0)
        #expect(try small.read().steps.count == 5)
        small.steps[2] = "{"
        #expect(try #require(try small.fault()).hasPrefix("steps.jsonl:3: "))
    }

    @Test("Blanks are filled with ids and times, wherever they stand")
    func blanks() throws {
        let roster = Roster(agents: 10, seed: 1)
        let value: JSONValue = ["a": [["agent": 3]], "t": ["time": "sent+1s"], "other": ["agent": 3, "time": "x"]]
        let filled = try FixtureTemplate(value, at: .root, agents: 10).filled(roster, start: 0, step: .seconds(2))
        #expect(filled["a"]?.array?.first?.string == roster[3]?.id)
        #expect(filled["t"]?.string == "1970-01-01T00:00:03.000Z")
        #expect(filled["other"] == value["other"])
    }

    @Test("The fixtures that come with the project can be read", arguments: ["quarter-hour", "bad-day", "scheduled"])
    func shipped(_ name: String) throws {
        let fixture = try Fixture(directory: "\(Self.fixtures)/\(name)")
        #expect(fixture.name == name)
        #expect(!fixture.expected.isEmpty)
    }

    @Test("The quarter hour has a large batch, and every change of its plan is known ten minutes before")
    func quarterHour() throws {
        let fixture = try Fixture(directory: "\(Self.fixtures)/quarter-hour")
        #expect(fixture.agents == 200)
        let sizes = fixture.steps.compactMap { step -> Int? in
            guard case .send(let order) = step.action else { return nil }
            return order.changeCount
        }
        #expect(try #require(sizes.max()) >= 60)
        #expect(sizes.reduce(0, +) >= 200)
        #expect(Set(fixture.expected.map(\.outcome)).isSuperset(of: ["applied", "already"]))
    }

    @Test("A missing file is named, with what a fixture is made of")
    func missing() throws {
        let directory = try TemporaryDirectory()
        let error = #expect(throws: FixtureFault.self) { try Fixture(directory: directory.path) }
        let text = try #require(error).description
        #expect(text.contains("fixture.json"))
        #expect(text.contains("steps.jsonl"))
    }
}

@Suite("What is wrong with a fixture is said, with the place")
struct FixtureFaultTests {
    private func change(_ apply: (inout SmallFixture) -> Void) throws -> String {
        var small = SmallFixture()
        apply(&small)
        return try #require(try small.fault(), "it was read")
    }

    @Test("The header is strict")
    func header() throws {
        #expect(try change { $0.header = "{}" }.hasPrefix("fixture.json: /format:"))
        #expect(try change { $0.header = $0.header.replacing("\"format\": 1", with: "\"format\": 2") }.hasPrefix("fixture.json: /format:"))
        #expect(try change { $0.header = $0.header.replacing("\"30s\"", with: "30") }.hasPrefix("fixture.json: /deadline:"))
        #expect(
            try change { $0.header = $0.header.replacing("quiet", with: "quite") }.hasPrefix("fixture.json: /quite: there is no such field")
        )
        #expect(try change { $0.header = $0.header.replacing("10,", with: "0,") }.hasPrefix("fixture.json: /agents:"))
    }

    @Test("Steps name their line and field")
    func steps() throws {
        #expect(
            try change { $0.steps[2] = $0.steps[2].replacing("\"forged\"}, \"exp", with: "\"forgd\"}, \"exp") }.hasPrefix(
                "steps.jsonl:3: /send/signed:"
            )
        )
        #expect(
            try change { $0.steps[2] = $0.steps[2].replacing("\"agent\": 2", with: "\"agent\": 10") }.hasPrefix(
                "steps.jsonl:3: /send/body/userId: there is no agent 10"
            )
        )
        #expect(
            try change { $0.steps[4] = $0.steps[4].replacing("\"sent\"", with: "\"soon\"") }.hasPrefix(
                "steps.jsonl:5: /send/body/effectiveAt:"
            )
        )
        #expect(
            try change { $0.steps[4] = $0.steps[4].replacing("[\"due\"]", with: "[\"done\"]") }.hasPrefix(
                "steps.jsonl:5: /expect/changes/0:"
            )
        )
        #expect(
            try change { $0.steps[4] = $0.steps[4].replacing("[\"due\"]", with: "[\"due\", \"due\"]") }.hasPrefix(
                "steps.jsonl:5: /expect/changes:"
            )
        )
        #expect(
            try change { $0.steps[4] = $0.steps[4].replacing(", \"changes\": [\"due\"]", with: "") }.hasPrefix(
                "steps.jsonl:5: /expect/changes:"
            )
        )
        #expect(try change { $0.steps[4] = $0.steps[4].replacing("\"expect\"", with: "\"expects\"") }.hasPrefix("steps.jsonl:5: /expect:"))
        #expect(try change { $0.steps[4] = #"{"at": "4s", "name": "x"}"# }.hasPrefix("steps.jsonl:5: a step needs one of"))
    }

    @Test("Lines that do not fit together are refused")
    func coherence() throws {
        #expect(try change { $0.steps.swapAt(0, 4) }.contains("steps stand in order of time"))
        #expect(
            try change { $0.steps[1] = $0.steps[1].replacing("\"again\", \"send\"", with: "\"pair\", \"send\"") }.contains(
                "there is a step pair already"
            )
        )
        #expect(
            try change { $0.steps[1] = $0.steps[1].replacing("\"again\": \"pair\"", with: "\"again\": \"peer\"") }.contains(
                "peer, which is no earlier request"
            )
        )
        #expect(try change { $0.expected.remove(at: 1) }.hasPrefix("steps.jsonl:5: second is to be accepted"))
        #expect(try change { $0.expected.append($0.expected[1]) }.hasPrefix("expected.jsonl:5: second has an expectation already"))
        #expect(
            try change { $0.expected[0] = $0.expected[0].replacing("pair/0", with: "pair/1") }.hasPrefix(
                "expected.jsonl:1: pair/1 is no change"
            )
        )
        #expect(try change { $0.expected[0] = $0.expected[0].replacing("applied", with: "done") }.hasPrefix("expected.jsonl:1: /outcome:"))
        #expect(try change { $0.expected[3] = #"{"agent": 0, "ends": {}}"# }.hasPrefix("expected.jsonl:4: /ends:"))
    }
}
