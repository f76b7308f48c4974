import Foundation
import Journal
import Logging
import Rehearsal
import TestSupport
import Testing

/// The fixtures that come with the project, replayed against the real bridge.
@Suite("Fixtures", .serialized)
struct FixturesTests {
    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("fixtures").path

    @Test(
        "A replayed fixture comes out as it expects, and the journal of it verifies",
        arguments: ["scheduled", "quarter-hour", "bad-day"]
    )
    func replays(_ name: String) async throws {
        let directory = try TemporaryDirectory()
        let fixture = try Fixture(directory: "\(Self.fixtures)/\(name)")
        var logger = Logger(label: "rehearsal")
        logger.logLevel = .error
        let replay = Replay(
            fixture,
            on: .own { needs in try await RehearsedBridge.start(needs, in: directory) },
            speed: fixture.speed,
            logger: logger
        )
        let report = try await replay.run()
        #expect(report.passed, "\(report.table())")
        #expect(JournalVerifier(path: directory.path(of: "journal")).verify().outcome == .sound)
    }
}
