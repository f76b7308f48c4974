import Bridge
import Notation
import Rehearsal

/// What `rehearse --keep-running` says once the replay is over: what runs where, and how to go on with it.
struct KeepRunningWords {
    let parts: RehearsalParts
    /// Nil where the bridge is not the rehearsal's own.
    let directory: DataDirectory?

    var lines: [String] { directory.map(ofItsOwn) ?? ofAnother }

    private var intake: String { "\(parts.bridge.intakeURL)/v1/sources/\(parts.bridge.source)/status-changes" }

    private func ofItsOwn(_ directory: DataDirectory) -> [String] {
        let simulator = SimulatorConfiguration()
        return [
            "Everything goes on running; Ctrl-C ends it.\(clock)",
            "  status changes  \(intake)",
            "  operators       \(parts.bridge.operatorURL ?? "none")  (token in \(directory.operatorToken))",
            "  CXone           \(parts.cxoneURL ?? "none")  (simulator; client \(simulator.clientID), secret \(simulator.clientSecret.reveal()))",
            "  events to       \(parts.eventsURL)  (stand-in)",
            "  journal         \(directory.journal)",
            "Go on, in another terminal:",
            "  wfm-bridge agents list --data \(directory.path)",
            "  wfm-bridge agents why USER --data \(directory.path)",
            "  wfm-bridge status set USER Training --data \(directory.path)",
            "  wfm-bridge send CHANGE.json --to \(intake) --keys \(directory.keys)/wfm.json",
            "  wfm-bridge journal tail --follow \(directory.journal)",
        ]
    }

    /// Whoever signs by the real time is too early until the bridge's clock has come there.
    private var clock: String {
        let behind = Double(WallClock.system.now() - parts.clock.now()) / 1_000_000
        guard parts.clock.speed > 1, behind > 0 else { return "" }
        let seconds = Int((behind / (parts.clock.speed - 1)).rounded(.up))
        return " Its clock catches up with the real time in \(seconds) s and stays with it; signed requests are good from then on."
    }

    private var ofAnother: [String] {
        [
            "The stand-in goes on receiving the bridge's events at \(parts.eventsURL); Ctrl-C ends it.",
            "  status changes  \(intake)",
            "  operators       \(parts.bridge.operatorURL ?? "not known")",
            "  CXone           \(parts.cxoneURL.map { "\($0)  (simulator)" } ?? "not known")",
            "The bridge and the simulator are not the rehearsal's: whoever started them ends them.",
        ]
    }
}
