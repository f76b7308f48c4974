import Foundation
import Notation
import TestSupport
import Testing

@Suite("Time zones")
struct TimeZoneRulesTests {
    private func resolve(_ text: String, _ zone: String, fold: Int? = nil) throws -> String {
        let rules = try #require(TimeZoneRules(identifier: zone))
        return RFC3339.format(try rules.resolve(local: LocalDateTime(parsing: text), fold: fold), fractionDigits: 0)
    }

    @Test(
        "a local time that occurs once is found, whatever the fold",
        arguments: [
            ("2026-11-20T10:00:00", "America/New_York", "2026-11-20T15:00:00Z"),
            ("2026-07-01T10:00:00", "America/New_York", "2026-07-01T14:00:00Z"),
            ("2026-03-08T01:59:59", "America/New_York", "2026-03-08T06:59:59Z"),
            ("2026-03-08T03:00:00", "America/New_York", "2026-03-08T07:00:00Z"),
            ("2026-11-01T00:59:59", "America/New_York", "2026-11-01T04:59:59Z"),
            ("2026-11-01T02:00:00", "America/New_York", "2026-11-01T07:00:00Z"),
            ("2026-11-20T10:00:00", "UTC", "2026-11-20T10:00:00Z"),
            ("2026-03-29T03:00:00", "Europe/Berlin", "2026-03-29T01:00:00Z"),
            ("2026-10-04T02:30:00", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
            ("2026-04-05T02:00:00", "Australia/Lord_Howe", "2026-04-04T15:30:00Z"),
            ("2026-01-01T00:00:00", "Asia/Kathmandu", "2025-12-31T18:15:00Z"),
            ("2026-01-01T00:00:00", "Pacific/Kiritimati", "2025-12-31T10:00:00Z"),
            ("2026-01-01T00:00:00", "Pacific/Pago_Pago", "2026-01-01T11:00:00Z"),
            ("2011-12-29T23:59:59", "Pacific/Apia", "2011-12-30T09:59:59Z"),
            ("2011-12-31T00:00:00", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ]
    )
    func once(text: String, zone: String, utc: String) throws {
        #expect(try resolve(text, zone) == utc)
        #expect(try resolve(text, zone, fold: 0) == utc)
        #expect(try resolve(text, zone, fold: 1) == utc)
    }

    @Test(
        "a local time that the clocks skip is refused, whatever the fold",
        arguments: [
            ("2026-03-08T02:00:00", "America/New_York"), ("2026-03-08T02:30:00", "America/New_York"),
            ("2026-03-08T02:59:59.999999", "America/New_York"),
            ("2026-03-29T02:30:00", "Europe/Berlin"), ("2026-10-04T02:00:00", "Australia/Lord_Howe"),
            ("2026-10-04T02:29:59", "Australia/Lord_Howe"),
            ("2011-12-30T00:00:00", "Pacific/Apia"), ("2011-12-30T12:00:00", "Pacific/Apia"), ("2011-12-30T23:59:59", "Pacific/Apia"),
        ]
    )
    func skipped(text: String, zone: String) {
        for fold in [nil, 0, 1] {
            #expect(throws: TimeFault.skipped) { try resolve(text, zone, fold: fold) }
        }
    }

    @Test(
        "a local time that occurs twice needs a fold",
        arguments: [
            ("2026-11-01T01:00:00", "America/New_York", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"),
            ("2026-11-01T01:30:00", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"),
            ("2026-11-01T01:59:59", "America/New_York", "2026-11-01T05:59:59Z", "2026-11-01T06:59:59Z"),
            ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
            ("2026-04-05T01:30:00", "Australia/Lord_Howe", "2026-04-04T14:30:00Z", "2026-04-04T15:00:00Z"),
            ("2026-04-05T01:59:59", "Australia/Lord_Howe", "2026-04-04T14:59:59Z", "2026-04-04T15:29:59Z"),
        ]
    )
    func twice(text: String, zone: String, first: String, second: String) throws {
        #expect(throws: TimeFault.ambiguous) { try resolve(text, zone) }
        #expect(try resolve(text, zone, fold: 0) == first)
        #expect(try resolve(text, zone, fold: 1) == second)
    }

    @Test("a fold is 0 or 1", arguments: [-1, 2, .max])
    func folds(fold: Int) throws {
        let fault = try #require(throws: TimeFault.self) { try resolve("2026-11-01T01:30:00", "America/New_York", fold: fold) }
        #expect(fault.label == "malformed")
    }

    @Test(
        "names of the IANA database are zones",
        arguments: ["UTC", "GMT", "Etc/UTC", "Etc/GMT+5", "Europe/Kyiv", "US/Eastern", "EST5EDT", "America/Argentina/Ushuaia"]
    )
    func known(name: String) throws {
        let rules = try #require(TimeZoneRules(identifier: name))
        #expect(rules.identifier == name)
        #expect(try TimeZoneRules(named: name) == rules)
    }

    @Test(
        "abbreviations, offsets and unknown names are no zones",
        arguments: [
            "", " ", "PST", "IST", "CST", "Z", "GMT+5", "GMT-0500", "UTC+5", "+05:00", "Mars/Base", "/", "america/new_york",
            "America/New_York ", "../etc/passwd",
        ]
    )
    func unknown(name: String) {
        #expect(TimeZoneRules(identifier: name) == nil)
        #expect(throws: TimeFault.unknownZone(name)) { try TimeZoneRules(named: name) }
    }

    @Test("offsets change at the transition, not before")
    func transition() throws {
        let rules = try #require(TimeZoneRules(identifier: "America/New_York"))
        let transition = try RFC3339.parse("2026-03-08T07:00:00Z")
        #expect(rules.offsetSeconds(at: transition - 1) == -18_000)
        #expect(rules.offsetSeconds(at: transition) == -14_400)
        #expect(TimeZoneRules.utc.offsetSeconds(at: transition) == 0)
        _ = rules.offsetSeconds(at: .min)
        _ = rules.offsetSeconds(at: .max)
    }

    @Test("whatever instant a zone's clocks show is found again from what they show")
    func roundTrip() throws {
        var random = SeededRandom()
        let zones = [
            "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran",
            "Pacific/Apia",
        ]
        let span = try RFC3339.parse("1970-01-01T00:00:00Z")...RFC3339.parse("2037-12-31T00:00:00Z")
        for name in zones {
            let rules = try #require(TimeZoneRules(identifier: name))
            let zone = try #require(TimeZone(identifier: name))
            for _ in 0..<500 {
                // Half of the instants lie within two hours of a transition.
                var time = Int64.random(in: span, using: &random)
                if Bool.random(using: &random),
                    let next = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(time) / 1e6))
                {
                    time = Int64(next.timeIntervalSince1970) * 1_000_000 + Int64.random(in: -7_200_000_000...7_200_000_000, using: &random)
                }
                let local = LocalDateTime(asUTC: time + Int64(rules.offsetSeconds(at: time)) * 1_000_000)
                let found = [try rules.resolve(local: local, fold: 0), try rules.resolve(local: local, fold: 1)]
                #expect(found.contains(time), "\(name) \(time)")
                #expect(found[0] <= found[1])
                if found[0] != found[1] {
                    #expect(throws: TimeFault.ambiguous) { try rules.resolve(local: local) }
                }
            }
        }
    }

    @Test("a local time at the edge of the four-digit years is found or out of range, never a trap")
    func edges() throws {
        let tokyo = try #require(TimeZoneRules(identifier: "Asia/Tokyo"))
        #expect(throws: TimeFault.outOfRange) { try tokyo.resolve(local: LocalDateTime(parsing: "0000-01-01T00:00:00")) }
        #expect(try resolve("9999-12-31T23:59:59", "Asia/Tokyo") == "9999-12-31T14:59:59Z")
        let newYork = try #require(TimeZoneRules(identifier: "America/New_York"))
        #expect(throws: TimeFault.outOfRange) { try newYork.resolve(local: LocalDateTime(parsing: "9999-12-31T23:59:59")) }
    }
}
