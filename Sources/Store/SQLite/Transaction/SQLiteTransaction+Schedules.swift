import Foundation
import GRDB
import Reconciliation

/// What a schedule does to what its source planned before.
enum SchedulePlace: Equatable {
    /// It takes the place of all that was planned in its span.
    case stands
    /// A newer version for a part of the span is here.
    case stale(version: Int64)
    /// The same version, with other content.
    case conflict(version: Int64)
}

extension SQLiteTransaction {
    /// Where a schedule stands among those that overlap it.
    func place(of schedule: SchedulePublication, source: SourceName, agent: Int64) throws -> SchedulePlace {
        guard
            let newest = try first(
                """
                SELECT version, digest FROM schedules INDEXED BY schedules_agent
                WHERE agent = ? AND source = ? AND to_at > ? AND from_at < ? AND version IS NOT NULL ORDER BY version DESC LIMIT 1
                """,
                [agent, source.text, schedule.from.microseconds, schedule.to.microseconds],
                { (version: try $0.int(), digest: try $0.bytes()) }
            )
        else { return .stands }
        // What had a version is not replaced by what has none: nobody could say which is newer.
        guard let version = schedule.version, version >= newest.version else { return .stale(version: newest.version) }
        if version == newest.version, newest.digest != schedule.contentDigest { return .conflict(version: version) }
        return .stands
    }

    /// The planned changes of a span that still count: open, or made already.
    func planned(in schedule: SchedulePublication, source: SourceName, agent: Int64) throws -> [Change] {
        try all(
            """
            SELECT \(Change.columns) FROM changes c INDEXED BY changes_agent JOIN agents a ON a.id = c.agent
            WHERE c.agent = ? AND c.source = ? AND c.is_planned = 1 AND c.effective_at >= ? AND c.effective_at < ?
                AND (c.finished_at IS NULL OR c.state IN ('applied', 'already', 'satisfied'))
                AND c.replaced_by IS NULL AND c.cancel_requested_at IS NULL
            ORDER BY c.acceptance
            """,
            [agent, source.text, schedule.from.microseconds, schedule.to.microseconds],
            { try Change(&$0) }
        )
    }

    /// Takes back what the schedule no longer holds, and keeps its shift.
    func establish(
        _ schedule: SchedulePublication,
        keeping kept: Set<ChangeID>,
        of earlier: [Change],
        source: SourceName,
        agent: Int64,
        at now: Instant
    ) throws {
        for change in earlier where !change.state.isFinal && !kept.contains(change.id) {
            try run("UPDATE changes SET cancel_requested_at = ? WHERE acceptance = ?", [now.microseconds, change.acceptance])
        }
        try run(
            "DELETE FROM shift_segments WHERE agent = ? AND source = ? AND start_at >= ? AND start_at < ?",
            [agent, source.text, schedule.from.microseconds, schedule.to.microseconds]
        )
        for segment in schedule.shift {
            try run(
                "INSERT OR REPLACE INTO shift_segments (agent, source, start_at, end_at) VALUES (?, ?, ?, ?)",
                [agent, source.text, segment.start.microseconds, segment.end.microseconds]
            )
        }
        try run(
            "DELETE FROM schedules WHERE agent = ? AND source = ? AND from_at >= ? AND to_at <= ?",
            [agent, source.text, schedule.from.microseconds, schedule.to.microseconds]
        )
        try run(
            """
            INSERT INTO schedules (agent, source, from_at, to_at, version, digest, published_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                agent, source.text, schedule.from.microseconds, schedule.to.microseconds, schedule.version,
                Data(schedule.contentDigest), now.microseconds,
            ]
        )
    }

    /// Schedules and shifts that are over are of no use a day later.
    func forgetSchedules(before: Instant, limit: Int) throws -> Int {
        let segments = try run(
            """
            DELETE FROM shift_segments WHERE (agent, source, start_at) IN (
                SELECT agent, source, start_at FROM shift_segments INDEXED BY shift_segments_end WHERE end_at < ? LIMIT ?
            )
            """,
            [before.microseconds, limit]
        )
        guard segments < limit else { return segments }
        return segments
            + (try run(
                "DELETE FROM schedules WHERE number IN (SELECT number FROM schedules INDEXED BY schedules_end WHERE to_at < ? LIMIT ?)",
                [before.microseconds, limit - segments]
            ))
    }
}
