import Reconciliation

/// Writes the script of a seed.
package struct ScriptWriter {
    private var draws: SeededDraws
    private let seed: UInt64
    private var events: [ScriptEvent] = []
    private let agents: Int
    private let isACD: Bool
    private let isCrowded: Bool
    /// The length of the script in seconds.
    private let length: Int

    package init(seed: UInt64) {
        self.seed = seed
        draws = SeededDraws(seed)
        // Most of what goes wrong goes wrong with one or two; a crowd is there for turns, limits and stampedes.
        isCrowded = draws.chance(20)
        agents = isCrowded ? draws.int(5...16) : draws.int(1...4)
        isACD = draws.chance(50)
        length = draws.int(1_800...7_200)
    }

    package mutating func write() -> Script {
        // Every other seed leads one rule to one fault, all pairs in turn.
        if seed.isMultiple(of: 2) { return Aim.all[Int(seed / 2 % UInt64(Aim.all.count))].script(seed: seed, draws: &draws) }
        let policy: Script.PolicyChoice = draws.chance(60) ? .standard : draws.pick(Script.PolicyChoice.allCases)
        let sweep: Duration = .minutes(Int64(draws.pick([5, 10, 20])))
        let limit = draws.chance(isCrowded ? 70 : 15) ? draws.int(2...12) : 0
        for number in 0..<draws.int(4...14) { change(number) }
        for _ in 0..<draws.int(0...(isCrowded ? 4 : 2)) { schedule() }
        if isCrowded { for _ in 0..<draws.int(1...2) { crowd() } }
        for _ in 0..<draws.int(0...8) { life() }
        for _ in 0..<draws.int(0...8) { fault() }
        for _ in 0..<draws.int(0...3) { trouble() }
        events.sort { ($0.at, $0.kind.rawValue) < ($1.at, $1.kind.rawValue) }
        return Script(seed: seed, agents: agents, isACD: isACD, policy: policy, sweep: sweep, limit: limit, events: events)
    }

    private mutating func event(_ kind: ScriptEvent.Kind, at time: Duration? = nil) -> ScriptEvent {
        var event = ScriptEvent(at: time ?? .milliseconds(draws.int(0...length * 1_000)), kind: kind)
        event.agent = draws.int(0...agents - 1)
        return event
    }

    /// A time close to something that has been written already: that is where it hurts.
    private mutating func closeTime() -> Duration? {
        guard draws.chance(75), !events.isEmpty else { return nil }
        let near = draws.pick(events)
        let moment = near.kind == .change && draws.chance(60) ? near.at + max(near.lead, .zero) : near.at
        return max(.zero, moment + .milliseconds(draws.pick([draws.int(-2_000...4_000), draws.int(-60_000...120_000)])))
    }

    private mutating func change(_ number: Int) {
        var change = event(.change, at: draws.chance(40) ? closeTime() : nil)
        change.source = draws.chance(75) ? 0 : 1
        change.status = draws.pick([.available, .onBreak, .onBreak, .training, .offline, .busy])
        if draws.chance(20) { change.reference = draws.int(1...3) } else { change.reference = 100 + number }
        if draws.chance(40) { change.version = draws.int(1...4) }
        switch draws.int(1...10) {
        case 1...4: change.lead = .zero
        case 5...7: change.lead = .milliseconds(draws.int(1_000...1_200_000))
        case 8: change.lead = .milliseconds(draws.int(1_000...30_000))
        default: change.lead = .milliseconds(-draws.int(1...300_000))
        }
        switch draws.int(1...10) {
        // Late already: it expires while it is being looked at.
        case 1...3: change.grace = max(.zero, .zero - min(change.lead, .zero)) + .milliseconds(draws.int(50...4_000))
        case 4...5: change.grace = max(.zero, .zero - min(change.lead, .zero)) + .milliseconds(draws.int(4_000...120_000))
        default: change.grace = max(.zero, .zero - min(change.lead, .zero)) + .milliseconds(draws.int(120_000...900_000))
        }
        change.respectsWrapUp = !draws.chance(10)
        events.append(change)
        if draws.chance(8) { events.append(event(.again, at: change.at + .milliseconds(draws.int(0...60_000)))) }
        if draws.chance(8) {
            var cancel = event(.cancel, at: change.at + .milliseconds(draws.int(0...600_000)))
            cancel.source = change.source
            cancel.reference = change.reference
            events.append(cancel)
        }
    }

    /// One that begins at a quarter hour, and often a second one that replaces it.
    private mutating func schedule() {
        var schedule = event(.schedule)
        let quarter = 900_000
        let sent = Int(schedule.at.inMicroseconds / 1_000)
        schedule.lead = .milliseconds((sent / quarter + draws.int(1...2)) * quarter - sent)
        schedule.count = draws.int(1...4)
        schedule.length = .milliseconds(draws.pick([300_000, 900_000, 1_800_000]))
        schedule.status = draws.pick([.available, .onBreak, .training, .offline])
        schedule.source = draws.chance(75) ? 0 : 1
        schedule.version = draws.int(1...3)
        events.append(schedule)
        guard draws.chance(50) else { return }
        var next = schedule
        next.at += .milliseconds(draws.int(1_000...900_000))
        next.lead = schedule.at + schedule.lead - next.at + .milliseconds(draws.pick([0, 0, quarter]))
        next.version = draws.int(1...4)
        next.status = draws.pick([schedule.status, .available, .busy])
        next.count = draws.int(1...4)
        events.append(next)
    }

    /// All at one moment.
    private mutating func crowd() {
        var crowd = event(.crowd)
        crowd.source = draws.chance(75) ? 0 : 1
        crowd.status = draws.pick([.available, .onBreak, .training, .offline])
        crowd.lead = draws.chance(50) ? .zero : .milliseconds(draws.int(1_000...1_200_000))
        crowd.grace = .milliseconds(draws.int(120_000...900_000))
        events.append(crowd)
    }

    private mutating func life() {
        switch draws.int(1...10) {
        case 1...4:
            var move = event(.person, at: closeTime())
            move.status = draws.pick([.available, .onBreak, .training])
            events.append(move)
        case 5...8:
            var call = event(.contact, at: closeTime())
            call.length = .milliseconds(draws.int(2_000...400_000))
            call.grace = draws.chance(60) ? .milliseconds(draws.int(1_000...90_000)) : .zero
            events.append(call)
        case 9:
            events.append(event(.logout, at: closeTime()))
            events.append(event(.login))
        default:
            events.append(event(.login, at: closeTime()))
        }
    }

    private mutating func fault() {
        var fault = event(.fault, at: closeTime())
        fault.call = draws.pick(CallKind.allCases + [.write, .write])
        fault.fault = draws.pick(CallFault.possible(for: fault.call, answersWithStatus: !isACD))
        fault.count = draws.chance(70) ? 1 : draws.int(2...5)
        fault.length = .milliseconds(draws.int(500...30_000))
        events.append(fault)
    }

    private mutating func trouble() {
        let kind = draws.pick([
            ScriptEvent.Kind.crash, .crash, .crash, .pause, .release, .shadow, .away, .deaf, .suspend, .unfit, .offShift, .uncoded,
        ])
        var trouble = event(kind, at: closeTime())
        trouble.length = .milliseconds(draws.int(500...(kind == .crash ? 20_000 : 400_000)))
        if kind == .crash { trouble.count = draws.int(1...12) }
        trouble.source = draws.chance(75) ? 0 : 1
        if kind == .uncoded { trouble.status = draws.pick([.onBreak, .training, .busy]) }
        events.append(trouble)
    }
}
