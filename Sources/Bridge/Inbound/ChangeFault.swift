import Notation

/// Why one requested change is refused when it comes in. The raw values are the codes of the wire.
enum ChangeFault: String, Sendable, CaseIterable {
    case unknownEvent = "unknown_event"
    case missingField = "missing_field"
    case wrongType = "wrong_type"
    case unknownStatus = "unknown_status"
    case pauseReasonRequired = "pause_reason_required"
    case unknownPauseReason = "unknown_pause_reason"
    case naiveTime = "naive_time"
    case ambiguousTime = "ambiguous_time"
    case skippedTime = "skipped_time"
    case expiresBeforeEffective = "expires_before_effective"
    case expiresTooLate = "expires_too_late"
    case endsBeforeEffective = "ends_before_effective"
    case tooFarAhead = "too_far_ahead"
    case alreadyExpired = "already_expired"
    case versionConflict = "version_conflict"
    case staleVersion = "stale_version"
    case unmappedActivity = "unmapped_activity"
    case effectiveAtRequired = "effective_at_required"
    case invalidUserID = "invalid_user_id"
    case tooLong = "too_long"
    /// Of a segment: it lies outside the span of its schedule.
    case outsideSchedule = "outside_schedule"
    /// Of a cancellation: no open change of the source has this reference.
    case unknownReference = "unknown_reference"

    func fault(at pointer: JSONPointer, _ detail: String) -> Problem.Fault {
        Problem.Fault(pointer: pointer, code: rawValue, detail: detail)
    }
}

extension Problem.Fault {
    /// A fault of a field's shape.
    init(_ fault: FieldFault) {
        let code: ChangeFault =
            switch fault.code {
            case .missingField: .missingField
            case .wrongType: .wrongType
            case .tooLong: .tooLong
            }
        self.init(pointer: fault.pointer, code: code.rawValue, detail: fault.detail)
    }
}
