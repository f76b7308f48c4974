import Foundation
import Notation
import Reconciliation
import TestSupport

@testable import Bridge

/// What tests of the data directory share.
enum Planted {
    static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let now: UnixMicroseconds = 1_795_186_800_000_000

    static func everyPrinting(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return [dumped, String(describing: value), String(reflecting: value)].joined(separator: "\n")
    }

    /// Bytes that count up from a start: the same in every run.
    static func randomness(from start: UInt8 = 1) -> Randomness {
        Randomness { count in (0..<count).map { start &+ UInt8(truncatingIfNeeded: $0) } }
    }

    static func mode(_ path: String) throws -> mode_t {
        guard let status = FileStatus(of: path) else { throw POSIXError(.ENOENT) }
        return status.mode & 0o7777
    }
}
