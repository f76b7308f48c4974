import CXone
import NIOHTTP1
import Reconciliation

/// One bridge's connection to the simulated CXone.
struct SimulatedClient: CXoneClient {
    let cxone: SimulatedCXone
    let life: Life
    let observer: Observer
    let plant: Plant?
    let manners: Manners

    var capabilities: Capabilities { cxone.capabilities }
    var agentCount: Int? { capabilities.readsInBulk ? cxone.agentCount : nil }
    private var timeline: Timeline { cxone.timeline }
    private static let hang: Duration = .seconds(10)
    /// The real clients' own.
    private static let patience: Duration = .seconds(5)

    private func agent(_ userID: String) -> Int { Int(userID.split(separator: "-").last ?? "") ?? 0 }

    private func sleep(_ span: Duration) async {
        // Cut short when the bridge dies: then nobody hears the answer.
        try? await timeline.sleep(until: (timeline.now + span).microseconds)
    }

    // MARK: Reads

    /// Lets time pass as the call's fate says, and answers as it says.
    private func exchange(_ fate: SimulatedCXone.Fate) async -> Result<Answer, ExchangeFault> {
        if fate.fault == .hang {
            await sleep(Self.hang)
            return .failure(ExchangeFault(kind: .timedOut, hasLeft: true, detail: "no answer"))
        }
        await sleep(fate.latency)
        return .success(Answer(fate))
    }

    /// Makes a call that changes nothing, with the manners of the real clients.
    ///
    /// - Parameter show: what a call that began then shows.
    private func read<Value: Sendable>(
        _ kind: CallKind,
        _ call: CXoneCall,
        of agent: Int,
        patience: Duration?,
        show: (SimulatedCXone.Fate, Instant) -> Value
    ) async throws(CXoneFault) -> Value {
        try await manners.patiently(call, patience: patience ?? Self.patience) { turn in
            let permit: Permit
            do throws(CXoneFault) {
                guard life.isAlive else { throw .cancelled }
                permit = try manners.leave(for: call)
            } catch {
                manners.giveBack(turn)
                return .failure(Setback(fault: error, isPassing: error != .cancelled))
            }
            let began = timeline.now
            let fate = cxone.fate(of: kind, agent)
            observer.called(agent, kind)
            if kind == .history, fate.fault != nil { observer.historyTroubled(agent) }
            let result = await exchange(fate)
            manners.heard(plant?.answer(result) ?? result, of: call, turn: turn, permit: permit)
            guard life.step() else { return .failure(Setback(fault: .cancelled, isPassing: false)) }
            return Setback.judge(result, of: call, now: timeline.now).flatMap { _ in
                if fate.fault == .incomplete {
                    return .failure(Setback(fault: .historyIncomplete(detail: "a page is missing"), isPassing: false))
                }
                return .success(show(fate, began))
            }
        }
    }

    /// The age of what a call shows.
    private func age(_ fate: SimulatedCXone.Fate) -> Duration {
        fate.fault == .stale ? min(fate.length, .seconds(3)) : .zero
    }

    func user(_ userID: String, patience: Duration?) async throws(CXoneFault) -> User {
        let agent = agent(userID)
        return try await read(.user, .user, of: agent, patience: patience) { _, _ in cxone.user(agent) }
    }

    func liveStatus(_ userID: String, notBefore: Instant, patience: Duration?) async throws(CXoneFault) -> Observed<LiveReading> {
        let agent = agent(userID)
        return try await read(.live, .status, of: agent, patience: patience) { fate, began in
            // What the answer shows is what was so when the question had left, or older.
            let shown = began - age(fate)
            let reading = cxone.truth(of: agent).reading(at: shown, origin: .read, capabilities)
            observer.read(agent, reading, began: began, shown: shown)
            return Observed(reading, at: began)
        }
    }

    func history(
        of userID: String,
        from start: Instant,
        to end: Instant,
        timeZone: String,
        patience: Duration?
    ) async throws(CXoneFault) -> [HistorySegment] {
        let agent = agent(userID)
        return try await read(.history, .history, of: agent, patience: patience) { fate, began in
            // A history may lag far behind what is shown live.
            let age = fate.fault == .stale ? fate.length : .zero
            var segments = cxone.truth(of: agent).history(from: start, to: end, asOf: began - age, capabilities)
            if fate.fault == .holed, segments.count > 2 { segments.remove(at: segments.count - 2) }
            observer.historyRead(agent, began: began)
            return plant?.history(segments) ?? segments
        }
    }

    /// What all do at this moment, in the dialect that shows it; it meets the faults of live reads.
    func allStatuses(notBefore: Instant) async throws(CXoneFault) -> [String: LiveReading]? {
        guard capabilities.readsInBulk else { return nil }
        return try await read(.live, .states, of: 0, patience: nil) { fate, began in
            let shown = began - age(fate)
            let all = (0..<cxone.agentCount).map { agent in
                (Script.userID(agent), cxone.truth(of: agent).reading(at: shown, origin: .read, capabilities))
            }
            return Dictionary(uniqueKeysWithValues: all)
        }
    }

    // MARK: Writes

    func setStatus(_ userID: String, to wanted: Wanted, until end: Instant?, grant: WriteGrant?) async -> WriteAnswer {
        guard life.isAlive else { return .notSent(detail: "the bridge is dead") }
        let agent = agent(userID)
        let turn: Turn
        let permit: Permit
        do throws(CXoneFault) {
            turn = try await manners.turnToWrite(.putStatus, until: end, grant: grant)
            do throws(CXoneFault) {
                permit = try manners.leave(for: .putStatus)
            } catch {
                manners.giveBack(turn)
                throw error
            }
        } catch {
            if case .throttled(let until, _) = error { return .throttled(until: until) }
            return .notSent(detail: error.description)
        }
        let answer = await write(agent, wanted, turn, permit)
        guard plant == .blindRetry, case .lost = answer, life.isAlive else { return answer }
        return await write(agent, wanted, turn, permit)
    }

    private func write(_ agent: Int, _ wanted: Wanted, _ turn: Turn, _ permit: Permit) async -> WriteAnswer {
        guard life.isAlive else { return .notSent(detail: "the bridge is dead") }
        let number = cxone.nextWrite()
        let fate = cxone.fate(of: .write, agent)
        observer.called(agent, .write)
        observer.sends(wanted, agent, write: number)
        let answer = await answer(to: wanted, agent, number, fate)
        let result = answer.exchange(fate)
        manners.heard(plant?.answer(result) ?? result, of: .putStatus, turn: turn, permit: permit)
        if life.isAlive { observer.answered(answer.label, agent, write: number) }
        // It may not live to note the answer.
        _ = life.step()
        return answer
    }

    private func answer(_ wanted: Wanted, _ agent: Int, _ number: Int, after span: Duration) {
        timeline.at(timeline.now + span) { _ = cxone.arrive(wanted, agent, write: number) }
    }

    private func answer(to wanted: Wanted, _ agent: Int, _ number: Int, _ fate: SimulatedCXone.Fate) async -> WriteAnswer {
        let half = fate.latency / 2
        switch fate.fault {
        case .throttled:
            await sleep(fate.latency)
            return .throttled(until: timeline.now + fate.length)
        case .conflict:
            await sleep(fate.latency)
            return .conflict(detail: "a concurrent change")
        case .rejected:
            await sleep(fate.latency)
            return .rejected(http: 400, detail: "no")
        case .forbidden:
            await sleep(fate.latency)
            return .forbidden(.writeStatus)
        case .notSent:
            await sleep(fate.latency)
            return .notSent(detail: "no connection")
        case .unavailable, .lostUnapplied:
            await sleep(fate.latency)
            return .lost(detail: "503")
        case .lostApplied:
            answer(wanted, agent, number, after: half)
            await sleep(fate.latency)
            return .lost(detail: "503")
        case .hangApplied:
            answer(wanted, agent, number, after: half)
            await sleep(Self.hang)
            return .lost(detail: "no answer")
        case .hangUnapplied, .hang:
            await sleep(Self.hang)
            return .lost(detail: "no answer")
        case .lateApplied:
            // It is under way for a while after the connection broke.
            answer(wanted, agent, number, after: fate.latency + min(fate.length, .seconds(4)))
            await sleep(fate.latency)
            return .lost(detail: "connection reset")
        case .ignored:
            await sleep(fate.latency)
            return .accepted(nil)
        case .slow:
            answer(wanted, agent, number, after: fate.latency + min(fate.length, .seconds(15)))
            await sleep(fate.latency)
            return .accepted(nil)
        case .stale, .incomplete, .holed, nil:
            return await plain(wanted, agent, number, fate.latency)
        }
    }

    /// Nothing goes wrong; what arrives, arrives whether or not the bridge lives to hear of it.
    private func plain(_ wanted: Wanted, _ agent: Int, _ number: Int, _ latency: Duration) async -> WriteAnswer {
        let result = Arrival()
        timeline.at(timeline.now + latency / 2) { result.set(cxone.arrive(wanted, agent, write: number)) }
        await sleep(latency)
        guard let isDone = result.value else { return .lost(detail: "cut short") }
        guard isDone else { return .conflict(detail: "on a call, or wrapping up") }
        guard capabilities.answersWithStatus else { return .accepted(nil) }
        return .accepted(cxone.truth(of: agent).reading(at: timeline.now, origin: .response, capabilities))
    }

    func check(userID: String?, now: Instant) async -> [CXoneFinding] { [] }
}

extension Answer {
    /// The head of what a call of that fate is answered with.
    fileprivate init(_ fate: SimulatedCXone.Fate) {
        switch fate.fault {
        case .throttled: self.init(status: 429, headers: ["Retry-After": "\(max(1, fate.length.components.seconds))"])
        case .unavailable, .lostApplied, .lostUnapplied: self.init(status: 503)
        case .forbidden: self.init(status: 403)
        case .conflict: self.init(status: 409)
        case .rejected: self.init(status: 400)
        default: self.init(status: 200)
        }
    }
}

extension WriteAnswer {
    /// What the connection made of it.
    fileprivate func exchange(_ fate: SimulatedCXone.Fate) -> Result<Answer, ExchangeFault> {
        switch fate.fault {
        case .hang, .hangApplied, .hangUnapplied: .failure(ExchangeFault(kind: .timedOut, hasLeft: true, detail: "no answer"))
        case .lateApplied: .failure(ExchangeFault(kind: .disconnected, hasLeft: true, detail: "connection reset"))
        case .notSent: .failure(ExchangeFault(kind: .disconnected, hasLeft: false, detail: "no connection"))
        default: .success(Answer(fate))
        }
    }
}
