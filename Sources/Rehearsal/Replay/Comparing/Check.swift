/// One thing that was compared: what should be, and what was.
package struct Check: Sendable, Hashable {
    package enum Area: String, Sendable, Hashable, CaseIterable {
        /// The answer to a request.
        case answer
        /// What became of a change, as the bridge's operators see it.
        case outcome
        /// An event that the WFM received.
        case event
        /// The events of one agent among each other.
        case order
        /// What came and was not expected.
        case surplus
        /// What CXone was asked to do.
        case writes
        /// How an agent was left in CXone.
        case agent
    }

    package let area: Area
    /// The step, change or agent it is about.
    package let subject: String
    /// What was looked at: a field, mostly.
    package let what: String
    package let expected: String
    package let got: String
    package let ok: Bool
}

/// Checks as they are made.
struct CheckList: Sendable {
    private(set) var checks: [Check] = []

    mutating func add(_ area: Check.Area, _ subject: String, _ what: String, expected: String, got: String, ok: Bool) {
        checks.append(Check(area: area, subject: subject, what: what, expected: expected, got: got, ok: ok))
    }

    mutating func equal(_ area: Check.Area, _ subject: String, _ what: String, expected: String, got: String?) {
        add(area, subject, what, expected: expected, got: got ?? "nothing", ok: got == expected)
    }

    mutating func equal(_ area: Check.Area, _ subject: String, _ what: String, expected: Int, got: Int?) {
        equal(area, subject, what, expected: String(expected), got: got.map { String($0) })
    }
}
