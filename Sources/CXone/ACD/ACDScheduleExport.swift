import NIOHTTP1
import Notation
import Reconciliation

/// The export of an agent's schedule from CXone's WFM: its path, its fields, and how they are read.
///
/// Facts are from NICE's help, “Export Agent Schedules API”: `POST` to an endpoint `/schedules/export` with `startDate` and
/// `endDate` (yyyy-mm-dd, at most seven days apart) and `userID`, one agent a request; the answer has `shifts` with
/// `activityIntervals`, `shiftNotes`, `baseActivityCode` (`title`; `open`, `work`, `overTime`), `start` and `end`. That they
/// stand in a list `agentSchedules` beside `userId` is from clients generated from NICE's own description of the interface.
///
/// Not documented, and therefore careful here: what stands before `/schedules/export` (configuration says), in which zone the
/// dates are (a day more on either side is asked for), how times are written (one without an offset is not read), and how a
/// day off looks (a shift whose base activity is said to be neither work nor open is none).
enum ACDScheduleExport {
    /// How many days before and after the present one are asked for: no more than seven in all.
    private static let days: ClosedRange<Int64> = -1...5

    static func request(for userID: String, now: Instant) -> [UInt8] {
        let body = JSONObject([
            "startDate": .string(date(now + .hours(24 * days.lowerBound))), "endDate": .string(date(now + .hours(24 * days.upperBound))),
            "userID": .string(userID),
        ])
        return JSONValue.object(body).encoded()
    }

    private static func date(_ time: Instant) -> String { String(RFC3339.format(time.microseconds).prefix("yyyy-mm-dd".count)) }

    /// The shifts of a user, oldest first; nil where the answer shows none: whether there is one is not known then.
    static func shifts(of userID: String, in answer: Answer) throws(CXoneFault) -> [ShiftSegment]? {
        guard let body = try ACDFields.body(of: answer, call: .schedule) else { return nil }
        guard let schedules = ACDFields(body)?.list("agentSchedules") else {
            throw .unreadable(detail: "it has no list agentSchedules", call: .schedule)
        }
        var shifts: [ShiftSegment] = []
        for schedule in schedules {
            guard let schedule = ACDFields(schedule) else { throw .unreadable(detail: "a schedule is no object", call: .schedule) }
            guard schedule.text("userId") == userID else { continue }
            for shift in schedule.list("shifts") ?? [] {
                if let shift = try segment(shift) { shifts.append(shift) }
            }
        }
        return shifts.isEmpty ? nil : shifts.sorted { $0.start < $1.start }
    }

    private static func segment(_ item: JSONValue) throws(CXoneFault) -> ShiftSegment? {
        guard let shift = ACDFields(item) else { throw .unreadable(detail: "a shift is no object", call: .schedule) }
        if let activity = shift.fields("baseActivityCode"), activity.truth("work") == false, activity.truth("open") == false { return nil }
        let start = try time("start", of: shift)
        let end = try time("end", of: shift)
        guard start < end else { throw .unreadable(detail: "a shift ends before it starts", call: .schedule) }
        return ShiftSegment(start: start, end: end)
    }

    private static func time(_ name: String, of shift: ACDFields) throws(CXoneFault) -> Instant {
        guard let text = shift.text(name) else { throw .unreadable(detail: "a shift has no \(name)", call: .schedule) }
        // Of a time without an offset nobody says whose clock it is by: a wrong guess would refuse what is allowed.
        guard let time = TimeText.parse(text) else {
            let found = PlainText.line(text, limit: 60)
            throw .unreadable(detail: "a shift's \(name) “\(found)” is no time with an offset", call: .schedule)
        }
        return time
    }
}

extension ACDReader {
    /// What CXone's WFM has scheduled a user for; nil where it shows no shift.
    ///
    /// Asked once: that a schedule is not known stops nobody.
    func shifts(of userID: String) async throws(CXoneFault) -> [ShiftSegment]? {
        let base: BaseURL = if let configured = configuration.schedulesURL { configured } else { try await base() }
        let call = OutgoingCall(
            call: .schedule,
            method: .POST,
            url: "\(base)\(configuration.schedulesPath)",
            headers: ["Content-Type": "application/json"],
            body: ACDScheduleExport.request(for: userID, now: calls.now)
        )
        do throws(CXoneFault) {
            return try ACDScheduleExport.shifts(of: userID, in: try await calls.read(call, realm: .status, patience: .zero))
        } catch .forbidden {
            throw .forbidden(.viewSchedules, call: .schedule)
        }
    }
}
