/// What an operator can say of a tenant's rate of calls.
package struct RateSettings: Sendable, Hashable {
    /// Calls a second to begin with, until a 429 shows where the limit is: meanwhile it doubles four times a second.
    package var initial: Double = 50
    /// Calls a second that are never exceeded.
    package var maximum: Double = 10_000

    package init() {}

    package init(initial: Double, maximum: Double) {
        self.initial = initial
        self.maximum = maximum
    }
}
