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

    /// CXone took a write: where it was told to respect wrap-up, its acceptance says that wrap-up was over.
    package func writeAccepted(_ wanted: Wanted, _ capabilities: Capabilities) -> Compliance {
        guard wrapUpVerified != .passed else { return self }
        var copy = self
        copy.wrapUpVerified =
            if !wanted.respectWrapUp {
                .notRun(reason: "the request asked not to respect wrap-up")
            } else if capabilities.takesWrapUpFlags {
                .passed
            } else {
                .notRun(reason: "wrap-up was not seen to be over, and this interface cannot be told to respect it")
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
