package import Notation
package import Reconciliation

/// Looks through a published schedule before it is sent: what intake would refuse, and what it would take and operations would regret.
package struct ScheduleLint: Sendable {
    /// What is the matter in one place.
    package struct Remark: Sendable, Hashable {
        package enum Mark: String, Sendable, Hashable {
            /// Intake refuses it, or it cannot be carried out.
            case wrong
            /// It is taken, and may not be what was meant.
            case doubtful
        }

        package let mark: Mark
        package let fault: Problem.Fault

        init(_ mark: Mark, _ code: String, _ pointer: JSONPointer, _ detail: String) {
            self.init(mark, Problem.Fault(pointer: pointer, code: code, detail: detail))
        }

        init(_ mark: Mark, _ fault: Problem.Fault) {
            self.mark = mark
            self.fault = fault
        }

        package var json: JSONValue {
            [
                "mark": .string(mark.rawValue), "pointer": .string(fault.pointer.description), "code": .string(fault.code),
                "detail": .string(fault.detail),
            ]
        }
    }

    /// What a lint is made with.
    package struct Options: Sendable {
        /// The tenant's pause reasons.
        package var pauseReasons: [String]
        /// After how long CXone logs an agent out of an unavailable code that says nothing else (3-cxone-wire, dialect acd).
        package var codeTimeout: Duration = .minutes(120)
        /// What the agent's team has codes for, where CXone was asked.
        package var offer: StatusOffer?

        package init(pauseReasons: [String]) {
            self.pauseReasons = pauseReasons
        }
    }

    /// Whose schedule it is; nil if that cannot be read.
    package private(set) var userID: String?
    package private(set) var from: Instant?
    package private(set) var to: Instant?
    package private(set) var segmentCount = 0
    package private(set) var remarks: [Remark] = []
    private let options: Options

    /// - Parameters:
    ///   - body: of `agent_schedule_published`.
    ///   - now: when it would be published.
    package init(_ body: [UInt8], options: Options, now: Instant) {
        self.options = options
        let rules = IntakeRules(pauseReasons: options.pauseReasons, requiresEffectiveAt: false)
        guard let published = read(body, rules, now) else { return }
        for item in published.items {
            if case .failure(let refused) = item.outcome { remarks += refused.faults.map { Remark(Self.mark($0), $0) } }
            remarks += item.warnings.map { Remark(.doubtful, $0) }
        }
        remarks += published.warnings.map { Remark(.doubtful, $0) }
        guard let span = published.schedule else { return }
        if span.version == nil {
            let words = "without a version a late copy of an older schedule cannot be told from a newer one"
            remarks.append(Remark(.doubtful, "version_missing", .root.appending("version"), words))
        }
        // Read as on its first day, so that what has begun or is far ahead is looked at like the rest.
        let segments = LintedSegment.all(of: read(body, rules, span.from, isQuiet: true) ?? published, zone: span.zone)
        lookAtTimes(segments, span)
        for segment in segments { lookAt(segment) }
        lookForRepeats(segments)
        remarks.sort { Self.isBefore($0, $1) }
    }

    /// Whether intake or CXone would refuse a part of it.
    package var isWrong: Bool { remarks.contains { $0.mark == .wrong } }

    private mutating func read(_ body: [UInt8], _ rules: IntakeRules, _ now: Instant, isQuiet: Bool = false) -> RequestBody? {
        do throws(Problem) {
            guard case .changes(let request) = try IncomingBody(bytes: body, rules: rules, now: now), let span = request.schedule else {
                let words = "this is no agent_schedule_published: lint looks at schedules"
                if !isQuiet { remarks.append(Remark(.wrong, "unknown_event", .root.appending("event"), words)) }
                return nil
            }
            (userID, from, to, segmentCount) = (span.userID, span.from, span.to, request.items.count)
            return request
        } catch {
            if !isQuiet { remarks += error.errors.map { Remark(.wrong, $0) } }
            return nil
        }
    }

    /// What has passed is no mistake of the schedule's.
    private static func mark(_ fault: Problem.Fault) -> Remark.Mark {
        fault.code == ChangeFault.alreadyExpired.rawValue ? .doubtful : .wrong
    }

    /// In the order of the segments, in one segment what is wrong before what is doubtful.
    private static func isBefore(_ left: Remark, _ right: Remark) -> Bool {
        func rank(_ remark: Remark) -> (Int, Int) {
            let parts = remark.fault.pointer.description.split(separator: "/")
            let index = parts.count > 1 && parts[0] == "segments" ? Int(parts[1]) ?? -1 : -1
            return (index, remark.mark == .wrong ? 0 : 1)
        }
        let (one, other) = (rank(left), rank(right))
        if one != other { return one < other }
        return (left.fault.pointer.description, left.fault.code) < (right.fault.pointer.description, right.fault.code)
    }

    // MARK: The segments side by side

    private mutating func lookAtTimes(_ segments: [LintedSegment], _ span: PublishedSpan) {
        var coveredTo = span.from
        var last: LintedSegment?
        for segment in segments.sorted(by: { ($0.start, $0.index) < ($1.start, $1.index) }) {
            if segment.start < coveredTo, let last {
                let words = "starts at \(segment.text(segment.start)), before segment \(last.index) has ended (\(segment.text(last.end)))"
                remarks.append(Remark(.wrong, "overlap", segment.pointer.appending("start"), words))
            } else if segment.start > coveredTo {
                remarks.append(gap(from: coveredTo, to: segment.start, before: segment, after: last))
            }
            if segment.end >= coveredTo {
                coveredTo = segment.end
                last = segment
            }
        }
        guard let last, last.end < span.to else { return }
        let words =
            "nothing is planned from \(last.text(last.end)) to the schedule's end at \(last.text(span.to)): the agent keeps"
            + " \(last.statusText)"
        remarks.append(Remark(.doubtful, "gap", last.pointer.appending("end"), words))
    }

    private func gap(from start: Instant, to end: Instant, before next: LintedSegment, after last: LintedSegment?) -> Remark {
        let kept = last.map { "the agent keeps \($0.statusText)" } ?? "the agent is left as he is"
        let length = DurationText.format(seconds: Int((end - start).components.seconds))
        let words = "nothing is planned from \(next.text(start)) to \(next.text(end)) (\(length)): \(kept), and is out of shift"
        return Remark(.doubtful, "gap", next.pointer.appending("start"), words)
    }

    /// A reference names one change: with it twice, the later takes the place of the earlier or is refused.
    private mutating func lookForRepeats(_ segments: [LintedSegment]) {
        var first: [String: Int] = [:]
        for segment in segments {
            guard let reference = segment.reference else { continue }
            if let other = first[reference] {
                let words = "segment \(other) has the reference \"\(reference)\" too: give each segment its own"
                remarks.append(Remark(.wrong, "repeated_reference", segment.pointer.appending("reference"), words))
            } else {
                first[reference] = segment.index
            }
        }
    }

    // MARK: Each segment by itself

    private mutating func lookAt(_ segment: LintedSegment) {
        guard let wanted = segment.wanted else { return }
        if let why = options.offer?.refusal(of: wanted) {
            remarks.append(Remark(.wrong, "code_missing", segment.pointer.appending("status"), why))
        }
        let timeout = options.offer?.timeout(of: wanted) ?? options.codeTimeout
        if wanted.status != .available, wanted.status != .offline, segment.length > timeout {
            let words =
                "\(wanted.status.rawValue) lasts \(segment.lengthText), and CXone logs an agent out of an unavailable code after"
                + " \(DurationText.format(seconds: Int(timeout.components.seconds)))"
            remarks.append(Remark(.doubtful, "longer_than_timeout", segment.pointer.appending("end"), words))
        }
        let grace = IntakeRules.standardGrace(for: wanted.status)
        if wanted.status != .offline, segment.length < grace {
            let words =
                "it lasts \(segment.lengthText), less than the grace of \(DurationText.format(seconds: Int(grace.components.seconds)))"
                + " within which a change is made: it can begin late and then is hardly there at all"
            remarks.append(Remark(.doubtful, "grace_exceeds_segment", segment.pointer.appending("end"), words))
        }
    }
}
