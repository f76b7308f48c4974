/// Why a fixture could not be replayed at all; what a bridge does wrong is a difference in the report instead.
package enum ReplayFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The object that describes a running bridge lacks something.
    case unusableInfo(String)
    /// A key is no key.
    case unusableKey(String)
    /// A step needs the simulator, and none is known.
    case needsSimulator(step: String)
    /// A bridge that runs already has the real time.
    case needsRealTime
    /// The simulator does not answer, or is another one than the fixture is about.
    case simulator(String)
    /// The bridge does not answer, or is another one than is described.
    case bridge(String)
    /// Changes come to their ends, and no event of them comes in.
    case noEvents(at: String)

    package var label: String {
        switch self {
        case .unusableInfo: "unusable_info"
        case .unusableKey: "unusable_key"
        case .needsSimulator: "needs_simulator"
        case .needsRealTime: "needs_real_time"
        case .simulator: "simulator"
        case .bridge: "bridge"
        case .noEvents: "no_events"
        }
    }

    package var description: String {
        switch self {
        case .unusableInfo(let detail): "what describes the running bridge cannot be used: \(detail)"
        case .unusableKey(let detail): "a signing key cannot be used: \(detail)"
        case .needsSimulator(let step):
            "the step \(step) changes something in CXone: name the simulator that the bridge works with (--cxone URL)"
        case .needsRealTime: "a bridge that runs already has the real time: its speed is 1"
        case .simulator(let detail), .bridge(let detail): detail
        case .noEvents(let address):
            "changes were carried out, and none of their events came to \(address): the bridge must send its events there "
                + "(serve --webhook-url \(address), and --allow-loopback where CXone is no simulator)"
        }
    }
}
