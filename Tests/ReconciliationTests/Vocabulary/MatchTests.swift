import Reconciliation
import Testing

struct MatchTests {
    @Test("each status equals itself and contradicts the other four", arguments: Status.allCases, Status.allCases)
    func fiveByFive(live: Status, wanted: Status) {
        let match = Match(live: .status(live), pauseReason: nil, wanted: .plain(wanted))
        #expect(match.fits == (live == wanted))
        #expect((match == .equal(otherReason: false)) == (live == wanted))
    }

    @Test("PAUSED and NOT_READY are consistent with Training and contradict the rest", arguments: ["PAUSED", "NOT_READY"], Status.allCases)
    func notReady(label: String, wanted: Status) {
        let match = Match(live: .notReady(label: label), pauseReason: nil, wanted: .plain(wanted))
        #expect(match == (wanted == .training ? .consistent : .contradicts))
    }

    @Test("an unknown state is never taken for a wanted status", arguments: Status.allCases)
    func unknown(wanted: Status) {
        #expect(Match(live: .unknown(label: "UNKNOWN(9)"), pauseReason: nil, wanted: .plain(wanted)) == .contradicts)
    }

    @Test("another reason on the same Break is seen and said")
    func otherReason() {
        #expect(Match(live: .status(.onBreak), pauseReason: "IT Issue", wanted: .queueBreak) == .equal(otherReason: true))
    }

    @Test("the same reason is no other reason")
    func sameReason() {
        #expect(Match(live: .status(.onBreak), pauseReason: "Queue Full", wanted: .queueBreak) == .equal(otherReason: false))
    }

    @Test("a reason that cannot be seen is not called another")
    func unseenReason() {
        #expect(Match(live: .status(.onBreak), pauseReason: nil, wanted: .queueBreak) == .equal(otherReason: false))
    }

    @Test("equal and consistent fit, a contradiction does not")
    func fits() {
        #expect(Match.equal(otherReason: false).fits)
        #expect(Match.equal(otherReason: true).fits)
        #expect(Match.consistent.fits)
        #expect(!Match.contradicts.fits)
    }

    @Test("a reading is matched with its own reason")
    func reading() {
        let reading = LiveReading(status: .status(.onBreak), pauseReason: "Skill Gap")
        #expect(reading.match(.queueBreak) == .equal(otherReason: true))
    }
}
