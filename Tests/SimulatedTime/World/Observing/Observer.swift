import Notation
import Reconciliation
import Store
import Synchronization

/// Watches everything from outside, knows the truth, and judges each step.
final class Observer: Sendable {
    /// What is known of one agent.
    struct AgentView {
        var truth: Truth
        var intended: ChangeID?
        /// The last write, and when its answer came or its bridge died.
        var lastWrite: (number: Int, change: ChangeID, endedAt: Instant?)?
        var lastReadBegan: Instant?
        /// What the bridge was last shown, and of when it was.
        var shown: (reading: LiveReading, of: Instant)?
        var historyTroubledAt: Instant?
        var lastRelease: Instant?
        var lastConfirmed: Instant?
        /// By their numbers.
        var sent: [Int: Sent] = [:]
        /// When the live status was last asked for, and whether that showed it.
        var lastLive: (at: Instant, isShown: Bool)?
        var lastLook: Instant?
        /// The change of the last effect, while nobody else has moved the agent since.
        var lastEffect: ChangeID?
        var held: [ChangeID: Instant?] = [:]
        /// Until when a fight holds what is to be done.
        var fightUntil: Instant?
        var delivered: Int64 = 0
        /// Since when the bridge has something to compare with, and the starts of what it told that others did.
        var firstReported: Instant?
        var told: Set<String> = []
        /// The bridge's writes, whatever came of them.
        var wrote: [(status: Status, at: Instant)] = []
        /// When it last met which fault.
        var faults: [String: Instant] = [:]
    }

    /// A write, and whether it may have moved the agent.
    struct Sent {
        var at: Instant
        var isCorrection: Bool
        /// CXone said yes, or has not answered yet.
        var mayCount = true
        var tookEffect = false

        /// Document 4, rule 12: what is tried again after a refusal, or after a loss without effect, is no correction.
        var counts: Bool { mayCount || tookEffect }
    }

    struct Followed {
        var change: Change
        var state: ChangeState
        var wasConfirmed = false
        /// It was decided about: what is older is not in force any more.
        var wasChosen = false
        var hasOpenIntent = false
        /// A segment of a schedule.
        var isPlanned = false
        var isReplaced = false
        var isWithdrawn = false
        var storedAt: Instant
    }

    struct State {
        var agents: [AgentView]
        var changes: [ChangeID: Followed] = [:]
        var writes: [Int: ChangeID] = [:]
        /// Writes that were confirmed by what somebody else did at the same moment: nobody can tell the two apart.
        var lookalikes: Set<Int> = []
        var isPaused = false
        /// Sources in shadow, and since when.
        var shadows: [SourceName: Instant] = [:]
        /// When a stampede of a source was last let go.
        var stampedeReleases: [SourceName: Instant] = [:]
        /// Calls of the bridge that lives, and those of them that were over the limit.
        var life = (calls: 0, overLimit: 0)
        /// Since when a bridge lives; nil while none does.
        var aliveSince: Instant?
        var records: Set<String> = []
        var violations: [Violation] = []
        var trace: [String] = []
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var meetings: Set<Meeting> = []
        var callCount = 0
    }

    let timeline: Timeline
    let policy: Script.PolicyChoice
    let seesContacts: Bool
    let state: Mutex<State>

    init(_ script: Script, timeline: Timeline) {
        self.timeline = timeline
        policy = script.policy
        seesContacts = script.isACD
        state = Mutex(State(agents: (0..<script.agents).map { _ in AgentView(truth: Truth(start: Script.start)) }))
    }

    static func agent(_ id: AgentID) -> Int { Int(id.userID.split(separator: "-").last ?? "") ?? 0 }

    /// Notes a step in the trace.
    func note(_ words: String) {
        let line = "\(Self.clock(timeline.now)) \(words)"
        state.withLock { state in
            state.trace.append(line)
            for byte in line.utf8 { state.hash = (state.hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
    }

    func breaks(_ invariant: Invariant, _ words: String) {
        note("BROKEN \(invariant.rawValue): \(words)")
        let violation = Violation(invariant: invariant, at: timeline.now, words: words)
        state.withLock { $0.violations.append(violation) }
    }

    var isBroken: Bool { state.withLock { !$0.violations.isEmpty } }

    private static func clock(_ instant: Instant) -> String {
        let span = (instant - Script.start).inMicroseconds
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let seconds = span / 1_000_000
        return "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(span % 1_000_000)"
    }

    // MARK: The bridge's life

    func born() {
        state.withLock { state in
            state.aliveSince = timeline.now
            state.life = (0, 0)
        }
        note("the bridge starts")
    }

    func died() {
        state.withLock { state in
            state.aliveSince = nil
            for agent in state.agents.indices {
                state.agents[agent].faults["crash"] = timeline.now
                if state.agents[agent].lastWrite?.endedAt == nil { state.agents[agent].lastWrite?.endedAt = timeline.now }
            }
        }
        note("the bridge dies")
    }
}
