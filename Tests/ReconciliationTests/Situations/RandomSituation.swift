import Reconciliation

extension SplitMix64 {
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
                transition: pick(TransitionClass.allCases)
            )
        }
        return HistoryView(segments: segments, from: past(), isComplete: !once(in: 4))
    }

    mutating func write() -> ConfirmedWrite {
        ConfirmedWrite.made(of: wanted(), at: past() - .seconds(1), confirmedAfter: pick([.milliseconds(40), .seconds(1)]))
    }

    mutating func intent(for change: ChangeID) -> Intent {
        let recordedAt = once(in: 3) ? now - .hours(1) : past()
        let ended = min(recordedAt + pick([.milliseconds(40), .seconds(1), .seconds(10)]), now)
        return Intent(
            id: IntentID("int_1"),
            change: change,
            wanted: wanted(),
            previous: once(in: 4) ? nil : liveStatus(),
            recordedAt: recordedAt,
            endedAt: once(in: 4) ? nil : ended,
            isAcknowledged: once(in: 3)
        )
    }

    mutating func policy() -> Policy {
        var policy = Policy()
        policy.onContact = pick(Policy.OnContact.allCases)
        policy.loggedOut = once(in: 3) ? .refuse : .wait
        return policy
    }

    /// Any situation; most of its parts are in order, so that every rule gets its turn.
    mutating func situation() -> Situation {
        let expiresAt = once(in: 4) ? around() : now + .minutes(9)
        let desired = Change.asking(for: wanted(), effectiveAt: expiresAt - .minutes(10), expiresAt: expiresAt)
        let fleet = Fleet(
            isPaused: once(in: 8),
            cxone: once(in: 8) ? .away(until: once(in: 2) ? nil : around()) : .reachable,
            otherUserReadableAt: once(in: 2) ? nil : past()
        )
        let shift = once(in: 4) ? [ShiftSegment(start: around(), end: around() + .hours(1))] : []
        return Situation(
            agent: AgentFacts(id: .anna, user: reading(of: user(), at: once(in: 2) ? now : past()), publishedShift: shift),
            capabilities: once(in: 2) ? .platform : .seeing,
            desired: desired,
            live: reading(of: reading(), at: once(in: 2) ? now : past()),
            history: once(in: 3) ? .notTaken : reading(of: history(), at: past()),
            ledger: Ledger(
                openIntent: once(in: 4) ? intent(for: desired.id) : nil,
                confirmed: (0..<pick([0, 0, 1, 2])).map { _ in write() }
            ),
            fleet: fleet,
            policy: policy()
        )
    }
}
