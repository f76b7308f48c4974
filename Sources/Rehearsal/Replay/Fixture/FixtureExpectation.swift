import Notation

/// The answer that a request should get.
struct ExpectedAnswer: Sendable, Hashable {
    struct Item: Sendable, Hashable {
        /// due, scheduled or refused.
        let state: String
        let code: String?
        /// The change whose id must be answered: nothing new was made.
        let sameAs: String?
    }

    let status: Int
    /// The problem's code.
    let code: String?
    /// A repeated request: the stored answer, marked.
    let isDuplicate: Bool
    /// What is said of each change, in order; nil: not looked at.
    let items: [Item]?
    /// The codes of the answer's warnings, in order; nil: not looked at.
    let warnings: [String]?
    /// Pointers to the fields at fault; nil: not looked at.
    let pointers: [String]?
}

/// What should become of one accepted change.
package struct ExpectedChange: Sendable, Hashable {
    /// The step's name, with `/index` for one of a batch.
    package let change: String
    package let outcome: String
    package let code: String?
    /// Members that the outgoing event must have; nil: no event at all.
    let event: FixtureTemplate?
    /// The outcome is not seen before this.
    let after: FixtureMoment?
    /// The outcome is seen by then.
    let before: FixtureMoment?
}

/// How an agent should be left in CXone at the end.
struct ExpectedAgent: Sendable, Hashable {
    let agent: FixtureTemplate
    /// Members that `GET /simulator/agents` must show.
    let ends: JSONObject
}
