/// Durations for people: `12m 5s`.
package enum DurationText {
    /// The largest unit that is not zero first, and every smaller one after it: `42s`, `1h 0m 3s`, `2d 3h 0m 1s`.
    package static func format(seconds: Int) -> String {
        let all = seconds.magnitude
        var parts: [String] = []
        for (size, unit) in [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")] as [(UInt, String)] where all >= size || size == 1 {
            let value = size == 86_400 ? all / size : all % (size * Self.unitsInNext(size)) / size
            parts.append("\(value)\(unit)")
        }
        return (seconds < 0 ? "-" : "") + parts.joined(separator: " ")
    }

    private static func unitsInNext(_ size: UInt) -> UInt {
        size == 3600 ? 24 : 60
    }
}
