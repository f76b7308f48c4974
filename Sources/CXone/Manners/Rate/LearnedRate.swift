import Glibc
import Reconciliation

/// The rate of calls that a tenant bears, learned from its 429s. A value without clock and randomness.
///
/// Before the first 429 it doubles four times a second while calls wait. From then on it sits a little below the limit it
/// believes in, for longer the more often that limit was confirmed, climbs slowly past it, and ever faster where no 429
/// comes. All of this goes by the time in which calls waited for their turn: an idle tenant's rate stays as it is.
///
/// What a 429 says depends on how the tenant counts, which nobody tells. A bucket that holds a second's worth says no long
/// after the rate was exceeded: the calls it took in, over the time, are its limit. A window, or a bucket without depth,
/// says no at the limit itself: there the rate at the 429 is the limit, and what was taken in lies below. So the rates of
/// the 429s are believed where they come again alike, until sitting just below one draws another 429.
struct LearnedRate: Sendable, Hashable {
    /// How far below the limit it sits.
    private static let sitting = 0.975
    /// Rates of two 429s that differ by less are alike.
    private static let likeness = 0.06
    /// 429s within this many seconds of one that counted are its aftermath.
    private static let aftermath = 1.0
    /// No lower, however many 429s come.
    private static let lowest = 0.1

    /// So many calls make up for a 429: it is less than one in a hundred then.
    private static let price = 130.0
    /// So many 429s may finding a limit cost before calls make up for them; then it is looked for more carefully.
    private static let lent = 10.0

    /// How long after the limit was passed a 429 comes, in seconds: at the end of a window, or on the way back.
    private static let delay = 0.3
    /// What a rate that grows by less of itself in a second has grown meanwhile does not matter.
    private static let fast = 0.2

    /// Calls a second, now.
    private(set) var perSecond: Double
    private(set) var maximum: Double
    /// The limit that is believed in; nil before the first 429.
    private(set) var limit: Double?
    /// How often in a row the limit was found to be where it was believed.
    private(set) var confirmations = 0
    /// Goes up when the rate is lowered.
    private(set) var epoch = 0
    private var evidence = RateEvidence()
    private var loweredAt: Instant?
    /// Seconds under pressure since the rate was lowered, and of these the ones beyond the limit.
    private var pressed = 0.0
    private var beyond = 0.0
    /// The rate at the last 429 that counted, less what it grew after the limit was passed.
    private var peak: Double?
    private var trust = PeakTrust()
    /// Calls that are still to make up for 429s, since the limit is known.
    private var debt = 0.0
    /// By how much of itself the rate grew in a second, last.
    private var climbing = 0.0

    init(_ settings: RateSettings) {
        maximum = max(Self.lowest, settings.maximum)
        perSecond = min(max(Self.lowest, settings.initial), maximum)
    }

    /// Takes over what an operator says now. The rate to begin with no longer matters.
    mutating func adopt(_ settings: RateSettings) {
        maximum = max(Self.lowest, settings.maximum)
        perSecond = min(perSecond, maximum)
    }

    /// A call leaves.
    ///
    /// - Parameter isPressed: it waited for its turn, or others still do.
    mutating func leave(_ lane: CallLane, at now: Instant, isPressed: Bool, waited: Duration = .zero) -> Turn {
        evidence.leave(at: now, rate: perSecond, isPressed: isPressed)
        debt = max(0, debt - 1)
        let rate = limit == nil ? perSecond : min(perSecond, evidence.meanRate)
        let turn = Turn(number: evidence.sent, lane: lane, at: now, rate: rate, epoch: epoch, waited: waited)
        if isPressed { grow(for: 1 / perSecond) }
        return turn
    }

    /// The call was not made after all.
    mutating func giveBack() { evidence.giveBack() }

    // MARK: Growing

    private mutating func grow(for seconds: Double) {
        guard let limit else {
            perSecond = min(maximum, perSecond * exp2(seconds / 0.25))
            return
        }
        pressed += seconds
        let seat = limit * Self.sitting
        if perSecond < seat {
            perSecond = min(seat, perSecond + (seat - perSecond) * min(1, seconds) + 0.001 * seat * seconds)
            return
        }
        guard pressed > sittingTime(at: limit), debt <= Self.lent * Self.price else { return }
        climbing = growth(above: limit, for: seconds)
        perSecond = min(maximum, perSecond * (1 + climbing * seconds))
    }

    /// How many seconds it sits before it climbs.
    ///
    /// At least 130 calls, so that the 429 that ends the climb is less than one in a hundred. From five calls a second on that
    /// is less than half a minute, in which a limit that was raised is to be found; below five no rate could do both.
    private func sittingTime(at limit: Double) -> Double {
        confirmations == 0 ? 0.8 : max(5, Self.price / limit)
    }

    /// By how much of itself the rate grows in a second.
    private mutating func growth(above limit: Double, for seconds: Double) -> Double {
        let top = peak.map { max(limit, min($0, 2 * limit)) } ?? limit
        if perSecond < top * 0.93 {
            beyond = 0
            return 0.4
        }
        if perSecond < top * 1.01 {
            beyond = 0
            return confirmations == 0 ? 0.04 : 0.005
        }
        beyond += seconds
        return min(0.45, 0.015 * exp2(beyond))
    }

    // MARK: Learning

    /// A call was answered with 429.
    mutating func refused(_ turn: Turn, now: Instant) {
        evidence.refuse()
        guard turn.epoch == epoch, !isAftermath(now) else { return }
        epoch += 1
        loweredAt = now
        let rate = turn.rate
        if let limit { debt = min((confirmations > 1 && rate > 1.3 * limit ? 0 : debt) + Self.price, (Self.lent + 1) * Self.price) }
        let new = max(Self.lowest, min(rate, judge(rate, evidence.finding(at: turn))))
        if let limit {
            let change = abs(new / limit - 1)
            let isNear = rate / new < 1.06 || !trust.isGiven
            confirmations = change < 0.04 && isNear ? confirmations + 1 : 0
            if change > 0.15 { trust = PeakTrust(isFollowing: trust.isFollowing) }
        }
        peak = rate / (1 + (climbing > Self.fast ? Self.delay * climbing : 0))
        climbing = 0
        limit = new
        perSecond = max(Self.lowest, new * Self.sitting * (confirmations == 0 && !trust.isFollowing ? 0.98 : 1))
        pressed = 0
        beyond = 0
        evidence.restart(at: turn)
    }

    private func isAftermath(_ now: Instant) -> Bool {
        guard limit != nil, let loweredAt, now >= loweredAt else { return false }
        return (now - loweredAt).inSeconds < Self.aftermath
    }

    /// The limit, as a 429 at a rate shows it.
    private mutating func judge(_ rate: Double, _ finding: RateEvidence.Finding?) -> Double {
        if let limit { trust.judge(isInSeat: rate <= limit * Self.sitting * 1.002) }
        let isAlike = peak.map { abs(rate / $0 - 1) < Self.likeness } ?? false
        trust.isFollowing = false
        guard let finding else { return rate * min(0.5, max(0.1, evidence.shareTakenIn)) }
        guard let least = leastLimit(finding) else {
            // After a lull the count says nothing; after a second or two without success the rate is far too high.
            return finding.isPressed ? rate * 0.6 : rate * (isAlike ? 1 : 0.9)
        }
        let low = min(rate, least / Self.sitting)
        // Too many 429s have come already: what was taken in is believed rather than the rates that drew them.
        if debt > Self.lent * Self.price, rate < 1.3 * low {
            return finding.isShort ? max(low, rate * 0.96) : low + 0.25 * (rate - low)
        }
        if isAlike, trust.isGiven {
            trust.isFollowing = true
            return rate
        }
        if isAlike, finding.span <= 4 { return max(low, rate * 0.95) }
        if rate / low < 1.2, finding.span > 4 { return low + 0.1 * (rate - low) }
        return low + 0.5 * (rate - low)
    }

    /// Calls a second that were taken in; those for which lanes were closed count as such only where a bucket fills meanwhile.
    private func leastLimit(_ finding: RateEvidence.Finding) -> Double? {
        guard let takenIn = finding.takenIn else { return nil }
        guard trust.isGiven, finding.span > 2.5, finding.idle < 0.4 * finding.span else { return takenIn }
        return takenIn * finding.span / (finding.span - finding.idle)
    }
}

/// Whether the rate at a 429 is taken for the limit itself.
private struct PeakTrust: Sendable, Hashable {
    /// The limit that is believed in is the rate of a 429.
    var isFollowing = false
    private var failures = 0

    var isGiven: Bool { failures < 2 }

    init(isFollowing: Bool = false) { self.isFollowing = isFollowing }

    /// A 429 came, and the rate did or did not still sit below the limit: if it did, that rate was too high.
    mutating func judge(isInSeat: Bool) {
        guard isFollowing else { return }
        failures = isInSeat ? failures + 1 : 0
    }
}
