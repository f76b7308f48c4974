import Notation

/// Those who wait for events: each for so many that match.
struct EventWaiters: Sendable {
    typealias Matching = @Sendable (ReceivedEvent) -> Bool

    private struct Waiter: Sendable {
        var missing: Int
        let matches: Matching
        let continuation: CheckedContinuation<Void, any Error>
    }

    private var waiters: [Int: Waiter] = [:]
    private var next = 0

    /// A number under which a wait can be given up.
    mutating func number() -> Int {
        next += 1
        return next
    }

    mutating func add(_ number: Int, missing: Int, matches: @escaping Matching, _ continuation: CheckedContinuation<Void, any Error>) {
        waiters[number] = Waiter(missing: missing, matches: matches, continuation: continuation)
    }

    mutating func remove(_ number: Int) -> CheckedContinuation<Void, any Error>? {
        waiters.removeValue(forKey: number)?.continuation
    }

    /// - Returns: those whose wait is over
    mutating func note(_ event: ReceivedEvent) -> [CheckedContinuation<Void, any Error>] {
        var content: [CheckedContinuation<Void, any Error>] = []
        for (number, waiter) in waiters where waiter.matches(event) {
            if waiter.missing > 1 {
                waiters[number]?.missing -= 1
            } else {
                waiters[number] = nil
                content.append(waiter.continuation)
            }
        }
        return content
    }
}
