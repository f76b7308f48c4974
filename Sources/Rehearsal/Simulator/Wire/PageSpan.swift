import Notation

/// Which of many items a client wants: `skip` and `top`.
struct PageSpan: Sendable, Hashable {
    let skip: Int
    let top: Int

    /// - Parameter most: how many a page holds at most, and where the client does not say
    init(_ parameters: Parameters, most: Int) throws(Refusal) {
        skip = try Self.number(parameters, "skip", in: 0...Int.max) ?? 0
        top = min(most, try Self.number(parameters, "top", in: 1...Int.max) ?? most)
    }

    private static func number(_ parameters: Parameters, _ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = parameters[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Refusal(400, "\(name) must be a whole number of at least \(range.lowerBound).")
        }
        return number
    }
}

/// The times that a client names in the dialect `acd`.
enum TimeParameter {
    static func read(_ parameters: Parameters, _ name: String) throws(Refusal) -> UnixMicroseconds? {
        guard let text = parameters[name] else { return nil }
        do {
            return try RFC3339.parse(text)
        } catch {
            throw Refusal(400, "\(name) must be an ISO 8601 date and time with offset, like 2026-11-20T15:00:00Z.")
        }
    }

    static func require(_ parameters: Parameters, _ name: String) throws(Refusal) -> UnixMicroseconds {
        guard let time = try read(parameters, name) else { throw Refusal(400, "The parameter \(name) is missing.") }
        return time
    }
}
