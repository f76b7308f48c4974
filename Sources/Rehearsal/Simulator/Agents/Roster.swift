/// The agents of a simulated tenant, the same for the same count and seed every time.
///
/// Fixtures name agents by their index here; the command line lists the ids. Nothing in a roster depends on when the
/// simulator starts: shifts are offsets from that moment.
package struct Roster: Sendable, Hashable {
    package let seed: UInt64
    package let agents: [RosterAgent]

    /// - Parameters:
    ///   - agents: how many; negative counts as none
    ///   - seed: chooses ids, names and pasts; which index has which trait does not depend on it (``RosterAgent/Trait``)
    package init(agents count: Int = 200, seed: UInt64 = 1) {
        self.seed = seed
        agents = (0..<max(0, count)).map { RosterAgent(index: $0, seed: seed) }
    }

    package var ids: [String] { agents.map(\.id) }
    /// The ids of the dialect `acd`.
    package var acdIDs: [Int] { agents.map(\.acdID) }

    /// The agents with one trait, in order.
    package func agents(with trait: RosterAgent.Trait) -> [RosterAgent] {
        agents.filter { $0.trait == trait }
    }

    package subscript(_ index: Int) -> RosterAgent? {
        agents.indices.contains(index) ? agents[index] : nil
    }
}
