import Foundation
import Rehearsal
import Testing

/// Everything that can go wrong with CXone, alone and mixed, against a whole bridge (issue "CXone", what must hold).
///
/// `WFM_TEST_FAULT_SEEDS` says which seeds: `200` for the first 200, `17-17` for one again.
@Suite("A CXone that misbehaves")
struct FaultSuiteTests {
    private static let seeds: ClosedRange<UInt64> = {
        let text = ProcessInfo.processInfo.environment["WFM_TEST_FAULT_SEEDS"] ?? "40"
        let numbers = text.split(separator: "-").compactMap { UInt64($0) }
        guard let last = numbers.last, let first = numbers.count > 1 ? numbers.first : 1, first <= last else {
            preconditionFailure("WFM_TEST_FAULT_SEEDS must be a count or a range such as 17-20, not \(text)")
        }
        return first...last
    }()
    /// Runs at once: they mostly wait.
    private static let lanes = 6

    @Test("Every agent ends where it should be or under a named outcome, and no write follows another one blindly")
    func everySeed() async throws {
        var tally = Tally()
        try await withThrowingTaskGroup(of: (FaultCase, Result<FaultRun, any Error>).self) { group in
            var waiting = Self.seeds.makeIterator()
            func startNext() {
                guard let seed = waiting.next() else { return }
                let next = FaultCase(seed: seed)
                group.addTask {
                    do { return (next, .success(try await FaultRun.of(next))) } catch { return (next, .failure(error)) }
                }
            }
            for _ in 0..<Self.lanes { startNext() }
            while let (wanted, result) = try await group.next() {
                startNext()
                switch result {
                case .failure(let error): Issue.record("\(wanted): \(error)")
                case .success(let run):
                    print(tally.add(run, of: wanted))
                    for complaint in run.complaints { Issue.record("\(wanted): \(complaint)\n\(run.story.tale(of: complaint))") }
                }
            }
        }
        print(tally.summary)
        // Were everything given up by name, nothing would be proved.
        #expect(tally.done * 100 >= (tally.changes - tally.superseded) * 75, "\(tally.summary)")
        if Self.seeds.count >= 40 { #expect(tally.alone.count == FaultCase.kinds.count, "each kind alone: \(tally.alone.sorted())") }
    }
}

/// What the runs came to.
private struct Tally {
    var runs = 0
    var changes = 0
    var done = 0
    var calls = 0
    var faults = 0
    var alone: Set<String> = []
    var outcomes: [String: Int] = [:]

    /// Another change came before they could be made, as was planned.
    var superseded: Int { outcomes.filter { $0.key.hasPrefix("superseded") }.values.reduce(0, +) }

    /// - Returns: a line about the run.
    mutating func add(_ run: FaultRun, of wanted: FaultCase) -> String {
        runs += 1
        changes += run.story.changes.count
        let reached = run.story.changes.count(where: \.isDone)
        let met = run.story.calls.count { $0.fault != nil }
        done += reached
        calls += run.story.calls.count
        faults += met
        if wanted.isAlone { alone.formUnion(wanted.kinds) }
        for change in run.story.changes {
            let word = [change.outcome, change.code].compactMap { $0 }.joined(separator: " ")
            outcomes[word, default: 0] += 1
        }
        return "\(wanted): \(reached) of \(run.story.changes.count) done, \(met) faults in \(run.story.calls.count) calls,"
            + " \(Int(run.seconds)) s, \(run.complaints.count) complaints"
    }

    var summary: String {
        let list = outcomes.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "\(runs) seeds: \(done) of \(changes) changes done, \(faults) faults in \(calls) calls; \(list)"
    }
}
