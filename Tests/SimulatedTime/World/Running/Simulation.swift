import Reconciliation
import Store
import Synchronization

/// Runs scripts, one after the other, on the caller's thread.
package final class Simulation {
    package struct Result: Sendable {
        package var script: Script
        package var violations: [Violation]
        package var trace: [String]
        package var hash: UInt64
        package var meetings: Set<Meeting>
        /// Simulated hours.
        package var hours: Double
        package var changes: Int
        package var calls: Int
    }

    private let database: MemoryDatabase

    package init() throws { database = try MemoryDatabase() }

    package func run(seed: UInt64, plant: Plant? = nil) throws -> Result {
        var writer = ScriptWriter(seed: seed)
        return try run(writer.write(), plant: plant)
    }

    package func run(_ script: Script, plant: Plant? = nil) throws -> Result {
        try database.reset()
        let world = World(script, plant: plant, database: database)
        world.run()
        let span = world.timeline.now - Script.start
        return world.observer.state.withLock { state in
            Result(
                script: script,
                violations: state.violations,
                trace: state.trace,
                hash: state.hash,
                meetings: state.meetings,
                hours: Double(span.inMicroseconds) / 3_600_000_000,
                changes: state.changes.count,
                calls: state.callCount
            )
        }
    }

    /// The shortest script that still breaks the same invariant: events are left out, many at a time and then one by one.
    package func shrink(_ script: Script, plant: Plant?, like invariant: Invariant) throws -> Script {
        var best = script
        var size = max(1, best.events.count / 2)
        while true {
            var start = 0
            while start < best.events.count {
                var shorter = best
                shorter.events.removeSubrange(start..<min(start + size, best.events.count))
                if try run(shorter, plant: plant).violations.contains(where: { $0.invariant == invariant }) {
                    best = shorter
                } else {
                    start += size
                }
            }
            if size == 1 { return best }
            size /= 2
        }
    }
}
