import Reconciliation

extension Intent {
    /// What `init(_:)` reads, from `intents` as i and `changes` as c.
    static let columns = """
        i.id, c.id, i.status, i.pause_reason, i.wrap_up_code, i.force_availability, i.respect_wrap_up, \
        i.previous_kind, i.previous_label, i.previous_since, i.recorded_at, i.ended_at, i.is_acknowledged, i.is_queued, \
        i.role_checked, i.shift_validated, i.wrap_up_verified
        """

    init(_ fields: inout Fields) throws {
        self.init(
            id: try fields.name(),
            change: try fields.name(),
            wanted: try Wanted(&fields),
            previous: try LiveStatus(&fields),
            previousSince: try fields.instantOrNil(),
            recordedAt: try fields.instant(),
            endedAt: try fields.instantOrNil(),
            isAcknowledged: try fields.flag(),
            isQueued: try fields.flag(),
            compliance: Compliance(
                roleChecked: Compliance.Check(try fields.text()),
                shiftValidated: Compliance.Check(try fields.text()),
                wrapUpVerified: Compliance.Check(try fields.text())
            )
        )
    }
}

extension Compliance.Check {
    /// As it is stored: a word, or the reason why the check did not run.
    var text: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .notRun(let reason): reason
        }
    }

    init(_ text: String) {
        switch text {
        case "passed": self = .passed
        case "failed": self = .failed
        default: self = .notRun(reason: text)
        }
    }
}

extension ConfirmedWrite {
    /// What `init(_:)` reads, from `confirmed_writes` as w and `changes` as c.
    static let columns = """
        c.id, w.source, w.status, w.pause_reason, w.wrap_up_code, w.force_availability, w.respect_wrap_up, \
        w.sent_at, w.confirmed_at, w.grade, w.is_correction, w.shown_since
        """

    init(_ fields: inout Fields) throws {
        self.init(
            change: try fields.name(),
            source: try fields.name(),
            wanted: try Wanted(&fields),
            sentAt: try fields.instant(),
            confirmedAt: try fields.instant(),
            grade: try fields.word(),
            isCorrection: try fields.flag(),
            shownSince: try fields.instantOrNil()
        )
    }
}

extension LiveStatus {
    /// The word that says how its label is to be read.
    var kind: String {
        switch self {
        case .status: "status"
        case .notReady: "not_ready"
        case .unknown: "unknown"
        }
    }

    /// Reads kind and label; nil if there is none.
    init?(_ fields: inout Fields) throws {
        let kind = try fields.textOrNil()
        let label = try fields.textOrNil()
        guard let kind, let label else { return nil }
        switch (kind, Status(rawValue: label)) {
        case ("status", let status?): self = .status(status)
        case ("not_ready", _): self = .notReady(label: label)
        case ("unknown", _): self = .unknown(label: label)
        default: throw StoreFault.corrupt("a stored status is of an unknown kind")
        }
    }
}
