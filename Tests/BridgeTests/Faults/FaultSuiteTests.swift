import Foundation
import Rehearsal
import Testing

/// Everything that can go wrong with CXone, alone and mixed, against a whole bridge (issue "CXone", what must hold).
///
/// `WFM_TEST_FAULT_SEEDS` says which seeds: the first 200 unless it does; `17-17` for one again.
@Suite("A CXone that misbehaves")
struct FaultSuiteTests {
    private static let seeds: ClosedRange<UInt64> = {
        let text = ProcessInfo.processInfo.environment["WFM_TEST_FAULT_SEEDS"] ?? "200"
        let numbers = text.split(separator: "-").compactMap { UInt64($0) }
        guard let last = numbers.last, let first = numbers.count > 1 ? numbers.first : 1, first <= last else {
            preconditionFailure("WFM_TEST_FAULT_SEEDS must be a count or a range such as 17-20, not \(text)")
        }
        return first...last
    }()
    /// Runs at once: they mostly wait.
    private static let lanes = 6
    /// Answers 429 in a run until its limit is found out, from the 50 calls a second on that nobody knows to be too many.
    private static let mostSettling = 40
    /// Percent of the calls after that which may be refused. A run has few: one 429 is several percent of its own.
    private static let mostThrottled = 15

    @Test("Every agent ends where it should be or under a named outcome, and no write follows another one blindly")
    func everySeed() async throws {
        var tally = Tally()
        try await Self.run(Self.seeds.map { FaultCase(seed: $0) }) { tally.add($0, of: $1) }
        print(tally.summary)
        // Were everything given up by name, nothing would be proved.
        #expect(tally.done * 100 >= (tally.changes - tally.superseded) * 75, "\(tally.summary)")
        if Self.seeds.count >= 40 { #expect(tally.alone.count == FaultCase.kinds.count, "each kind alone: \(tally.alone.sorted())") }
    }

    @Test("Where CXone takes fewer calls than there is to do, what there is is done in turn, and few calls are made that it refuses")
    func underLimit() async throws {
        var tally = Tally()
        try await Self.run((1...6).map { FaultCase.crowd(seed: $0) }) { tally.add($0, of: $1) }
        print(tally.summary)
        print(
            "after 30 s: \(tally.laterThrottled) answers 429 in \(tally.laterCalls) calls; before, at most \(tally.mostSettling) in a run"
        )
        #expect(tally.done == tally.changes, "\(tally.summary)")
        #expect(tally.laterCalls > 50 && tally.laterThrottled * 100 <= tally.laterCalls * Self.mostThrottled)
        #expect(tally.mostSettling <= Self.mostSettling)
    }

    /// Carries out cases, so many at once, prints a line about each, and records what is wrong with it.
    private static func run(_ cases: [FaultCase], _ note: (FaultRun, FaultCase) -> Void) async throws {
        try await withThrowingTaskGroup(of: (FaultCase, Result<FaultRun, any Error>).self) { group in
            var waiting = cases.makeIterator()
            func startNext() {
                guard let next = waiting.next() else { return }
                group.addTask {
                    do { return (next, .success(try await FaultRun.of(next))) } catch { return (next, .failure(error)) }
                }
            }
            for _ in 0..<lanes { startNext() }
            while let (wanted, result) = try await group.next() {
                startNext()
                switch result {
                case .failure(let error): Issue.record("\(wanted): \(error)")
                case .success(let run):
                    print("\(wanted): \(run)")
                    note(run, wanted)
                    for complaint in run.complaints { Issue.record("\(wanted): \(complaint)\n\(run.story.tale(of: complaint))") }
                }
            }
        }
    }
}

/// What the runs came to.
private struct Tally {
    var runs = 0
    var changes = 0
    var done = 0
    var calls = 0
    var faults = 0
    /// Answers 429.
    var throttled = 0
    /// After the first 30 s of each run.
    var laterThrottled = 0
    var laterCalls = 0
    /// In the first 30 s of one run.
    var mostSettling = 0
    var alone: Set<String> = []
    var outcomes: [String: Int] = [:]

    /// Another change came before they could be made, as was planned.
    var superseded: Int { outcomes.filter { $0.key.hasPrefix("superseded") }.values.reduce(0, +) }

    mutating func add(_ run: FaultRun, of wanted: FaultCase) {
        runs += 1
        changes += run.story.changes.count
        done += run.story.changes.count(where: \.isDone)
        calls += run.story.calls.count
        faults += run.story.calls.count { $0.fault != nil }
        throttled += run.story.calls.count { $0.answer == 429 }
        let settled = (run.story.calls.first?.at ?? 0) + 30_000_000
        let later = run.story.calls.filter { $0.at > settled }
        laterCalls += later.count
        laterThrottled += later.count { $0.answer == 429 }
        mostSettling = max(mostSettling, run.story.calls.count { $0.answer == 429 && $0.at <= settled })
        if wanted.isAlone { alone.formUnion(wanted.kinds) }
        for change in run.story.changes {
            let word = [change.outcome, change.code].compactMap { $0 }.joined(separator: " ")
            outcomes[word, default: 0] += 1
        }
    }

    var summary: String {
        let list = outcomes.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "\(runs) seeds: \(done) of \(changes) changes done, \(faults) faults and \(throttled) answers 429 in \(calls) calls; \(list)"
    }
}
