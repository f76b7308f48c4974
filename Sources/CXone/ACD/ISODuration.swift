import Reconciliation

/// A span as ISO 8601 writes it: `PT1H2M3.5S`, `P1DT12H`. Years and months have no fixed length and are none.
enum ISODuration {
    private static let days: [(unit: Character, seconds: Double)] = [("W", 604_800), ("D", 86_400)]
    private static let times: [(unit: Character, seconds: Double)] = [("H", 3_600), ("M", 60), ("S", 1)]

    static func parse(_ text: String) -> Duration? {
        guard text.first == "P", text.count > 1, text.last != "T" else { return nil }
        let parts = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = seconds(parts[0], units: days) else { return nil }
        guard parts.count == 2 else { return duration(first) }
        return seconds(parts[1], units: times).flatMap { duration(first + $0) }
    }

    private static func duration(_ seconds: Double) -> Duration? {
        // A century: more is no state of an agent, and this keeps sums within their type.
        seconds <= 3_155_760_000 ? .microseconds(Int64((seconds * 1_000_000).rounded())) : nil
    }

    /// Numbers with their units, each unit once and in order; only the last may have a fraction.
    private static func seconds(_ text: Substring, units: [(unit: Character, seconds: Double)]) -> Double? {
        var rest = units[...]
        var sum = 0.0
        var number = ""
        var hadFraction = false
        for character in text {
            if character.isASCII, character.isNumber || character == "." {
                number.append(character)
                continue
            }
            guard let place = rest.firstIndex(where: { $0.unit == character }), !hadFraction, !number.isEmpty,
                number.first != ".", number.last != ".", let value = Double(number)
            else { return nil }
            hadFraction = number.contains(".")
            sum += value * rest[place].seconds
            rest = rest[(place + 1)...]
            number = ""
        }
        return number.isEmpty ? sum : nil
    }
}
