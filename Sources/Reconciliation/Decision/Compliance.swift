/// Which of the promised checks ran on a change, and what they said.
///
/// A check that did not run is never called passed.
package struct Compliance: Sendable, Hashable {
    package var roleChecked: Check
    package var shiftValidated: Check
    package var wrapUpVerified: Check

    package enum Check: Sendable, Hashable {
        case passed
        case failed
        case notRun(reason: String)

        /// `true`, `false`, or nil with the reason beside it.
        package var flag: Bool? {
            switch self {
            case .passed: true
            case .failed: false
            case .notRun: nil
            }
        }

        package var reason: String? {
            if case .notRun(let reason) = self { reason } else { nil }
        }
    }

    package init(roleChecked: Check, shiftValidated: Check, wrapUpVerified: Check) {
        self.roleChecked = roleChecked
        self.shiftValidated = shiftValidated
        self.wrapUpVerified = wrapUpVerified
    }

    /// No check has run.
    package static func notRun(_ reason: String) -> Compliance {
        Compliance(
            roleChecked: .notRun(reason: reason),
            shiftValidated: .notRun(reason: reason),
            wrapUpVerified: .notRun(reason: reason)
        )
    }

    /// CXone took a write: with respectWrapUp its acceptance says that wrap-up was over.
    package func writeAccepted(_ wanted: Wanted) -> Compliance {
        var copy = self
        if wanted.respectWrapUp {
            copy.wrapUpVerified = .passed
        } else if wrapUpVerified != .passed {
            copy.wrapUpVerified = .notRun(reason: "the request asked not to respect wrap-up")
        }
        return copy
    }

    /// CXone did not take a write, or nobody knows: what was checked before stands, its answer adds nothing.
    package func writeNotAccepted(_ why: String) -> Compliance {
        var copy = self
        if wrapUpVerified != .passed { copy.wrapUpVerified = .notRun(reason: why) }
        return copy
    }
}
