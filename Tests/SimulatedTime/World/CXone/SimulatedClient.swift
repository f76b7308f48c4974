import CXone
import Reconciliation

/// One bridge's connection to the simulated CXone.
struct SimulatedClient: CXoneClient {
    let cxone: SimulatedCXone
    let life: Life
    let observer: Observer
    let plant: Plant?
    let manners: Manners

    var capabilities: Capabilities { cxone.capabilities }
    var agentCount: Int? { nil }
    private var timeline: Timeline { cxone.timeline }
    private static let hang: Duration = .seconds(10)

    private func agent(_ userID: String) -> Int { Int(userID.split(separator: "-").last ?? "") ?? 0 }

    private func wait(_ span: Duration) async throws(CXoneFault) {
        do { try await timeline.sleep(until: (timeline.now + span).microseconds) } catch { throw .cancelled }
    }

    /// Lets time pass as the call's fate says, and fails as it says.
    private func passes(_ fate: SimulatedCXone.Fate, _ call: CXoneCall, patience: Duration?) async throws(CXoneFault) {
        switch fate.fault {
        case .hang:
            try await wait(Self.hang)
            throw .unavailable(detail: "no answer", status: nil)
        case .unavailable:
            // Tried again as long as the caller's patience lasts.
            try await wait(max(fate.latency, patience ?? .zero))
            throw .unavailable(detail: "503", status: 503)
        case .throttled:
            try await wait(fate.latency)
            throw .throttled(until: timeline.now + fate.length, call: call)
        case .forbidden:
            try await wait(fate.latency)
            throw .forbidden(.readStatus, call: call)
        case .incomplete:
            try await wait(fate.latency)
            throw .historyIncomplete(detail: "a page is missing")
        default:
            try await wait(fate.latency)
        }
    }

    /// The age of what a call shows.
    private func age(_ fate: SimulatedCXone.Fate) -> Duration {
        fate.fault == .stale ? min(fate.length, .seconds(3)) : .zero
    }

    func user(_ userID: String, patience: Duration?) async throws(CXoneFault) -> User {
        guard life.isAlive else { throw .cancelled }
        let agent = agent(userID)
        let fate = cxone.fate(of: .user, agent)
        observer.called(agent, .user)
        try await passes(fate, .user, patience: patience)
        guard life.step() else { throw .cancelled }
        return User(roles: ["Agent"])
    }

    func liveStatus(_ userID: String, notBefore: Instant, patience: Duration?) async throws(CXoneFault) -> Observed<LiveReading> {
        guard life.isAlive else { throw .cancelled }
        let agent = agent(userID)
        let began = timeline.now
        let fate = cxone.fate(of: .live, agent)
        observer.called(agent, .live)
        try await passes(fate, .status, patience: patience)
        // What the answer shows is what was so when the question had left, or older.
        let shown = began - age(fate)
        let reading = cxone.truth(of: agent).reading(at: shown, origin: .read, capabilities)
        guard life.step() else { throw .cancelled }
        observer.read(agent, reading, began: began, shown: shown)
        return Observed(reading, at: began)
    }

    func history(
        of userID: String,
        from start: Instant,
        to end: Instant,
        timeZone: String,
        patience: Duration?
    ) async throws(CXoneFault) -> [HistorySegment] {
        guard life.isAlive else { throw .cancelled }
        let agent = agent(userID)
        let began = timeline.now
        let fate = cxone.fate(of: .history, agent)
        observer.called(agent, .history)
        if fate.fault != nil { observer.historyTroubled(agent) }
        try await passes(fate, .history, patience: patience)
        let segments = cxone.truth(of: agent).history(from: start, to: end, asOf: began - age(fate), capabilities)
        guard life.step() else { throw .cancelled }
        observer.historyRead(agent, began: began)
        return plant?.history(segments) ?? segments
    }

    /// What all do at this moment, in the dialect that shows it; it meets the faults of live reads.
    func allStatuses(notBefore: Instant) async throws(CXoneFault) -> [String: LiveReading]? {
        guard capabilities.readsInBulk else { return nil }
        guard life.isAlive else { throw .cancelled }
        let began = timeline.now
        let fate = cxone.fate(of: .live, 0)
        try await passes(fate, .status, patience: nil)
        guard life.step() else { throw .cancelled }
        let shown = began - age(fate)
        let all = (0..<cxone.agentCount).map { agent in
            (Script.userID(agent), cxone.truth(of: agent).reading(at: shown, origin: .read, capabilities))
        }
        return Dictionary(uniqueKeysWithValues: all)
    }

    func setStatus(_ userID: String, to wanted: Wanted, until end: Instant?, grant: WriteGrant?) async -> WriteAnswer {
        let agent = agent(userID)
        let answer = await write(agent, wanted)
        guard plant == .blindRetry, case .lost = answer, life.isAlive else { return answer }
        return await write(agent, wanted)
    }

    private func write(_ agent: Int, _ wanted: Wanted) async -> WriteAnswer {
        guard life.isAlive else { return .notSent(detail: "the bridge is dead") }
        let number = cxone.nextWrite()
        let fate = cxone.fate(of: .write, agent)
        observer.called(agent, .write)
        observer.sends(wanted, agent, write: number)
        let answer = await answer(to: wanted, agent, number, fate)
        if life.isAlive { observer.answered(answer.label, agent, write: number) }
        // It may not live to note the answer.
        _ = life.step()
        return answer
    }

    private func answer(_ wanted: Wanted, _ agent: Int, _ number: Int, after span: Duration) {
        timeline.at(timeline.now + span) { _ = cxone.arrive(wanted, agent, write: number) }
    }

    private func pause(_ span: Duration) async {
        // Cut short when the bridge dies: then nobody hears the answer.
        try? await timeline.sleep(until: (timeline.now + span).microseconds)
    }

    private func answer(to wanted: Wanted, _ agent: Int, _ number: Int, _ fate: SimulatedCXone.Fate) async -> WriteAnswer {
        let half = fate.latency / 2
        switch fate.fault {
        case .throttled:
            await pause(fate.latency)
            return .throttled(until: timeline.now + fate.length)
        case .conflict:
            await pause(fate.latency)
            return .conflict(detail: "a concurrent change")
        case .rejected:
            await pause(fate.latency)
            return .rejected(http: 400, detail: "no")
        case .forbidden:
            await pause(fate.latency)
            return .forbidden(.writeStatus)
        case .notSent:
            await pause(fate.latency)
            return .notSent(detail: "no connection")
        case .unavailable, .lostUnapplied:
            await pause(fate.latency)
            return .lost(detail: "503")
        case .lostApplied:
            answer(wanted, agent, number, after: half)
            await pause(fate.latency)
            return .lost(detail: "503")
        case .hangApplied:
            answer(wanted, agent, number, after: half)
            await pause(Self.hang)
            return .lost(detail: "no answer")
        case .hangUnapplied, .hang:
            await pause(Self.hang)
            return .lost(detail: "no answer")
        case .lateApplied:
            // It is under way for a while after the connection broke.
            answer(wanted, agent, number, after: fate.latency + min(fate.length, .seconds(4)))
            await pause(fate.latency)
            return .lost(detail: "connection reset")
        case .ignored:
            await pause(fate.latency)
            return .accepted(nil)
        case .slow:
            answer(wanted, agent, number, after: fate.latency + min(fate.length, .seconds(15)))
            await pause(fate.latency)
            return .accepted(nil)
        case .stale, .incomplete, nil:
            return await plain(wanted, agent, number, fate.latency)
        }
    }

    /// Nothing goes wrong; what arrives, arrives whether or not the bridge lives to hear of it.
    private func plain(_ wanted: Wanted, _ agent: Int, _ number: Int, _ latency: Duration) async -> WriteAnswer {
        let result = Arrival()
        timeline.at(timeline.now + latency / 2) { result.set(cxone.arrive(wanted, agent, write: number)) }
        await pause(latency)
        guard let isDone = result.value else { return .lost(detail: "cut short") }
        guard isDone else { return .conflict(detail: "on a call, or wrapping up") }
        guard capabilities.answersWithStatus else { return .accepted(nil) }
        return .accepted(cxone.truth(of: agent).reading(at: timeline.now, origin: .response, capabilities))
    }

    func check(userID: String?, now: Instant) async -> [CXoneFinding] { [] }
}
