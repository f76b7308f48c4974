import Foundation
import Journal
import Logging
import Rehearsal
import TestSupport
import Testing

/// The fixtures that come with the project, replayed against the real bridge.
@Suite("Fixtures", .serialized)
struct FixturesTests {
    private static let names = ["scheduled", "quarter-hour", "bad-day"]
    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("fixtures").path

    /// A machine that is busy with other tests cannot keep up with every speed.
    private static let slower = [1.0, 2, 4, 8]
    /// How late a request may have gone out for differences to count, in bridge time.
    private static let tolerance: Duration = .seconds(10)

    @Test("A replayed fixture comes out as it expects, and the journal of it verifies", arguments: names)
    func replays(_ name: String) async throws {
        let fixture = try Fixture(directory: "\(Self.fixtures)/\(name)")
        for factor in Self.slower {
            let directory = try TemporaryDirectory()
            let report = try await Self.replay(fixture, speed: fixture.speed / factor, in: directory)
            #expect(JournalVerifier(path: directory.path(of: "journal")).verify().outcome == .sound)
            if !report.passed, report.behind > Self.tolerance, factor != Self.slower.last {
                print("\(name) was \(report.behind) late at \(fixture.speed / factor) times the real speed; once more, slower")
                continue
            }
            #expect(report.passed, "\(report.table())")
            return
        }
    }

    private static func replay(_ fixture: Fixture, speed: Double, in directory: TemporaryDirectory) async throws -> ReplayReport {
        var logger = Logger(label: "rehearsal")
        logger.logLevel = .error
        let bridge = BridgeUnderTest.own { needs in try await RehearsedBridge.start(needs, in: directory) }
        return try await Replay(fixture, on: bridge, speed: speed, logger: logger).run()
    }
}
