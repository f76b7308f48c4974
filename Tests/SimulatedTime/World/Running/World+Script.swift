import Bridge
import Notation
import Reconciliation
import Store
import Synchronization

/// What the script has happen.
extension World {
    func happens(_ event: ScriptEvent) {
        switch event.kind {
        case .change:
            send(Self.body(event, now: timeline.now), from: event.source)
        case .crowd:
            let items = (0..<script.agents).map { agent in
                var item = event
                item.agent = agent
                return "{\(Self.fields(item, now: timeline.now))}"
            }
            let head = "\"event\":\"agent_status_changes_requested\""
            send("{\(head),\"changes\":[\(items.joined(separator: ","))]}", from: event.source)
        case .schedule:
            send(Self.schedule(event, now: timeline.now), from: event.source)
        case .again:
            guard let last = state.withLock({ $0.last }) else { return }
            deliver(last.body, last.id, last.source)
        case .cancel:
            send("{\"event\":\"agent_status_changes_cancelled\",\"references\":[\"\(event.reference)\"]}", from: event.source)
        case .person: cxone.person(event.agent, to: event.status)
        case .contact: cxone.contact(event.agent, talk: event.length, wrapUp: event.grace)
        case .logout: cxone.session(event.agent, isIn: false)
        case .login: cxone.session(event.agent, isIn: true)
        case .suspend: cxone.lacks(.access, event.agent, until: timeline.now + event.length)
        case .unfit: cxone.lacks(.role, event.agent, until: timeline.now + event.length)
        case .offShift: cxone.lacks(.shift, event.agent, until: timeline.now + event.length)
        case .uncoded: cxone.lacks(.code(event.status), event.agent, until: timeline.now + event.length)
        case .pause:
            order(.pause)
            timeline.at(timeline.now + event.length) { self.order(.resume) }
        case .release: release()
        case .shadow:
            let scope = ShadowScope.source(Script.sources[event.source])
            order(.shadow(scope, true))
            timeline.at(timeline.now + event.length) { self.order(.shadow(scope, nil)) }
        case .fault:
            cxone.arm(SimulatedCXone.ArmedFault(fault: event.fault, left: event.count, length: event.length), for: event.call)
        case .away: cxone.away(until: timeline.now + event.length)
        case .deaf: state.withLock { $0.deafUntil = timeline.now + event.length }
        case .crash:
            let life = state.withLock { state in
                state.restartAfter = event.length
                return state.present?.life
            }
            life?.doom(after: event.count)
        }
    }

    /// The script is over, and so are all troubles.
    func heal() {
        observer.note("all troubles are over")
        cxone.heal()
        state.withLock { $0.deafUntil = nil }
    }

    // MARK: The WFM

    private static func time(_ instant: Instant) -> String { RFC3339.format(instant.microseconds) }

    private static func body(_ event: ScriptEvent, now: Instant) -> String {
        "{\"event\":\"agent_status_change_requested\",\(fields(event, now: now))}"
    }

    /// The fields of one change.
    private static func fields(_ event: ScriptEvent, now: Instant) -> String {
        let effective = now + event.lead
        var fields = [
            "\"userId\":\"\(Script.userID(event.agent))\"", "\"status\":\"\(event.status.rawValue)\"",
            "\"effectiveAt\":\"\(time(effective))\"",
            "\"expiresAt\":\"\(time(effective + max(event.grace, .milliseconds(1))))\"",
        ]
        if event.status == .onBreak { fields.append("\"pauseReason\":\"IT Issue\"") }
        if event.reference != 0 { fields.append("\"reference\":\"\(event.reference)\"") }
        if event.version != 0 { fields.append("\"version\":\(event.version)") }
        if !event.respectsWrapUp { fields.append("\"respectWrapUp\":false") }
        return fields.joined(separator: ",")
    }

    /// Segments that follow each other without a gap.
    private static func schedule(_ event: ScriptEvent, now: Instant) -> String {
        let first = now + event.lead
        let statuses = [event.status, .onBreak, .available, .training, .offline, .busy]
        let segments = (0..<event.count).map { number in
            let status = statuses[number == 0 ? 0 : (number + event.version) % statuses.count]
            let start = first + event.length * number
            let reason = status == .onBreak ? ",\"pauseReason\":\"IT Issue\"" : ""
            let span = "\"start\":\"\(time(start))\",\"end\":\"\(time(start + event.length))\""
            return "{\(span),\"status\":\"\(status.rawValue)\"\(reason)}"
        }
        let head = "\"event\":\"agent_schedule_published\",\"userId\":\"\(Script.userID(event.agent))\""
        let span = "\"from\":\"\(time(first))\",\"to\":\"\(time(first + event.length * event.count))\""
        return "{\(head),\(span),\"version\":\(event.version),\"segments\":[\(segments.joined(separator: ","))]}"
    }

    private func send(_ body: String, from source: Int) {
        let id = state.withLock { state in
            state.requests += 1
            let id = RequestID("msg-\(state.requests)")
            state.last = (Array(body.utf8), id, Script.sources[source])
            return id
        }
        deliver(Array(body.utf8), id, Script.sources[source])
    }

    /// Sends a request until the bridge answers it.
    private func deliver(_ body: [UInt8], _ id: RequestID, _ source: SourceName, attempt: Int = 1) {
        let present = state.withLock { $0.present }
        guard let present else { return deliverAgain(body, id, source, attempt) }
        spawn {
            let status = await present.heart.accept(body, id: id, from: source)
            guard present.life.isAlive, status != 503 else { return self.deliverAgain(body, id, source, attempt) }
            self.observer.note("\(id) is answered: \(status)")
        }
    }

    private func deliverAgain(_ body: [UInt8], _ id: RequestID, _ source: SourceName, _ attempt: Int) {
        timeline.at(timeline.now + .seconds(3)) { self.deliver(body, id, source, attempt: attempt + 1) }
    }

    // MARK: Operators

    /// Orders something until the bridge has done it.
    private func order(_ order: ConsoleOrder) {
        let present = state.withLock { $0.present }
        guard let present else { return orderAgain(order) }
        spawn {
            let answer = await present.heart.perform(order)
            if answer == nil, !present.life.isAlive { self.orderAgain(order) }
        }
    }

    private func orderAgain(_ order: ConsoleOrder) {
        timeline.at(timeline.now + .seconds(2)) { self.order(order) }
    }

    private func release() {
        spawn {
            let holds = (try? await self.store.holds(openOnly: true, after: nil, limit: 100)) ?? []
            for hold in holds { self.order(.release(hold.order.id)) }
        }
    }
}
