package import Reconciliation

/// Which unavailable code stands for which status and pause reason, both ways.
///
/// Names are case-sensitive in CXone, and so they are here.
package struct ACDCodeNames: Sendable, Hashable {
    package var onBreak = "Break"
    package var training = "Training"
    package var busy = "Busy"
    /// Nil: Offline has no code.
    package var offline: String?
    /// Codes of pause reasons that have another name than the reason.
    package var reasons: [String: String] = [:]
    /// The pause reasons that the tenant has.
    package var pauseReasons: [String] = Policy.standardPauseReasons

    package init() {}

    /// What a code says about the agent.
    package struct Meaning: Sendable, Hashable {
        package let status: Status
        package let pauseReason: String?
    }

    /// The name of the code for what is wanted; nil where none is needed (Available) or none is configured (Offline).
    package func name(for wanted: Wanted) -> String? {
        switch wanted.status {
        case .available: nil
        case .training: training
        case .busy: busy
        case .offline: offline
        case .onBreak: wanted.pauseReason.map { reasons[$0] ?? $0 } ?? onBreak
        }
    }

    /// What a code of that name means; nil where it stands for none of the statuses.
    ///
    /// A code that stands for several pause reasons is a Break whose reason cannot be told.
    package func meaning(of name: String) -> Meaning? {
        if name == training { return Meaning(status: .training, pauseReason: nil) }
        if name == busy { return Meaning(status: .busy, pauseReason: nil) }
        if name == offline { return Meaning(status: .offline, pauseReason: nil) }
        let fitting = Set(pauseReasons).union(reasons.keys).filter { (reasons[$0] ?? $0) == name }
        if fitting.count == 1, name != onBreak { return Meaning(status: .onBreak, pauseReason: fitting.first) }
        return fitting.isEmpty && name != onBreak ? nil : Meaning(status: .onBreak, pauseReason: nil)
    }

    /// Everything that a WFM may ask for and that needs a code, for those who check a configuration.
    package var everything: [(subject: String, name: String)] {
        var all = [("Break", onBreak), ("Training", training), ("Busy", busy)]
        if let offline { all.append(("Offline", offline)) }
        return all + Set(pauseReasons).union(reasons.keys).sorted().map { ("Break (\($0))", reasons[$0] ?? $0) }
    }
}
