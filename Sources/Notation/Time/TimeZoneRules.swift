import Foundation

/// The offsets of one time zone of the IANA database.
package struct TimeZoneRules: Sendable, Hashable {
    /// The name as given.
    package let identifier: String
    private let zone: TimeZone

    /// A zone by its IANA name; nil for unknown ones, for abbreviations such as PST, and for offsets such as GMT+5.
    package init?(identifier: String) {
        // Foundation also takes abbreviations, whose meaning differs from country to country, and offsets, whose sign differs from Etc/GMT+5.
        guard identifier.contains("/") || Self.namesWithoutSlash.contains(identifier), let zone = TimeZone(identifier: identifier) else {
            return nil
        }
        self.identifier = identifier
        self.zone = zone
    }

    /// A zone by its IANA name, or the fault that says it is none.
    package init(named identifier: String) throws(TimeFault) {
        guard let rules = TimeZoneRules(identifier: identifier) else { throw .unknownZone(identifier) }
        self = rules
    }

    /// Coordinated universal time.
    package static let utc = TimeZoneRules(identifier: "UTC", zone: .gmt)

    private init(identifier: String, zone: TimeZone) {
        self.identifier = identifier
        self.zone = zone
    }

    /// Seconds that local time is ahead of UTC.
    package func offsetSeconds(at time: UnixMicroseconds) -> Int {
        // Offsets change on whole seconds, so rounding down is exact.
        let seconds = Double(WritableTime.clamp(time) / 1_000_000)
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds))
    }

    /// The instant at which clocks of the zone show a local time.
    ///
    /// Where they show it twice, `fold` says which is meant, 0 the first and 1 the second; where they show it once, `fold` does not matter.
    package func resolve(local: LocalDateTime, fold: Int? = nil) throws(TimeFault) -> UnixMicroseconds {
        if let fold, fold != 0, fold != 1 { throw .malformed("fold is neither 0 nor 1") }
        let shown = local.asUTC
        // No offset ever was as large as 16 hours: the instant lies between the two samples, and its offset is that of one of them.
        let reach: Int64 = 16 * 3_600_000_000
        let offsets = Set([shown - reach, shown, shown + reach].map { offsetSeconds(at: $0) })
        let instants = offsets.map { (offset: $0, time: shown - Int64($0) * 1_000_000) }
            .filter { offsetSeconds(at: $0.time) == $0.offset }
            .map(\.time)
            .sorted()
        guard let first = instants.first, let last = instants.last else { throw .skipped }
        guard first >= WritableTime.first, last <= WritableTime.last else { throw .outOfRange }
        if first == last { return first }
        guard let fold else { throw .ambiguous }
        return fold == 0 ? first : last
    }

    /// Names of the IANA database that have no area before a slash.
    private static let namesWithoutSlash: Set<String> = [
        "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich",
        "HST", "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT",
        "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC", "Universal", "W-SU", "WET",
        "Zulu",
    ]
}
