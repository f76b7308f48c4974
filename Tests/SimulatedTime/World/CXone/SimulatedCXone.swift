import Reconciliation
import Synchronization

/// The contact centre: what its agents do, and which calls to it go wrong. It outlives every bridge.
final class SimulatedCXone: Sendable {
    struct ArmedFault: Sendable {
        var fault: CallFault
        var left: Int
        var length: Duration
    }

    /// What a call will meet.
    struct Fate: Sendable {
        var fault: CallFault?
        /// Of the fault: how long it asks for, or how old what it shows is.
        var length: Duration = .zero
        var latency: Duration
        var isAway = false
        /// More calls than CXone bears.
        var isOverLimit = false
    }

    private struct State {
        var agents: [Truth]
        var faults: [CallKind: [ArmedFault]] = [:]
        var awayUntil: Instant?
        var writes = 0
        /// Calls that it bears now.
        var room: Double
        var roomAt = Script.start
    }

    let capabilities: Capabilities
    let timeline: Timeline
    private let draws: SharedDraws
    private let observer: Observer
    /// Calls a second; 0: any number.
    private let limit: Int
    private let state: Mutex<State>

    init(_ script: Script, timeline: Timeline, observer: Observer) {
        capabilities = script.isACD ? .acd : .platform
        self.timeline = timeline
        self.observer = observer
        draws = SharedDraws(script.seed ^ 0xC0FFEE)
        limit = script.limit
        let agents = (0..<script.agents).map { _ in Truth(start: Script.start) }
        state = Mutex(State(agents: agents, room: Double(script.limit)))
    }

    var agentCount: Int { state.withLock { $0.agents.count } }
    func truth(of agent: Int) -> Truth { state.withLock { $0.agents[agent] } }

    // MARK: Life

    private func move(_ agent: Int, _ words: String, _ change: (inout Truth, Instant) -> Bool) -> Int? {
        let now = timeline.now
        let epoch = state.withLock { state -> Int? in
            guard change(&state.agents[agent], now) else { return nil }
            return state.agents[agent].epoch
        }
        if epoch != nil { observer.moved(agent, words, truth(of: agent)) }
        return epoch
    }

    /// A person moves an agent who is there and on no call.
    func person(_ agent: Int, to status: Status) {
        _ = move(agent, "person chooses \(status.rawValue)") { truth, now in
            guard !truth.isOffline, !truth.isOccupied, truth.present.status != .status(status) else { return false }
            truth.move(to: .status(status), at: now, by: .person)
            return true
        }
    }

    func contact(_ agent: Int, talk: Duration, wrapUp: Duration) {
        let began = move(agent, "a call comes in") { truth, now in
            guard truth.present.status == .status(.available) else { return false }
            truth.move(to: .status(.busy), at: now, by: .contact, isContact: true)
            return true
        }
        guard let began else { return }
        timeline.at(timeline.now + talk) {
            let ended = self.move(agent, "the call ends") { truth, now in
                guard truth.epoch == began else { return false }
                if wrapUp == .zero {
                    truth.move(to: .status(.available), at: now, by: .contact)
                } else {
                    truth.move(to: .notReady(label: "ACW"), at: now, by: .contact, isWrapUp: true)
                }
                return true
            }
            guard wrapUp != .zero, let ended else { return }
            self.timeline.at(self.timeline.now + wrapUp) {
                _ = self.move(agent, "wrap-up ends") { truth, now in
                    guard truth.epoch == ended else { return false }
                    truth.move(to: .status(.available), at: now, by: .contact)
                    return true
                }
            }
        }
    }

    func session(_ agent: Int, isIn: Bool) {
        _ = move(agent, isIn ? "logs in" : "logs out") { truth, now in
            guard truth.isOffline == isIn, !truth.isOccupied else { return false }
            truth.move(to: .status(isIn ? .available : .offline), at: now, by: .session)
            return true
        }
    }

    func lacks(_ lack: Truth.Lack, _ agent: Int, until time: Instant) {
        state.withLock { $0.agents[agent].lacks[lack] = time }
        observer.note("agent-\(agent) lacks \(lack)")
    }

    /// What CXone says of a user now.
    func user(_ agent: Int) -> User {
        let now = timeline.now
        let truth = truth(of: agent)
        var user = User(roles: truth.lacks(.role, at: now) ? ["Guest"] : ["Agent"])
        if truth.lacks(.shift, at: now) {
            user.shiftStart = now - .hours(9)
            user.shiftEnd = now - .hours(1)
        }
        if capabilities == .acd {
            let missing = Truth.Lack.codes.filter { truth.lacks($0.lack, at: now) }
            user.offer = StatusOffer(missing: Dictionary(uniqueKeysWithValues: missing.map { ($0.status, "no such code") }))
        }
        return user
    }

    func away(until time: Instant) { state.withLock { $0.awayUntil = time } }
    func arm(_ fault: ArmedFault, for call: CallKind) { state.withLock { $0.faults[call, default: []].append(fault) } }

    /// Nothing goes wrong any more.
    func heal() {
        state.withLock { state in
            state.faults = [:]
            state.awayUntil = nil
            for agent in state.agents.indices { state.agents[agent].lacks = [:] }
        }
    }

    // MARK: Calls

    /// What becomes of a call that begins now.
    func fate(of call: CallKind, _ agent: Int) -> Fate {
        let now = timeline.now
        let latency: Duration = .milliseconds(draws.int(20...300))
        let fate = state.withLock { state in
            guard takes(&state, now) else {
                return Fate(fault: .throttled, length: .seconds(1), latency: latency, isOverLimit: true)
            }
            if let away = state.awayUntil, now < away { return Fate(fault: .unavailable, latency: latency, isAway: true) }
            if state.agents[agent].lacks(.access, at: now) { return Fate(fault: .forbidden, latency: latency) }
            guard var armed = state.faults[call]?.first else { return Fate(latency: latency) }
            armed.left -= 1
            if armed.left > 0 { state.faults[call]?[0] = armed } else { state.faults[call]?.removeFirst() }
            return Fate(fault: armed.fault, length: armed.length, latency: latency)
        }
        if fate.isOverLimit {
            observer.overLimit(agent)
        } else if let fault = fate.fault {
            observer.met(fate.isAway ? "away" : "\(call.rawValue):\(fault.rawValue)", agent)
        }
        return fate
    }

    /// Whether a call is within the limit: a bucket that holds the calls of one second.
    private func takes(_ state: inout State, _ now: Instant) -> Bool {
        guard limit > 0 else { return true }
        let gained = Double((now - state.roomAt).inMicroseconds) / 1_000_000 * Double(limit)
        state.room = min(Double(limit), state.room + gained)
        state.roomAt = now
        guard state.room >= 1 else { return false }
        state.room -= 1
        return true
    }

    /// The number of a write that begins now.
    func nextWrite() -> Int {
        state.withLock { state in
            state.writes += 1
            return state.writes
        }
    }

    /// A write arrives.
    ///
    /// - Returns: whether it does what it says; CXone refuses to interrupt a call, or a wrap-up that is to be respected.
    func arrive(_ wanted: Wanted, _ agent: Int, write: Int) -> Bool {
        let isDone = move(agent, "write \(write) takes effect: \(wanted.status.rawValue)") { truth, now in
            guard !truth.present.isContact, !(truth.present.isWrapUp && wanted.respectWrapUp) else { return false }
            truth.move(to: .status(wanted.status), at: now, by: .bridge(write: write))
            return true
        }
        if isDone != nil { observer.tookEffect(write, agent, at: truth(of: agent).present.start) }
        return isDone != nil
    }
}
