import Foundation
import Journal
import Logging
import Metrics
import Notation
import TestSupport

/// A directory, a store and a clock for one journal.
struct JournalStage {
    let directory: TemporaryDirectory
    let store = RehearsedStore()
    let clock = ManualClock()

    init() throws {
        directory = try TemporaryDirectory()
    }

    var journal: String { directory.path(of: "journal") }
    var verifier: JournalVerifier {
        var verifier = JournalVerifier(path: journal)
        verifier.settling = (0, 0)
        return verifier
    }

    func settings(acceptDamage: Bool = false) -> WriterSettings {
        var settings = WriterSettings(directory: journal, boot: "boot-1", acceptDamage: acceptDamage)
        settings.linger = .zero
        return settings
    }

    func open(
        _ settings: WriterSettings? = nil,
        acceptDamage: Bool = false,
        factory: any MetricsFactory = NOOPMetricsHandler.instance,
        disk: JournalDisk = .system
    ) async throws -> JournalWriter {
        try await JournalWriter.open(
            settings ?? self.settings(acceptDamage: acceptDamage),
            feed: store.feed,
            clock: clock.wallClock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            factory: factory,
            disk: disk
        )
    }

    /// Opens the journal, writes all that waits, closes it.
    @discardableResult
    func copyAll(acceptDamage: Bool = false) async throws -> JournalRecovery {
        let writer = try await open(acceptDamage: acceptDamage)
        writer.stop()
        try await writer.run()
        return writer.recovery
    }

    /// Records of a change with ids `r<n>`.
    func add(_ numbers: ClosedRange<Int>) {
        for number in numbers { store.add(JournalStage.record(number)) }
    }

    static func record(_ number: Int) -> JournalRecord {
        JournalRecord(
            recordID: "r\(number)",
            timestamp: 1_795_186_800_000_000 + Int64(number) * 1_000,
            boot: "boot-1",
            type: .applied,
            action: JournalRecord.statusUpdate,
            userID: "agent-\(number)",
            source: "wfm",
            requestID: "msg_\(number)",
            changeID: "chg_\(number)",
            payload: ["status": "Break", "pauseReason": "Queue Full · ü"],
            success: true,
            latencyMilliseconds: 41.7
        )
    }

    // MARK: Files

    static let firstFile = "00000000000000000001.jsonl"

    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: journal).filter { !$0.hasPrefix(".") }.sorted()
    }

    func bytes(of name: String = firstFile) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: journal + "/" + name)))
    }

    func write(_ bytes: [UInt8], to name: String = firstFile) throws {
        try FileManager.default.createDirectory(atPath: journal, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: journal + "/" + name))
    }

    /// All lines of all files, parsed.
    func lines() throws -> [JSONValue] {
        try files().filter { $0.hasSuffix(".jsonl") }.flatMap { name in
            try bytes(of: name).split(separator: 0x0A).map { try JSONValue(parsing: $0) }
        }
    }

    func recordIDs() throws -> [String] { try lines().map { $0["recordId"]?.string ?? "-" } }
}

extension JournalWriter {
    /// Returns once the line of that number is on the disk; throws when the test runs out of time.
    func reaches(_ seq: Int64) async throws {
        while lastSeq < seq {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
