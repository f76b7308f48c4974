import Glibc
import Reconciliation

/// How many decisions a second one core makes: by the time that the thread ran, whatever else the machine does.
package enum DecisionPace {
    package static func measure(decisions count: Int = 2_000_000) -> String {
        let situations = Status.allCases.flatMap { status in
            [LiveStatus.status(.available), .status(.onBreak), .status(.busy), .status(.offline)].map { situation(status, $0) }
        }
        let started = cpuSeconds()
        var findings = 0
        for number in 0..<count { findings += decide(situations[number % situations.count], now: now).chain.count }
        let seconds = cpuSeconds() - started
        let rate = Int(Double(count) / seconds)
        return "\(count) decisions in \(Int(seconds * 1_000)) ms of one core: \(rate) a second, \(findings / count) rules each"
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }

    private static let now = Script.start

    private static func situation(_ status: Status, _ live: LiveStatus) -> Situation {
        let agent = AgentID(tenant: .standard, userID: "agent-0")
        let change = Change(
            id: ChangeID("chg_0"),
            agent: agent,
            source: Script.sources[0],
            requestID: RequestID("msg-0"),
            wanted: Wanted(status: status, pauseReason: status == .onBreak ? "IT Issue" : nil),
            effectiveAt: now - .seconds(1),
            expiresAt: now + .minutes(5),
            acceptedAt: now - .minutes(60),
            state: .due
        )
        let reading = LiveReading(
            status: live,
            since: now - .minutes(10),
            onContact: .no,
            inWrapUp: .no,
            origin: .read,
            stateID: 1
        )
        var situation = Situation(
            agent: AgentFacts(id: agent, user: .taken(User(roles: ["Agent"]), at: now)),
            capabilities: .acd,
            desired: change,
            ledger: Ledger(),
            fleet: Fleet(),
            policy: Policy()
        )
        situation.live = .taken(reading, at: now)
        return situation
    }
}
