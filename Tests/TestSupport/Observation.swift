/// Looks again and again, for what announces itself to nobody: another process, a gauge.
///
/// Where there is an event, wait for that instead.
package enum Observation {
    package struct InVain: Error, CustomStringConvertible {
        package let description: String
    }

    /// Looks until there is something to see, and says what.
    ///
    /// - Parameters:
    ///   - what: what is looked for, in words.
    ///   - atMost: how many times.
    /// - Throws: `InVain` after the last look, or what a look throws.
    @discardableResult
    package static func of<Value>(
        _ what: String,
        atMost: Int = 1_500,
        isolation: isolated (any Actor)? = #isolation,
        _ look: () async throws -> Value?
    ) async throws -> Value {
        for _ in 0..<atMost {
            if let value = try await look() { return value }
            try await Task.sleep(for: pause)
        }
        throw InVain(description: "looked \(atMost) times in vain for \(what)")
    }

    /// Looks until something is so.
    package static func that(_ what: String, isolation: isolated (any Actor)? = #isolation, _ isSo: () async throws -> Bool) async throws {
        try await of(what) { try await isSo() ? true : nil }
    }

    /// Between two looks.
    private static let pause: Duration = .milliseconds(20)
}
