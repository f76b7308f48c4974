import Foundation
import Notation

/// Reads the three files of a fixture, strictly: a fixture that is misread would pass for the wrong reason.
struct FixtureReader {
    private let directory: String

    static let headerFile = "fixture.json"
    static let stepsFile = "steps.jsonl"
    static let expectedFile = "expected.jsonl"

    init(directory: String) {
        self.directory = directory
    }

    func read() throws(FixtureFault) -> Fixture {
        let header = try header()
        let steps = try steps(header)
        var expected: [(line: Int, change: ExpectedChange)] = []
        var agentsAtEnd: [ExpectedAgent] = []
        let reader = ExpectationReader(agents: header.agents)
        for (line, value) in try lines(of: Self.expectedFile) {
            switch try at(Self.expectedFile, line, { () throws(FieldFault) in try reader.read(value) }) {
            case .change(let change): expected.append((line, change))
            case .agent(let agent): agentsAtEnd.append(agent)
            }
        }
        let fixture = Fixture(
            header: header,
            steps: steps.map(\.step),
            expected: expected.map(\.change),
            agentsAtEnd: agentsAtEnd
        )
        var coherence = FixtureCoherence(stepsFile: path(Self.stepsFile), expectedFile: path(Self.expectedFile))
        for (line, step) in steps { try coherence.take(step, line: line) }
        for (line, change) in expected { try coherence.take(change, line: line) }
        try coherence.finish()
        return fixture
    }

    private func header() throws(FixtureFault) -> FixtureHeader {
        let file = Self.headerFile
        let value: JSONValue
        do {
            value = try JSONValue(parsing: try bytes(of: file))
        } catch let fault as FixtureFault {
            throw fault
        } catch {
            throw FixtureFault(file: path(file), "\(error)")
        }
        do throws(FieldFault) {
            return try FixtureHeader(value)
        } catch {
            throw FixtureFault(file: path(file), pointer: error.pointer, error.detail)
        }
    }

    private func steps(_ header: FixtureHeader) throws(FixtureFault) -> [(line: Int, step: FixtureStep)] {
        let reader = StepReader(agents: header.agents)
        var steps: [(line: Int, step: FixtureStep)] = []
        for (line, value) in try lines(of: Self.stepsFile) {
            steps.append((line, try at(Self.stepsFile, line) { () throws(FieldFault) in try reader.read(value) }))
        }
        guard !steps.isEmpty else { throw FixtureFault(file: path(Self.stepsFile), "there are no steps in it") }
        return steps
    }

    // MARK: Files

    private func path(_ file: String) -> String {
        directory.hasSuffix("/") ? directory + file : "\(directory)/\(file)"
    }

    private func bytes(of file: String) throws(FixtureFault) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path(file))))
        } catch {
            let files = "\(Self.headerFile), \(Self.stepsFile) and \(Self.expectedFile)"
            throw FixtureFault(file: path(file), "cannot be read; a fixture is a directory with \(files)")
        }
    }

    /// The values of a file with one a line; empty lines and lines that begin with # are passed over.
    private func lines(of file: String) throws(FixtureFault) -> [(line: Int, value: JSONValue)] {
        var values: [(line: Int, value: JSONValue)] = []
        let bytes = try bytes(of: file)
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard let first = line.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }), first != UInt8(ascii: "#") else {
                continue
            }
            do {
                values.append((index + 1, try JSONValue(parsing: line)))
            } catch {
                throw FixtureFault(file: path(file), line: index + 1, "\(error)")
            }
        }
        return values
    }

    private func at<Value>(_ file: String, _ line: Int, _ read: () throws(FieldFault) -> Value) throws(FixtureFault) -> Value {
        do throws(FieldFault) {
            return try read()
        } catch {
            throw FixtureFault(file: path(file), line: line, pointer: error.pointer, error.detail)
        }
    }
}
