import Notation
import Synchronization

/// Time zones that were asked for before; looking one up reads a file.
final class TimeZoneShelf: Sendable {
    private let zones = Mutex<[String: TimeZoneRules]>([:])

    func rules(_ name: String) -> TimeZoneRules? {
        if let known = zones.withLock({ $0[name] }) { return known }
        // There are some six hundred names in the database, so what is kept is bounded by what can be found.
        guard let rules = TimeZoneRules(identifier: name) else { return nil }
        zones.withLock { $0[name] = rules }
        return rules
    }
}
