import Reconciliation
import Testing

struct NoteTests {
    private static let right = MissingRight(right: "user:read", grantedUnder: "Applications > API Access")
    private static let move = PersonMove(at: now, status: "Break", from: "Training")
    static let all: [Note] = [
        .noOpenIntent, .writeShown(by: .response), .writeDisproved, .writeNotShownYet(until: nil), .writeNeverSettled, .inTime,
        .tooLate(expiredAt: now), .writesOn, .writesOff, .cxoneAway(until: nil), .cxoneFailed(.unavailable(detail: "503")),
        .liveKnown(.status(.busy)), .liveUnknownGoesOn("UNKNOWN(9)"), .liveUnknownWaits("UNKNOWN(9)"), .liveUnread, .needs(.live),
        .userKnown(role: "Agent"), .userNotFound, .userSuspended, .rightMissing(right), .roleMissing(has: [], needsOneOf: ["Agent"]),
        .offlineAnyTime, .insideShift, .outsideShift, .noShiftKnown(why: nil), .valuesKnown, .pauseReasonUnknown("Lunch"),
        .alreadySo(otherReason: nil), .alreadyByUs, .busyByContact, .seenBeforeWrite, .notYetSo(.status(.available)), .loggedIn,
        .loggedOut, .onContact,
        .contactPossible, .contactAllowed, .inWrapUp, .wrapUpAllowed, .wrapUpSkipped, .contactFree,
        .contactUnseen, .write(.onBreak), .queuedBehindContact, .queuedWithdrawn, .stillInForce, .unmoved, .asLastSeen,
        .historyUnread(.notFound), .historyShort, .historyLate, .historyHoled([HistoryGap(from: now, to: now)]), .notSatisfiable,
        .appliedBefore, .satisfied(long: .seconds(90)),
        .nothingSatisfies,
        .notOverruled, .overruledHeld(move, until: nil), .overruledLeft(move), .overruleOver(move), .overruledCorrected(move),
        .overruledReported(move), .contactQueued, .wrapUpQueued, .noCorrection, .correction(number: 2, of: 3), .fightOver,
        .fight(corrections: 3), .stampedeUncounted, .agentsUncounted(moving: 60), .stampedeExempt, .stampedeReleased, .plannedAhead,
        .noStampede,
        .stampede(moving: 60, of: 200), .stampedeOffline(51), .stampedeHeld, .noShadow, .shadowed, .budgetSpent, .awayBeforeWrite,
    ]

    @Test("each finding has a code of its own, in lower case with underscores, and words of its own")
    func distinct() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count)
        #expect(Set(Self.all.map(\.words)).count == Self.all.count)
        for note in Self.all {
            #expect(note.code.allSatisfy { ("a"..."z").contains($0) || $0 == "_" }, "\(note.code)")
            #expect(!note.words.isEmpty)
        }
    }

    @Test("the words differ by what was read and by what showed the write")
    func variants() {
        let looks: [Verdict.Look] = [.live, .user, .history]
        #expect(Set(looks.map { Note.needs($0).words }).count == 3)
        let origins: [LiveReading.Origin] = [.response, .read, .history]
        #expect(Set(origins.map { Note.writeShown(by: $0).words }).count == 3)
        #expect(Note.overruledHeld(Self.move, until: nil).words != Note.overruledHeld(Self.move, until: now).words)
        let faults: [ReadFault] = [.unavailable(detail: "503"), .throttled(until: nil), .forbidden(Self.right), .notFound]
        #expect(Set(faults.map(\.words)).count == 4)
        #expect(faults.map(\.label) == ["unavailable", "throttled", "forbidden", "not_found"])
    }

    @Test(
        "the words name what the person reading them needs",
        arguments: [
            (Note.liveKnown(.notReady(label: "PAUSED")), "PAUSED"), (.pauseReasonUnknown("Lunch"), "Lunch"), (.write(.onBreak), "Break"),
            (.userKnown(role: "Supervisor"), "Supervisor"), (.roleMissing(has: ["Clerk"], needsOneOf: ["Agent"]), "Clerk"),
            (.roleMissing(has: [], needsOneOf: ["Agent"]), "no role at all"), (.cxoneFailed(.unavailable(detail: "a 503")), "a 503"),
            (.overruledHeld(move, until: nil), "from Training to Break at 08:00:00 UTC"),
            (.overruledHeld(move, until: now), "until 08:00:00 UTC"),
            (.historyHoled([HistoryGap(from: now, to: now + .minutes(3))]), "08:00:00 UTC to 08:03:00 UTC"),
            (.satisfied(long: .seconds(90)), "90 s"),
            (.satisfied(long: .minutes(8)), "8 minutes"),
            (.fight(corrections: 3), "3 times"), (.stampede(moving: 60, of: 200), "60 of 200"), (.stampedeOffline(51), "51"),
            (.noShiftKnown(why: "a 403"), "a 403"), (.correction(number: 2, of: 3), "2 of at most 3"),
            (.historyUnread(.unavailable(detail: "a 503")), "a 503"),
        ]
    )
    func names(note: Note, part: String) {
        #expect(note.words.contains(part))
    }
}
