import Glibc
import Reconciliation

/// What was sent and taken in between two 429s.
///
/// As long as calls wait for their turn all the time, the calls that a tenant took in between two of its 429s, divided by
/// the time, are its limit exactly, unless a bucket of its overflowed meanwhile: then they are less than the limit.
struct RateEvidence: Sendable, Hashable {
    /// Of the mean that follows the rate, in seconds: a limit by windows says no a part of a second late.
    private static let memory = 0.35

    private(set) var sent = 0
    private var refused = 0
    private var unused = 0
    private var lastSentAt: Instant?
    /// The rate that the last calls left at, in the mean.
    private(set) var meanRate = 0.0
    private var mark: Mark?

    /// The 429 that the count runs from.
    private struct Mark: Hashable {
        var at: Instant
        var number: Int
        var refused: Int
        var unused: Int
        /// Seconds without calls for which the lanes were closed.
        var idle = 0.0
        /// Calls always waited for their turn.
        var isPressed = true
    }

    /// The finding at a 429.
    struct Finding: Sendable, Hashable {
        /// Seconds since the last one that counted.
        var span: Double
        /// Seconds of these without calls.
        var idle: Double
        /// Calls a second that were taken in; nil where they were too few to tell.
        var takenIn: Double?
        /// Calls always waited for their turn.
        var isPressed: Bool
        /// A call more or less would change the number of calls taken in by more than a twentieth.
        var isShort: Bool { (takenIn ?? 0) * span < 20 }
    }

    /// A call leaves.
    mutating func leave(at now: Instant, rate: Double, isPressed: Bool) {
        sent += 1
        if let lastSentAt {
            let gap = max(0, (now - lastSentAt).inSeconds)
            mark?.idle += max(0, gap - 1 / rate - 0.002)
            meanRate += (rate - meanRate) * (1 - exp(-gap / Self.memory))
        } else {
            meanRate = rate
        }
        lastSentAt = now
        if !isPressed { mark?.isPressed = false }
    }

    /// A turn was handed back: nothing was sent.
    mutating func giveBack() { unused += 1 }

    mutating func refuse() { refused += 1 }

    /// The share of all calls so far that was taken in.
    var shareTakenIn: Double { sent == 0 ? 1 : Double(sent - refused - unused) / Double(sent) }

    /// What a 429 says, counted from the last one that did; nil for the first.
    func finding(at turn: Turn) -> Finding? {
        guard let mark else { return nil }
        let span = (turn.at - mark.at).inSeconds
        let others = (refused - 1 - mark.refused) + (unused - mark.unused)
        let count = Double(turn.number - mark.number - 1 - others)
        let takenIn = mark.isPressed && count >= 3 && span > 0 ? count / span : nil
        return Finding(span: span, idle: mark.idle, takenIn: takenIn, isPressed: mark.isPressed)
    }

    /// The next finding counts from this 429.
    mutating func restart(at turn: Turn) {
        mark = Mark(at: turn.at, number: turn.number, refused: refused, unused: unused)
    }
}

extension Duration {
    var inSeconds: Double { Double(inMicroseconds) / 1_000_000 }
}
