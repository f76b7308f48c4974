import Notation
import Reconciliation

/// Reads one requested change from JSON and checks every rule that needs no store (2-wfm-wire, Status changes in).
///
/// All faults are collected, each with a pointer to its field; the first gives the item its code.
struct ChangeReader {
    /// What the item is an item of.
    enum Shape {
        case change
        /// A segment of a published schedule, which names the agent, the version and perhaps a time zone for all of them.
        case segment(userID: String?, version: Int64?, zone: String?)

        /// The fields that say from when and until when.
        var start: String { if case .change = self { "effectiveAt" } else { "start" } }
        var end: String { if case .change = self { "endsAt" } else { "end" } }
        var words: String { if case .change = self { "a status change" } else { "a segment" } }
    }

    private let now: Instant
    private let rules: IntakeRules
    private let shape: Shape
    private var faults: [Problem.Fault] = []
    private var warnings: [Problem.Fault] = []
    private var fields: JSONFields

    /// - Parameters:
    ///   - value: the item: the whole body, or one element of `changes`.
    ///   - pointer: where the item stands in the body.
    ///   - now: the time of acceptance.
    static func read(
        _ value: JSONValue,
        as shape: Shape = .change,
        at pointer: JSONPointer,
        rules: IntakeRules,
        now: Instant
    ) -> RequestedChange {
        do {
            var reader = ChangeReader(now: now, rules: rules, shape: shape, fields: try JSONFields(value, at: pointer))
            return reader.read()
        } catch {
            let refused = RequestedChange.Refused(faults: [Problem.Fault(error)])
            return RequestedChange(userID: nil, reference: nil, outcome: .failure(refused), warnings: [])
        }
    }

    private init(now: Instant, rules: IntakeRules, shape: Shape, fields: JSONFields) {
        self.now = now
        self.rules = rules
        self.shape = shape
        self.fields = fields
    }

    private mutating func read() -> RequestedChange {
        if case .change = shape { _ = fields.value("event") }
        let userID = readUserID()
        let status = readStatus()
        let pauseReason = readPauseReason(for: status)
        let wrapUpCode = field { try $0.string("wrapUpCode") } ?? nil
        let forceAvailability = field { try $0.bool("forceAvailability") } ?? nil
        let respectWrapUp = field { try $0.bool("respectWrapUp") } ?? nil
        let times = readTimes(for: status)
        let version = readVersion()
        let reference = field { try $0.string("reference") } ?? nil
        for name in fields.unread {
            let detail = "\(name) is not a field of \(shape.words) and was ignored"
            warnings.append(Problem.Fault(pointer: fields.pointer(to: name), code: "unknown_field", detail: detail))
        }
        let shift = shift(status, times)
        let span = times.flatMap { times in times.endsAt.map { ShiftSegment(start: times.effectiveAt, end: $0) } }
        guard faults.isEmpty, let userID, let status, let times else {
            let refused = RequestedChange.Refused(faults: faults)
            let outcome: Result<RequestedChange.Draft, RequestedChange.Refused> = .failure(refused)
            return RequestedChange(userID: userID, reference: reference, outcome: outcome, shift: shift, span: span, warnings: warnings)
        }
        let draft = RequestedChange.Draft(
            userID: userID,
            reference: reference,
            version: version,
            wanted: Wanted(
                status: status,
                pauseReason: pauseReason,
                wrapUpCode: wrapUpCode,
                forceAvailability: forceAvailability ?? false,
                respectWrapUp: respectWrapUp ?? true
            ),
            effectiveAt: times.effectiveAt,
            expiresAt: times.expiresAt,
            endsAt: times.endsAt
        )
        return RequestedChange(userID: userID, reference: reference, outcome: .success(draft), shift: shift, span: span, warnings: warnings)
    }

    // MARK: Fields

    private mutating func readUserID() -> String? {
        if case .segment(let userID, _, _) = shape { return userID }
        guard let text = field({ try $0.requireString("userId") }) else { return nil }
        guard UserIDText.isValid(text) else {
            refuse(.invalidUserID, "userId", "userId must be 1 to 128 of the characters A-Z a-z 0-9 . _ : @ -")
            return nil
        }
        return text
    }

    private mutating func readVersion() -> Int64? {
        if case .segment(_, let version, _) = shape { return version }
        return field { try $0.int("version") } ?? nil
    }

    private mutating func readStatus() -> Status? {
        guard let given = field({ try $0.string("status") }) else { return nil }
        let activity = field { try $0.string("activity") } ?? nil
        guard let given else {
            if let activity {
                refuse(.unmappedActivity, "activity", "no map says what the activity \"\(activity)\" means; give a status")
            } else {
                refuse(.missingField, "status", "status is required: \(Self.statusNames)")
            }
            return nil
        }
        guard let status = Status(rawValue: given) else {
            refuse(.unknownStatus, "status", "\"\(given)\" is no status; it must be one of \(Self.statusNames)")
            return nil
        }
        return status
    }

    private mutating func readPauseReason(for status: Status?) -> String? {
        guard let given = field({ try $0.string("pauseReason") }) else { return nil }
        let list = rules.pauseReasons.joined(separator: ", ")
        if let given, !rules.pauseReasons.contains(given) {
            refuse(.unknownPauseReason, "pauseReason", "\"\(given)\" is no pause reason here; it must be one of \(list)")
        } else if given == nil, status == .onBreak {
            refuse(.pauseReasonRequired, "pauseReason", "Break needs a pauseReason: one of \(list)")
        }
        return given
    }

    private struct Times {
        var effectiveAt: Instant
        var expiresAt: Instant
        var endsAt: Instant?
    }

    private mutating func readTimes(for status: Status?) -> Times? {
        guard let own = field({ try $0.string("timezone") }), let fold = field({ try $0.int("fold") }) else { return nil }
        if let fold, fold != 0, fold != 1 {
            refuse(.wrongType, "fold", "fold must be 0 for the first or 1 for the second of two equal local times")
            return nil
        }
        let context = TimeReader.Context(zone: own ?? commonZone, fold: fold)
        let faultsBefore = faults.count
        let effective = time(shape.start, context)
        let ends = time(shape.end, context)
        if case .segment = shape { return segmentTimes(effective, ends, for: status, isRead: faults.count == faultsBefore) }
        let expires = time("expiresAt", context)
        guard faults.count == faultsBefore else { return nil }
        if effective == nil {
            let detail = "effectiveAt is missing"
            if rules.requiresEffectiveAt {
                refuse(.effectiveAtRequired, "effectiveAt", "\(detail), and this source must give it")
                return nil
            }
            let code = "effective_at_missing"
            let words = "\(detail); the time of acceptance was taken"
            warnings.append(Problem.Fault(pointer: fields.pointer(to: "effectiveAt"), code: code, detail: words))
        }
        let effectiveAt = effective ?? now
        let expiresAt = expires ?? effectiveAt + IntakeRules.standardGrace(for: status ?? .available)
        if effectiveAt > now + IntakeRules.farthestAhead {
            refuse(.tooFarAhead, "effectiveAt", "effectiveAt may be at most 31 days ahead")
        }
        if expiresAt <= effectiveAt {
            refuse(.expiresBeforeEffective, "expiresAt", "expiresAt must be later than effectiveAt")
        } else if expiresAt > effectiveAt + IntakeRules.longestGrace {
            refuse(.expiresTooLate, "expiresAt", "expiresAt may be at most 24 hours after effectiveAt")
        } else if expiresAt < now, expires != nil || status != nil {
            // Without a status the standard grace is not known, and nothing can be said.
            let how = expires == nil ? " (effectiveAt and the standard grace)" : ""
            refuse(.alreadyExpired, "expiresAt", "the change expired at \(RFC3339.format(expiresAt.microseconds))\(how)")
        }
        if let ends, ends <= effectiveAt {
            refuse(.endsBeforeEffective, "endsAt", "endsAt must be later than effectiveAt")
        }
        return Times(effectiveAt: effectiveAt, expiresAt: expiresAt, endsAt: ends)
    }

    /// A readable segment that is not Offline is a part of the shift, also when it is too late to enter it.
    private func shift(_ status: Status?, _ times: Times?) -> ShiftSegment? {
        guard case .segment = shape, let status, status != .offline, let times, let end = times.endsAt,
            faults.allSatisfy({ $0.code == ChangeFault.alreadyExpired.rawValue })
        else { return nil }
        return ShiftSegment(start: times.effectiveAt, end: end)
    }

    private var commonZone: String? {
        if case .segment(_, _, let zone) = shape { zone } else { nil }
    }

    /// A segment runs from start to end; it is entered within the standard grace, and while it lasts.
    private mutating func segmentTimes(_ start: Instant?, _ end: Instant?, for status: Status?, isRead: Bool) -> Times? {
        guard isRead else { return nil }
        guard let start, let end else {
            for (name, time) in [(shape.start, start), (shape.end, end)] where time == nil {
                refuse(.missingField, name, "\(name) is required: a segment has a start and an end")
            }
            return nil
        }
        if start > now + IntakeRules.farthestAhead { refuse(.tooFarAhead, shape.start, "start may be at most 31 days ahead") }
        guard end > start else {
            refuse(.endsBeforeEffective, shape.end, "end must be later than start")
            return nil
        }
        let expiresAt = min(start + IntakeRules.standardGrace(for: status ?? .available), end)
        if expiresAt < now, status != nil {
            refuse(.alreadyExpired, shape.start, "the time to enter this segment ended at \(RFC3339.format(expiresAt.microseconds))")
        }
        return Times(effectiveAt: start, expiresAt: expiresAt, endsAt: end)
    }

    private mutating func time(_ name: String, _ context: TimeReader.Context) -> Instant? {
        guard let text = field({ try $0.string(name) }) ?? nil else { return nil }
        do {
            return try TimeReader.read(text, context)
        } catch {
            let (fault, field, words) = TimeReader.explain(error, name: name)
            refuse(fault, field, words)
            return nil
        }
    }

    // MARK: Faults

    private mutating func field<Value>(_ read: (inout JSONFields) throws -> Value) -> Value? {
        do {
            return try read(&fields)
        } catch {
            // Nothing else is thrown by `JSONFields`; closures do not carry that in their type.
            guard let fault = error as? FieldFault else { preconditionFailure("a field was read with \(error)") }
            faults.append(Problem.Fault(fault))
            return nil
        }
    }

    private mutating func refuse(_ code: ChangeFault, _ name: String, _ detail: String) {
        faults.append(code.fault(at: fields.pointer(to: name), detail))
    }

    private static let statusNames = Status.allCases.map(\.rawValue).joined(separator: ", ")
}
