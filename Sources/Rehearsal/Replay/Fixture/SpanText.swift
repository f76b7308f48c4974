/// Spans of time as fixtures write them: `90s`, `2m30s`, `1h`, `500ms`, `32d`.
enum SpanText {
    private static let units: [(name: String, seconds: Double)] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1), ("ms", 0.001)]

    /// - Returns: nil for what is no span: each unit at most once, the longer before the shorter, whole numbers
    static func parse(_ text: some StringProtocol) -> Duration? {
        var rest = Substring(text)
        var last = -1
        var milliseconds: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix(while: { ("0"..."9").contains($0) })
            guard (1...9).contains(digits.count), let number = Int64(digits) else { return nil }
            rest.removeFirst(digits.count)
            let name = rest.prefix(while: { $0.isLetter })
            guard let unit = units.firstIndex(where: { $0.name == name }), unit > last else { return nil }
            rest.removeFirst(name.count)
            last = unit
            milliseconds += number * Int64(units[unit].seconds * 1_000)
        }
        return last < 0 ? nil : .milliseconds(milliseconds)
    }

    /// Whole seconds, in the same spelling.
    static func format(_ span: Duration) -> String {
        var seconds = span.components.seconds
        guard seconds != 0 else { return "0s" }
        let sign = seconds < 0 ? "-" : ""
        seconds = abs(seconds)
        let parts = [(seconds / 3_600, "h"), (seconds % 3_600 / 60, "m"), (seconds % 60, "s")]
        return sign + parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
    }
}
