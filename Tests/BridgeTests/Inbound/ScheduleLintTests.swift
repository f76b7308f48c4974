import Bridge
import Notation
import Reconciliation
import Testing

@Suite("Lint of schedules")
struct ScheduleLintTests {
    /// 2026-11-20T00:00:00Z.
    private static let now = Instant(microseconds: 1_795_132_800_000_000)

    private static func lint(
        _ segments: [JSONValue],
        _ others: JSONObject = [:],
        adjust: (inout ScheduleLint.Options) -> Void = { _ in }
    ) -> ScheduleLint {
        var object: JSONObject = [
            "event": "agent_schedule_published", "userId": "a", "from": "2026-11-20T08:00:00Z", "to": "2026-11-20T17:00:00Z",
            "version": 1, "segments": .array(segments),
        ]
        for (name, value) in others { object[name] = value }
        var options = ScheduleLint.Options(pauseReasons: Policy.standardPauseReasons)
        adjust(&options)
        return ScheduleLint(JSONValue.object(object).encoded(), options: options, now: now)
    }

    private static func segment(_ start: String, _ end: String, _ status: String, _ others: JSONObject = [:]) -> JSONValue {
        var object: JSONObject = [
            "start": .string("2026-11-20T\(start):00Z"), "end": .string("2026-11-20T\(end):00Z"), "status": .string(status),
        ]
        if status == "Break" { object["pauseReason"] = "Queue Full" }
        for (name, value) in others { object[name] = value }
        return .object(object)
    }

    private static let day = [
        segment("08:00", "10:00", "Available"), segment("10:00", "10:15", "Break"), segment("10:15", "12:00", "Training"),
        segment("12:00", "17:00", "Available"),
    ]

    private static func codes(_ lint: ScheduleLint) -> [String] {
        lint.remarks.map { "\($0.mark.rawValue) \($0.fault.code) \($0.fault.pointer)" }
    }

    @Test("A schedule without a flaw draws no remark")
    func sound() {
        let lint = Self.lint(Self.day)
        #expect(lint.remarks.isEmpty && !lint.isWrong && lint.segmentCount == 4 && lint.userID == "a", "\(lint.remarks)")
    }

    @Test("Overlaps are wrong, also with a segment before the one before")
    func overlaps() {
        let lint = Self.lint([
            Self.segment("08:00", "12:00", "Available"), Self.segment("09:00", "10:00", "Training"),
            Self.segment("11:00", "17:00", "Available"),
        ])
        #expect(Self.codes(lint) == ["wrong overlap /segments/1/start", "wrong overlap /segments/2/start"])
        #expect(lint.remarks[1].fault.detail.contains("segment 0 has ended (2026-11-20T12:00:00Z)"), "\(lint.remarks)")
        #expect(lint.isWrong)
    }

    @Test("Gaps are told at the start, in between and at the end, with what the agent keeps")
    func gaps() {
        let lint = Self.lint([Self.segment("09:00", "10:00", "Available"), Self.segment("10:30", "16:00", "Training")]) {
            $0.codeTimeout = .hours(10)
        }
        #expect(
            Self.codes(lint) == [
                "doubtful gap /segments/0/start", "doubtful gap /segments/1/end", "doubtful gap /segments/1/start",
            ]
        )
        #expect(lint.remarks.contains { $0.fault.detail.contains("(30m 0s): the agent keeps Available") }, "\(lint.remarks)")
        #expect(!lint.isWrong)
    }

    @Test("What intake would refuse is wrong here: statuses, activities, pause reasons, spans")
    func refused() {
        let lint = Self.lint([
            Self.segment("08:00", "10:00", "Lunch"), Self.segment("10:00", "12:00", "Break", ["pauseReason": "Tea"]),
            Self.segment("12:00", "11:00", "Available"), Self.segment("16:00", "18:00", "Available"),
            ["start": "2026-11-20T12:00:00Z", "end": "2026-11-20T16:00:00Z", "activity": "Mail"],
        ])
        let codes = Self.codes(lint)
        // What cannot be done still takes its time: it leaves no gap.
        #expect(!codes.contains { $0.contains("gap /segments/1") }, "\(codes)")
        for wanted in [
            "wrong unknown_status /segments/0/status", "wrong unknown_pause_reason /segments/1/pauseReason",
            "wrong ends_before_effective /segments/2/end", "wrong outside_schedule /segments/3/end",
            "wrong unmapped_activity /segments/4/activity",
        ] {
            #expect(codes.contains(wanted), "\(wanted) is missing in \(codes)")
        }
    }

    @Test("Times that the zone skips or has twice are named")
    func clockChange() {
        // New York: clocks go back on 2026-11-01 at 02:00 and forward on 2026-03-08 at 02:00.
        let zone: JSONObject = ["timezone": "America/New_York", "from": "2026-11-01T00:00:00-04:00", "to": "2026-11-01T12:00:00-05:00"]
        let twice = Self.lint([["start": "2026-11-01T01:30:00", "end": "2026-11-01T06:00:00", "status": "Available"]], zone)
        #expect(Self.codes(twice).contains("wrong ambiguous_time /segments/0/start"), "\(twice.remarks)")
        let spring: JSONObject = ["timezone": "America/New_York", "from": "2026-03-08T00:00:00-05:00", "to": "2026-03-08T12:00:00-04:00"]
        let skipped = Self.lint([["start": "2026-03-08T02:30:00", "end": "2026-03-08T06:00:00", "status": "Available"]], spring)
        #expect(Self.codes(skipped).contains("wrong skipped_time /segments/0/start"), "\(skipped.remarks)")
    }

    @Test("An activity longer than its code lasts is told; what CXone says of the team's codes counts before the usual time-out")
    func timeouts() {
        let segments = [
            Self.segment("08:00", "10:30", "Training"), Self.segment("10:30", "11:30", "Break"),
            Self.segment("11:30", "17:00", "Available"),
        ]
        #expect(Self.codes(Self.lint(segments)) == ["doubtful longer_than_timeout /segments/0/end"])
        let asked = Self.lint(segments) { options in
            var offer = StatusOffer(missing: [.available: "nothing"])
            offer.timeouts = [.training: .hours(4)]
            offer.reasonTimeouts = ["Queue Full": .minutes(30)]
            options.offer = offer
        }
        #expect(
            Self.codes(asked) == ["doubtful longer_than_timeout /segments/1/end", "wrong code_missing /segments/2/status"]
        )
    }

    @Test("A segment shorter than its grace is told, and so is a reference that occurs twice")
    func shortAndRepeated() {
        let lint = Self.lint([
            Self.segment("08:00", "08:10", "Break", ["reference": "s1"]), Self.segment("08:10", "17:00", "Available", ["reference": "s1"]),
        ])
        #expect(
            Self.codes(lint) == ["doubtful grace_exceeds_segment /segments/0/end", "wrong repeated_reference /segments/1/reference"]
        )
    }

    @Test("What has begun already or has no version is told, and is not wrong")
    func past() {
        let old: JSONObject = ["from": "2026-11-19T08:00:00Z", "to": "2026-11-19T17:00:00Z", "version": .null]
        let lint = Self.lint([["start": "2026-11-19T08:00:00Z", "end": "2026-11-19T17:00:00Z", "status": "Available"]], old)
        #expect(Self.codes(lint) == ["doubtful version_missing /version", "doubtful already_expired /segments/0/start"])
        #expect(!lint.isWrong)
    }

    @Test("What is no schedule is said to be none")
    func others() {
        let change = ScheduleLint(
            Array(#"{"event":"agent_status_change_requested","userId":"a","status":"Busy"}"#.utf8),
            options: .init(pauseReasons: []),
            now: Self.now
        )
        #expect(change.isWrong && change.remarks.first?.fault.code == "unknown_event")
        let broken = ScheduleLint(Array("{".utf8), options: .init(pauseReasons: []), now: Self.now)
        #expect(broken.isWrong && broken.remarks.first?.fault.code == "malformed" && broken.userID == nil)
    }
}
