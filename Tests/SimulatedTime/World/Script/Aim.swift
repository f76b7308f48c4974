package import Reconciliation

/// A rule and a fault that are to meet: a script that leads one agent into the rule a while after the fault.
///
/// Chance brings most pairs together, and some of them once in ten thousand scripts.
package struct Aim: Sendable, Hashable {
    package var rule: Rule
    package var trouble: Trouble

    /// What is to be met on the way.
    package enum Trouble: Sendable, Hashable {
        case call(CallKind, CallFault)
        case away, crash, limit

        package static let all: [Trouble] =
            CallKind.allCases.flatMap { call in
                CallFault.possible(for: call, answersWithStatus: false).map { .call(call, $0) }
            } + [.away, .crash, .limit]

        /// As `Meeting` names it.
        package var name: String {
            switch self {
            case .call(let call, let fault): "\(call.rawValue):\(fault.rawValue)"
            case .away: "away"
            case .crash: "crash"
            case .limit: "limit"
            }
        }

        fileprivate var needsACD: Bool {
            switch self {
            case .call(_, .ignored), .call(_, .slow): true
            default: false
            }
        }
    }

    package static let all = Trouble.all.flatMap { trouble in Rule.allCases.map { Aim(rule: $0, trouble: trouble) } }

    package var meeting: Meeting { Meeting(rule: rule.rawValue, fault: trouble.name) }

    package init(rule: Rule, trouble: Trouble) {
        self.rule = rule
        self.trouble = trouble
    }

    func script(seed: UInt64, draws: inout SeededDraws) -> Script {
        var scene = Scene(at: .milliseconds(draws.int(900_000...1_200_000)))
        scene.prepare(trouble, for: rule)
        scene.lead(to: rule)
        scene.events.sort { ($0.at, $0.kind.rawValue) < ($1.at, $1.kind.rawValue) }
        return Script(
            seed: seed,
            agents: 6,
            isACD: trouble.needsACD || rule == .tenantValues || rule == .contact || draws.chance(50),
            policy: rule == .stampede ? .guarded : .standard,
            sweep: .minutes(10),
            limit: trouble == .limit ? 2 : 0,
            events: scene.events
        )
    }
}

/// The events of an aimed script; the rule is to decide about agent 0.
private struct Scene {
    /// When the rule is to decide.
    let at: Duration
    var events: [ScriptEvent] = []

    init(at: Duration) { self.at = at }

    private mutating func add(_ kind: ScriptEvent.Kind, _ offset: Int, _ set: (inout ScriptEvent) -> Void = { _ in }) {
        var event = ScriptEvent(at: at + .milliseconds(offset), kind: kind)
        set(&event)
        events.append(event)
    }

    private mutating func change(_ status: Status, _ offset: Int, source: Int = 0, lead: Int = 0, grace: Int = 300_000) {
        add(.change, offset) { event in
            event.status = status
            event.source = source
            event.lead = .milliseconds(lead)
            event.grace = .milliseconds(grace)
        }
    }

    private mutating func move(_ status: Status, _ offset: Int) { add(.person, offset) { $0.status = status } }

    /// A change that meets the trouble a while before, with all kinds of calls on the way: what is known of the user is too old by
    /// then, and somebody has moved the agent.
    mutating func prepare(_ trouble: Aim.Trouble, for rule: Rule) {
        change(.training, -700_000)
        move(.available, -180_000)
        let start = -150_000
        switch trouble {
        case .call(let call, let fault):
            add(.fault, start - 1) { event in
                event.call = call
                event.fault = fault
                event.length = .seconds(1)
            }
        case .away: add(.away, start - 1) { $0.length = .seconds(4) }
        case .crash:
            add(.crash, start - 1) { event in
                event.count = 4
                event.length = .seconds(1)
            }
        case .limit:
            add(.crowd, start - 1) { event in
                event.status = .busy
                event.grace = .seconds(60)
            }
        }
        // Who is sent on a break by the bridge has taken none.
        change(rule == .satisfied ? .training : .onBreak, start)
    }

    mutating func lead(to rule: Rule) {
        switch rule {
        case .openIntent:
            add(.fault, -1) { event in
                event.call = .write
                event.fault = .lostUnapplied
            }
            change(.training, 0)
        case .expired: change(.training, 0, grace: 10)
        case .paused:
            add(.pause, -1_000) { $0.length = .seconds(20) }
            change(.training, 0)
        case .cxoneAway:
            add(.away, -1) { $0.length = .seconds(40) }
            change(.available, 0)
        case .knownAndAllowed:
            add(.suspend, -1) { $0.length = .seconds(20) }
            change(.training, 0)
        case .shift:
            // A day off; what was asked for since has overtaken it.
            add(.schedule, -5_000) { event in
                event.status = .offline
                event.version = 1
                event.lead = .minutes(-10)
                event.length = .minutes(30)
            }
            change(.training, 0)
        case .tenantValues:
            add(.uncoded, -160_000) { event in
                event.status = .training
                event.length = .minutes(10)
            }
            change(.training, 0)
        case .already:
            move(.training, -1)
            change(.training, 0)
        case .satisfied:
            move(.onBreak, -100_000)
            move(.available, -10_000)
            change(.onBreak, -110_000, lead: 110_000, grace: 900_000)
        case .overruled:
            // Twice, for he may be there already.
            move(.training, -2_000)
            move(.available, -1_000)
            change(.busy, 0, lead: -10_000)
        case .loggedOut:
            add(.logout, -1)
            change(.training, 0)
        case .contact:
            move(.available, -2_000)
            add(.contact, -1_000) { $0.length = .seconds(30) }
            change(.training, 0)
        case .fight:
            for number in 0..<7 {
                change(number % 2 == 0 ? .training : .busy, (number - 6) * 15_000, source: number % 2)
            }
        case .stampede:
            add(.crowd, 0) { event in
                event.status = .offline
                event.grace = .minutes(5)
            }
        case .shadow:
            add(.shadow, -1_000) { $0.length = .seconds(20) }
            change(.training, 0)
        case .apply: change(.training, 0)
        }
    }
}
