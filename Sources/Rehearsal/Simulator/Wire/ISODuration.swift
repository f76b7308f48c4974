/// A span of time as ISO 8601 writes it, such as `PT1H2M3.5S`.
enum ISODuration {
    /// - Parameter microseconds: rounded down to milliseconds; negative counts as none
    static func format(microseconds: Int64) -> String {
        let milliseconds = max(0, microseconds) / 1_000
        let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let rest = milliseconds % 60_000
        var text = "PT"
        if hours > 0 { text += "\(hours)H" }
        if minutes > 0 { text += "\(minutes)M" }
        if rest > 0 || text == "PT" {
            let fraction = String(String(rest % 1_000 + 1_000).dropFirst())
            text += rest % 1_000 == 0 ? "\(rest / 1_000)S" : "\(rest / 1_000).\(fraction)S"
        }
        return text
    }
}
