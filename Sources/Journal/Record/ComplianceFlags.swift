import Notation

/// Which checks ran on a change, told truthfully: never `true` for a check that did not run.
package struct ComplianceFlags: Sendable, Hashable {
    /// The agent holds a role that lets the bridge change its status.
    package var roleChecked: ComplianceCheck
    /// The change lies inside the agent's shift.
    package var shiftValidated: ComplianceCheck
    /// Wrap-up was seen to be over, or a write with respectWrapUp was accepted.
    package var wrapUpVerified: ComplianceCheck

    package init(roleChecked: ComplianceCheck, shiftValidated: ComplianceCheck, wrapUpVerified: ComplianceCheck) {
        self.roleChecked = roleChecked
        self.shiftValidated = shiftValidated
        self.wrapUpVerified = wrapUpVerified
    }

    private var named: [(name: String, check: ComplianceCheck)] {
        [("roleChecked", roleChecked), ("shiftValidated", shiftValidated), ("wrapUpVerified", wrapUpVerified)]
    }

    /// The member `complianceFlags`: each flag true, false or null.
    var flags: JSONValue {
        var object = JSONObject()
        for (name, check) in named { object[name] = check.flag }
        return .object(object)
    }

    /// The member `complianceNotes` beside it: for each flag that is null, why; nil when none is.
    var notes: JSONValue? {
        var object = JSONObject()
        for (name, check) in named {
            if case .notChecked(let reason) = check { object[name] = .string(reason) }
        }
        return object.isEmpty ? nil : .object(object)
    }
}

/// The outcome of one check.
package enum ComplianceCheck: Sendable, Hashable {
    /// It ran on this change and passed.
    case passed
    /// It ran on this change and did not pass.
    case failed
    /// It did not run, and why: a short code or sentence.
    case notChecked(String)

    var flag: JSONValue {
        switch self {
        case .passed: true
        case .failed: false
        case .notChecked: .null
        }
    }
}
