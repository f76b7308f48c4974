import Foundation

/// Recorded answers: their bodies, as the description of CXone's wire shows them.
enum Fixture {
    static func body(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("fixtures/cxone/\(name).json"), encoding: .utf8)
    }
}
