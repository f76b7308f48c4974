import ArgumentParser
import Bridge
import CXone
import Foundation
import Notation
import Reconciliation

/// `history`: an agent's state timeline.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "An agent's state timeline with durations, oldest first.",
        // Of the history call: start_date_time is inclusive, and a history can be empty although an agent always has a state.
        discussion: """
            CXone lists a state by when it began: one that the agent was in already when the span begins is not in it. The first state \
            shown tells when that one ended; a longer --last shows it.
            """
    )

    @Argument(help: "The CXone user id; CXONE_USER_ID if left out.") var user: String?
    @Option(help: "How far back, such as 24h, 90m or 7d; 366d at most.") var last = "24h"
    @Option(help: "The time zone to show times in (IANA).") var timezone = "UTC"
    @Option(help: "table, json or csv.") var format = HistoryFormat.table
    @Option(help: "The tenant; the only one, or default, if left out.") var tenant: String?
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard Span(last) != nil else {
            throw ValidationError("--last \"\(last)\" must be a number above 0 and one of s, m, h, d, such as 24h; 366d at most")
        }
        guard TimeZoneRules(identifier: timezone) != nil else {
            throw ValidationError("--timezone \"\(timezone)\" is no IANA time zone; America/New_York is one")
        }
        if let user, !UserIDText.isValid(user) { throw ValidationError("\"\(user)\" is no user id: \(UserIDText.rule)") }
    }

    func run() async throws {
        guard let span = Span(last), let zone = TimeZoneRules(identifier: timezone) else { return }
        let configuration = try options.load()
        let user = try self.user ?? configuration.requireHistoryUser()
        let tenant = try configuration.tenant(named: tenant)
        let now = Instant(microseconds: WallClock.system.now())
        Terminal.progress("reading the history of \(user) …")
        defer { Terminal.progress("") }
        let segments = try await DirectCXone.with(configuration, tenant: tenant) { client in
            do throws(CXoneFault) {
                // The end is exclusive: a state that began this very moment is part of the answer.
                return try await client.history(
                    of: user,
                    from: now - span.duration,
                    to: now + .seconds(1),
                    timeZone: zone.identifier,
                    patience: .seconds(30)
                )
            } catch {
                throw CommandFault("the history of \(user) could not be read: \(error)")
            }
        }
        Terminal.progress("")
        let timeline = Timeline(user: user, segments: segments, zone: zone, now: now, span: last)
        Terminal.say(timeline.text(format))
        // An empty list says nothing to the person who asked.
        if format != .table, let words = timeline.wordsOfNone { Terminal.warn(words) }
    }
}

enum HistoryFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}

/// A span of time as people type it: `24h`.
struct Span {
    let duration: Duration

    init?(_ text: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count > 0,
            case let (seconds, overflow) = count.multipliedReportingOverflow(by: unit), !overflow, seconds <= 366 * 86_400
        else { return nil }
        duration = .seconds(seconds)
    }
}
