import Notation
import Reconciliation

/// What a published schedule says besides its segments: whose, and for when.
struct PublishedSpan: Sendable, Hashable {
    var userID: String
    var from: Instant
    var to: Instant
    var version: Int64?
    /// IANA, for local times of the segments.
    var zone: String?
    /// The span and its segments as they were sent, for telling one content of a version from another.
    var content: [UInt8] = []

    /// A schedule covers at most as much as changes may lie ahead.
    static let longest: Duration = .days(31)

    init(_ fields: inout JSONFields, now: Instant) throws(Problem) {
        do throws(FieldFault) {
            userID = try fields.requireString("userId")
            zone = try fields.string("timezone")
            version = try fields.int("version")
        } catch {
            let fault = Problem.Fault(error)
            throw Problem(status: 422, code: fault.code, detail: fault.detail, errors: [fault])
        }
        guard UserIDText.isValid(userID) else {
            throw Problem(.invalidUserID, fields.pointer(to: "userId"), "userId must be 1 to 128 of the characters A-Z a-z 0-9 . _ : @ -")
        }
        let context = TimeReader.Context(zone: zone, fold: nil)
        from = try Self.time("from", &fields, context)
        to = try Self.time("to", &fields, context)
        guard to > from else { throw Problem(.endsBeforeEffective, fields.pointer(to: "to"), "to must be later than from") }
        guard to - from <= Self.longest else {
            throw Problem(.tooFarAhead, fields.pointer(to: "to"), "a schedule covers at most 31 days")
        }
    }

    private static func time(_ name: String, _ fields: inout JSONFields, _ context: TimeReader.Context) throws(Problem) -> Instant {
        let text: String
        do throws(FieldFault) {
            text = try fields.requireString(name)
        } catch {
            let fault = Problem.Fault(error)
            throw Problem(status: 422, code: fault.code, detail: fault.detail, errors: [fault])
        }
        do throws(TimeFault) {
            return try TimeReader.read(text, context)
        } catch {
            let (fault, field, words) = TimeReader.explain(error, name: name)
            throw Problem(fault, fields.pointer(to: field), words)
        }
    }
}

extension RequestedChange {
    /// A segment lies inside the span that its schedule replaces: else what it plans could never be replaced with it.
    mutating func refuse(outside span: PublishedSpan, at pointer: JSONPointer) {
        guard case .success(let draft) = outcome, draft.effectiveAt < span.from || (draft.endsAt ?? draft.effectiveAt) > span.to else {
            return
        }
        let isEarly = draft.effectiveAt < span.from
        let words = isEarly ? "start lies before the schedule's from" : "end lies after the schedule's to"
        let fault = ChangeFault.outsideSchedule.fault(at: pointer.appending(isEarly ? "start" : "end"), words)
        outcome = .failure(Refused(faults: [fault]))
    }
}
