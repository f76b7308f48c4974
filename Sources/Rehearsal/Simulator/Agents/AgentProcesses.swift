import Notation

/// What goes on with an agent by itself: contacts end, wrap-ups end, codes time out. It is caught up with when somebody looks.
extension SimulatedAgent {
    private enum Process {
        case contactEnds
        case wrapUpEnds
        case codeTimesOut
    }

    /// Brings the agent to what is by now. Everything that looks at an agent calls it first.
    mutating func settle(_ now: UnixMicroseconds) {
        while let next = nextProcess, next.time <= now {
            switch next.process {
            case .contactEnds: endContact(at: next.time)
            case .wrapUpEnds: finishWrapUp(at: next.time)
            case .codeTimesOut: enter(.offline, movedBy: .session, at: next.time)
            }
        }
    }

    private var nextProcess: (time: UnixMicroseconds, process: Process)? {
        let all: [(time: UnixMicroseconds?, process: Process)] = [
            (contact?.endsAt, .contactEnds), (wrapUp?.until, .wrapUpEnds), (timesOutAt, .codeTimesOut),
        ]
        return all.compactMap { item in item.time.map { ($0, item.process) } }.min { $0.0 < $1.0 }
    }

    // MARK: Contacts

    /// - Parameters:
    ///   - status: one of the busy ones
    ///   - endsAt: nil: when somebody ends it
    mutating func beginContact(
        _ status: SimulatedStatus,
        isOutbound: Bool = false,
        endsAt: UnixMicroseconds? = nil,
        wrapUpSeconds: Double = 0,
        movedBy: Mover,
        at now: UnixMicroseconds
    ) {
        let (old, oldReason) = contact.map { ($0.before, $0.beforeReason) } ?? (self.status, pauseReason)
        // Numbers of contacts follow from the agent and the time, so that a run repeats them.
        let id = Self.contactID(of: profile, beganAt: now)
        enter(status, movedBy: movedBy, at: now) {
            $0.contactID = id
            $0.isOutbound = isOutbound
        }
        contact = AgentContact(id: id, since: now, endsAt: endsAt, wrapUpSeconds: wrapUpSeconds, before: old, beforeReason: oldReason)
    }

    static func contactID(of profile: RosterAgent, beganAt time: UnixMicroseconds) -> Int {
        Int(time / 1_000 % 1_000_000_000) * 1_000 + profile.index % 1_000 + 1
    }

    /// Ends a contact: to its wrap-up, to what was asked for meanwhile, or back to what was before.
    mutating func endContact(at now: UnixMicroseconds) {
        guard let ending = contact else { return }
        let waiting = queued
        if ending.wrapUpSeconds > 0 {
            let end = now + Int64(ending.wrapUpSeconds * 1_000_000)
            beginWrapUp(until: end, next: waiting == nil ? ending.before : nil, at: now)
            queued = waiting
        } else if let waiting {
            carryOut(waiting, at: now)
        } else {
            enter(ending.before, pauseReason: ending.beforeReason, movedBy: .contact, at: now)
        }
    }

    // MARK: Wrap-up

    /// Puts the agent into wrap-up: NOT_READY until then. What was queued on the contact before stays queued.
    mutating func beginWrapUp(until end: UnixMicroseconds, next: SimulatedStatus?, at now: UnixMicroseconds) {
        let waiting = queued
        enter(.state(.notReady), movedBy: .contact, at: now) { $0.isAfterCall = true }
        wrapUp = WrapUp(until: end, next: next)
        queued = waiting
    }

    /// A wrap-up follows a contact. Where there was none, a short one has just ended: a history that went from Available straight to
    /// NOT_READY would tell of somebody who has left.
    mutating func leadToWrapUp(at now: UnixMicroseconds) {
        guard contact == nil, wrapUp == nil, status.stateID != .busy, status.stateID != .queueBusy else { return }
        beginContact(.named(.busy), movedBy: .contact, at: now - 1_000)
    }

    mutating func endWrapUp(at now: UnixMicroseconds) {
        guard let ending = wrapUp else { return }
        wrapUp = WrapUp(until: min(now, ending.until), next: ending.next)
        settle(now)
    }

    private mutating func finishWrapUp(at now: UnixMicroseconds) {
        guard let ending = wrapUp else { return }
        wrapUp = nil
        if let waiting = queued {
            carryOut(waiting, at: now)
        } else if let next = ending.next ?? (autoAvailable ? .available : nil) {
            enter(next, movedBy: .contact, at: now)
        } else {
            // The state stays as it is until somebody moves the agent, but its work after the contact is over.
            moment.isAfterCall = false
            moment.updatedAt = max(now - now % 1_000, moment.updatedAt)
        }
    }

    // MARK: Orders of clients

    /// Carries out a client's order at once, whatever the agent is doing.
    mutating func carryOut(_ order: StateOrder, at now: UnixMicroseconds) {
        enter(
            order.status,
            pauseReason: order.pauseReason,
            wrapUpCode: order.wrapUpCode,
            movedBy: .client,
            at: now
        ) {
            $0.outStateID = order.outStateID
            $0.isAfterCall = order.isAfterCall
        }
        autoAvailable = order.autoAvailable
        timesOutAt = order.timeout.map { now + $0 }
    }

    /// Takes a client's order: at once, or where the agent is on a contact as that is to be dealt with.
    mutating func obey(_ order: StateOrder, onContact: OnContact, at now: UnixMicroseconds) throws(Refusal) -> StateEffect {
        if contact != nil {
            switch onContact {
            case .refuse: throw Refusal(409, "The agent is on a contact.")
            case .queue:
                queued = order
                return .queued
            case .apply: contactsDropped += 1
            }
        }
        carryOut(order, at: now)
        return .applied
    }

    /// Ends the agent's session, and a contact with it.
    mutating func logOut(at now: UnixMicroseconds) {
        if contact != nil { contactsDropped += 1 }
        enter(.offline, movedBy: .client, at: now)
    }
}
