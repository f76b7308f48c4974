/// What kind of step a record tells of; the texts are part of the journal's format.
package enum JournalRecordType: String, Sendable, Hashable, CaseIterable {
    /// A change, or a request as a whole, was taken in.
    case accepted
    /// A change, or a signed request, was turned down.
    case refused
    /// The rules decided something about a change.
    case decided
    /// A write to CXone is about to be made.
    case intended
    /// A write to CXone was made, and what it answered.
    case applied
    /// A status of an agent was seen.
    case observed
    /// A change became final.
    case settled
    /// An event reached an endpoint.
    case delivered
    /// An event was given up.
    case dead
    /// An operator did or read something.
    case `operator`
    /// Configuration or keys changed; told as digests.
    case config
    /// Requests that nobody signed, counted together.
    case unsigned
    /// The bridge started.
    case start
    /// The bridge stopped in good order.
    case stop
    /// The journal was put right at a start; written by the journal itself.
    case recovered
}
