/// Says of each transition of a history who or what made it: the first class that fits (4-reconciliation, The situation).
///
/// Both doubts count. What a call can do by itself is never a person's: the way out of a contact into Available or a not-ready
/// state. What no call does by itself is never a call's: nobody's call ends in Break or Training, so those were chosen.
///
/// - Parameters:
///   - segments: oldest first. One that is class `bridge` already stays so.
///   - writes: what the bridge wrote; each accounts for one segment at most.
package func classify(_ segments: [HistorySegment], writes: [WriteMark], capabilities: Capabilities) -> [HistorySegment] {
    var classified = segments
    var walk = HistoryWalk(capabilities: capabilities)
    let own = claims(of: writes, on: segments, capabilities)
    for index in classified.indices {
        classified[index].transition = walk.step(into: segments[index], isOwn: own[index] || segments[index].transition == .bridge)
    }
    return classified
}

/// Which segments are the bridge's own: each write takes the one nearest to its call.
private func claims(of writes: [WriteMark], on segments: [HistorySegment], _ capabilities: Capabilities) -> [Bool] {
    var own = [Bool](repeating: false, count: segments.count)
    for write in writes {
        if write.followsContact {
            let next = end(ofContactAt: write.sentAt, in: segments, capabilities)
            if let next, write.fits(segments[next]) { own[next] = true }
            continue
        }
        var best: (index: Int, distance: Int64)?
        for index in segments.indices where !own[index] {
            guard let distance = write.distance(to: segments[index]) else { continue }
            if let best, best.distance <= distance { continue }
            best = (index, distance)
        }
        if let best { own[best.index] = true }
    }
    return own
}

/// The first state after the contact, and its after-call work, that the agent was in at some time; nil where the two are not shown.
private func end(ofContactAt time: Instant, in segments: [HistorySegment], _ capabilities: Capabilities) -> Int? {
    let begun = segments.lastIndex { $0.start <= time + Intent.clockSlack && $0.isContact(capabilities) }
    guard let begun, segments[begun].end.map({ $0 >= time - Intent.clockSlack }) ?? true else { return nil }
    return segments[begun...].firstIndex { !$0.isContact(capabilities) }
}

/// What must be remembered on the way through a history to class the next transition.
private struct HistoryWalk {
    let capabilities: Capabilities
    private var previous: HistorySegment?
    private var previousIsContact = false
    /// A contact has ended and the agent is not ready for the next one yet.
    private var isAfterContact = false
    /// When the agent logged in, until the first move after it.
    private var loginAt: Instant?

    init(capabilities: Capabilities) {
        self.capabilities = capabilities
    }

    mutating func step(into segment: HistorySegment, isOwn: Bool) -> TransitionClass {
        if let previous, previous.isFollowedByGap(before: segment) { forget() }
        let isContact = !isOwn && segment.isContact(capabilities)
        let transition = isOwn ? .bridge : judge(segment, isContact: isContact)
        remember(segment, isContact: isContact, isOwn: isOwn)
        return transition
    }

    private func judge(_ segment: HistorySegment, isContact: Bool) -> TransitionClass {
        if isContact { return .contact }
        guard segment.status.isKnown else { return .unknown }
        if segment.status == .status(.offline) { return .session }
        if previousIsContact || isAfterContact { return segment.isChosen ? .person : .contact }
        if previous?.status == .status(.offline) { return .session }
        if let loginAt, segment.start - loginAt <= Self.loginTakes, segment.status != previous?.status { return .session }
        guard let previous, previous.status.isKnown else { return segment.isChosen ? .person : .unknown }
        // The same status once more is no move: a record cut at midnight, or READY and QUEUE_READY.
        return segment.status == previous.status ? .unknown : .person
    }

    private mutating func remember(_ segment: HistorySegment, isContact: Bool, isOwn: Bool) {
        if previous?.status == .status(.offline), segment.status != .status(.offline) {
            loginAt = segment.start
        } else if segment.status != previous?.status {
            loginAt = nil
        }
        if isContact {
            isAfterContact = true
        } else if isOwn || segment.isChosen || segment.endsContact {
            isAfterContact = false
        }
        previous = segment
        previousIsContact = isContact
    }

    private mutating func forget() {
        previous = nil
        previousIsContact = false
        isAfterContact = false
        loginAt = nil
    }

    /// After this the first move since the login is no part of logging in any more.
    private static let loginTakes: Duration = .minutes(15)
}

extension HistorySegment {
    /// Whether it is a contact or its after-call work. Where contacts cannot be seen, Busy is one.
    func isContact(_ capabilities: Capabilities) -> Bool {
        if inWrapUp == .yes { return true }
        if capabilities.seesContacts, onContact != .unknown { return onContact == .yes }
        return status == .status(.busy)
    }

    /// A state that follows nothing by itself: somebody chose it.
    fileprivate var isChosen: Bool { status == .status(.onBreak) || status == .status(.training) }

    fileprivate var endsContact: Bool { status == .status(.available) || status == .status(.offline) }

    /// Whether time is missing between this segment and the next.
    func isFollowedByGap(before next: HistorySegment, tolerance: Duration = HistoryTimeline.tolerance) -> Bool {
        end.map { next.start - $0 > tolerance } ?? false
    }
}
