import CXone
import Reconciliation
import Testing

@Suite struct CXoneFaultTests {
    private static let until = Instant(seconds: 1_795_186_800)

    @Test(
        "messages say what is missing, where it is granted, and what to do",
        arguments: [
            (CXoneFault.forbidden(.readStatus, call: .user), ["user:status:read", "Applications > API Access", "suspended or deleted"]),
            (.forbidden(.writeStatus, call: .putStatus), ["user:status:write", "Applications > API Access", "suspended or deleted"]),
            (.forbidden(.readReporting, call: .history), ["reporting:read", "Security > Roles", "suspended", "admin:users:read"]),
            (.unauthorized(detail: "no such client"), ["refuses the credentials", "no such client"]),
            (.throttled(until: until, call: .history), ["2026-11-20T15:00:00.000Z", "history"]),
            (.notFound(call: .token), ["CXONE_TENANT", "404"]),
            (.notFound(call: .user), ["does not know this user"]),
            (.badRequest(status: 400, message: "dates", call: .history), ["400", "dates"]),
            (.badRequest(status: 302, message: "", call: .user), ["302", "not followed", "CXONE_BASE_URL"]),
        ]
    )
    func words(fault: CXoneFault, words: [String]) {
        for word in words { #expect(fault.description.contains(word), "\(fault)") }
    }

    @Test(
        "decisions see the fault as one of theirs",
        arguments: [
            (CXoneFault.unavailable(detail: "x", status: 500), "unavailable"), (.throttled(until: until, call: .user), "throttled"),
            (.forbidden(.readStatus, call: .user), "forbidden"), (.notFound(call: .user), "not_found"),
            (.badRequest(status: 400, message: "x", call: .user), "unavailable"), (.unauthorized(detail: "x"), "unavailable"),
            (.unreadable(detail: "x", call: .user), "unavailable"), (.historyIncomplete(detail: "x"), "unavailable"),
            (.cancelled, "unavailable"),
        ]
    )
    func readings(fault: CXoneFault, label: String) {
        #expect(fault.reading.label == label)
    }
}
