import Foundation

/// Recorded answers: their bodies, as the description of CXone's wire shows them.
enum Fixture {
    /// Of the dialect `platform`.
    static func body(_ name: String) throws -> String { try text("platform/\(name)") }

    /// Of the dialect `acd`.
    static func acd(_ name: String) throws -> String { try text("acd/\(name)") }

    private static func text(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("fixtures/cxone/\(name).json"), encoding: .utf8)
    }
}
