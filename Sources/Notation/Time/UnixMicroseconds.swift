/// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
package typealias UnixMicroseconds = Int64

/// The span that four-digit years can write.
enum WritableTime {
    /// 0000-01-01T00:00:00Z.
    static let first: UnixMicroseconds = -62_167_219_200_000_000
    /// 9999-12-31T23:59:59.999999Z.
    static let last: UnixMicroseconds = 253_402_300_799_999_999

    static func clamp(_ time: UnixMicroseconds) -> UnixMicroseconds {
        min(max(time, first), last)
    }
}
