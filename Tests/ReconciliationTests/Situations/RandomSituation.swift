import Reconciliation
import TestSupport

extension SeededRandom {
    /// A span that likes the edges of the rules: 0, 5, 10, 15 and 20 s, 5 and 15 minutes, and a microsecond beside them.
    mutating func span() -> Duration {
        let edge = pick([0, 1, 3, 5, 8, 10, 15, 20, 60, 300, 900, 7_200].map { Duration.seconds($0) })
        return edge + pick([.zero, .zero, tick, .zero - tick, .milliseconds(400)])
    }

    /// A time not after now.
    mutating func past() -> Instant { min(now - span(), now) }

    /// A time on either side of now.
    mutating func around() -> Instant { once(in: 2) ? now - span() : now + span() }

    mutating func wanted() -> Wanted {
        let status = pick(Status.allCases)
        let reason: String? = status == .onBreak || once(in: 8) ? pick(["Queue Full", "IT Issue", "Lunch"]) : nil
        return Wanted(
            status: status,
            pauseReason: reason,
            wrapUpCode: once(in: 6) ? "Sale" : nil,
            forceAvailability: once(in: 4),
            respectWrapUp: !once(in: 4)
        )
    }

    mutating func liveStatus() -> LiveStatus {
        if once(in: 8) { return .unknown(label: "UNKNOWN(42)") }
        if once(in: 6) { return .notReady(label: pick(["PAUSED", "NOT_READY"])) }
        return .status(pick(Status.allCases))
    }

    mutating func reading() -> LiveReading {
        LiveReading(
            status: liveStatus(),
            pauseReason: pick([nil, "Queue Full", "IT Issue"]),
            since: once(in: 6) ? nil : past(),
            onContact: pick([.yes, .no, .no, .unknown]),
            inWrapUp: pick([.yes, .no, .no, .unknown]),
            origin: pick([.read, .history])
        )
    }

    mutating func fault() -> ReadFault {
        pick([
            .unavailable(detail: "no answer"), .throttled(until: once(in: 2) ? nil : around()),
            .forbidden(MissingRight(right: "user:status:read", grantedUnder: "Applications > API Access")), .notFound,
        ])
    }

    /// A reading that was never taken, went wrong or succeeded, at some time.
    mutating func reading<Value>(of value: Value, at time: Instant) -> Reading<Value> {
        if once(in: 10) { return .notTaken }
        return once(in: 7) ? .failed(fault(), at: time) : .taken(value, at: time)
    }

    mutating func user() -> User {
        let ends: (Instant?, Instant?) = pick([(nil, nil), (now - .hours(4), now + .hours(4)), (around(), nil), (nil, around())])
        let roles = pick([["Agent"], ["Agent"], ["Agent"], ["Supervisor", "Clerk"], ["Clerk"], []])
        return User(roles: roles, shiftStart: ends.0, shiftEnd: ends.1)
    }

    mutating func history() -> HistoryView {
        let starts = (0..<pick([0, 1, 3, 6])).map { _ in past() }.sorted()
        let segments = starts.indices.map { index in
            HistorySegment(
                start: starts[index],
                end: index + 1 < starts.count ? starts[index + 1] : nil,
                stateID: index,
                label: "STATE",
                status: liveStatus(),
                transition: pick(TransitionClass.allCases + [.person])
            )
        }
        return HistoryView(segments: segments, from: once(in: 2) ? now - .hours(5) : past(), isComplete: !once(in: 4))
    }

    /// A break that was taken and is over, told whole.
    mutating func breakTaken() -> HistoryView {
        let start = past() - .minutes(1)
        let end = min(start + pick([.seconds(59), .minutes(1), .minutes(4)]), now)
        let steps: [(Instant, Instant?, LiveStatus, TransitionClass)] = [
            (now - .hours(4), start, .status(.available), .session), (start, end, .status(.onBreak), pick([.person, .person, .bridge])),
            (end, nil, .status(.available), pick([.person, .person, .contact])),
        ]
        let segments = steps.enumerated().map { index, step in
            HistorySegment(start: step.0, end: step.1, stateID: index, label: "STATE", status: step.2, transition: step.3)
        }
        return HistoryView(segments: segments, from: now - .hours(5), isComplete: true)
    }

    mutating func policy() -> Policy {
        var policy = Policy()
        policy.onContact = pick(Policy.OnContact.allCases)
        policy.loggedOut = once(in: 3) ? .refuse : .wait
        policy.override = pick([.untilNextChange, .untilNextChange, .lasting(.minutes(5)), .wfmWins, .reportOnly])
        policy.shadow = once(in: 12)
        policy.isStampedeExempt = once(in: 12)
        return policy
    }

    /// A situation that the gates and the permissions let pass, so that the later rules have their say.
    mutating func situationPastGates() -> Situation {
        var situation = anySituation()
        if situation.desired.expiresAt < now { situation.desired = situation.desired.expiring(at: now + .minutes(9)) }
        situation.ledger.openIntent = nil
        situation.fleet.isPaused = false
        situation.fleet.cxone = .reachable
        situation.agent = AgentFacts(id: .anna, user: .taken(.inShift, at: now))
        if once(in: 3) || situation.desired.wanted.pauseReason != nil {
            situation.desired = .asking(for: .queueBreak, state: situation.desired.state)
        }
        var live = reading()
        if once(in: 2) { live.status = .status(pick([.available, .training])) }
        if once(in: 2) { live.since = now - pick([.zero, .seconds(5), .seconds(20)]) }
        situation.live = .taken(live, at: now)
        if once(in: 3) { situation.history = .taken(breakTaken(), at: now) }
        return situation
    }

    /// Any situation, often one that comes far, so that every rule gets its turn.
    mutating func situation() -> Situation { once(in: 5) ? situationPastGates() : anySituation() }

    private mutating func anySituation() -> Situation {
        let expiresAt = once(in: 4) ? around() : now + .minutes(9)
        let desired = Change.asking(
            for: once(in: 5) ? .queueBreak : wanted(),
            effectiveAt: expiresAt - .minutes(10),
            expiresAt: expiresAt,
            state: once(in: 8) ? .applied : .due
        )
        let fleet = Fleet(
            isPaused: once(in: 8),
            isShadow: once(in: 12),
            stampede: once(in: 2) ? nil : stampede(),
            cxone: once(in: 8) ? .away(until: once(in: 2) ? nil : around()) : .reachable,
            otherUserReadableAt: once(in: 2) ? nil : past()
        )
        let shift = once(in: 4) ? [ShiftSegment(start: around(), end: around() + .hours(1))] : []
        let covered = once(in: 2) ? shift : [ShiftSegment(start: around(), end: around() + .hours(3))]
        let live = reading(of: reading(), at: once(in: 2) ? now : past())
        let events = once(in: 3) ? breakTaken() : history()
        return Situation(
            agent: AgentFacts(
                id: .anna,
                user: reading(of: user(), at: once(in: 2) ? now : past()),
                publishedShift: PublishedShift(covered: covered, segments: shift)
            ),
            capabilities: pick([.platform, .platform, .seeing, .queueing]),
            desired: desired,
            live: live,
            history: once(in: 3) ? .notTaken : reading(of: events, at: once(in: 2) ? now : past()),
            ledger: ledger(for: desired, live: live.value),
            fleet: fleet,
            policy: policy(),
            isOvertaken: once(in: 4)
        )
    }
}
