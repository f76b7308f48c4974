import Foundation
import Testing

@Suite("lint")
struct LintTests {
    @Test("A schedule is looked through from the command line: what is wrong makes it exit 1, and each remark has its place")
    func lint() async throws {
        let flawed = """
            {"event":"agent_schedule_published","userId":"a-1","from":"2030-01-01T08:00:00Z","to":"2030-01-01T17:00:00Z","version":1,
             "segments":[{"start":"2030-01-01T08:00:00Z","end":"2030-01-01T12:00:00Z","status":"Available"},
                         {"start":"2030-01-01T11:00:00Z","end":"2030-01-01T17:00:00Z","status":"Available"}]}
            """
        let wrong = try await Program.run(["lint", "-"], input: Data(flawed.utf8))
        #expect(wrong.code == 1 && wrong.output.contains("FAIL  /segments/1/start  overlap: "), "\(wrong)")
        #expect(wrong.output.contains("a-1, 2 segments: "))
        let sound = try await Program.run(
            ["lint", "-", "--json"],
            input: Data(flawed.replacingOccurrences(of: "T11:00", with: "T12:00").utf8)
        )
        // So far ahead, intake would not take it today.
        #expect(sound.code == 1 && sound.output.contains("too_far_ahead") && !sound.output.contains("overlap"), "\(sound)")
        let unreadable = try await Program.run(["lint", "/nowhere/schedule.json"])
        #expect(unreadable.code == 1 && unreadable.complaints.contains("/nowhere/schedule.json cannot be read"))
    }
}
