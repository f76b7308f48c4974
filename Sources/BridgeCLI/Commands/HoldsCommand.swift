import ArgumentParser
import Bridge
import Notation
import Reconciliation

/// `holds`: changes that wait for a person's decision.
struct HoldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds",
        abstract: "Changes that are held: overruled by a person, fought over, or part of a stampede.",
        subcommands: [List.self, Release.self],
        defaultSubcommand: List.self
    )

    /// `holds list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the holds in force, newest first, with why.")

        @Flag(help: "Those that are over, too.") var all = false
        @OptionGroup var options: OrderOptions

        func run() async throws {
            options.show(try await everything()) { answer in
                let holds = answer["holds"]?.array ?? []
                if holds.isEmpty { return all ? "There were no holds." : "Nothing is held." }
                return (holds.map(HoldWords.line) + [HoldWords.count(answer["open"])]).joined(separator: "\n")
            }
        }

        /// All pages as one answer.
        private func everything() async throws -> JSONValue {
            var holds: [JSONValue] = []
            var after: HoldID?
            while true {
                let page = try await options.perform(.holds(all: all, after: after, limit: 1_000))
                holds += page["holds"]?.array ?? []
                after = page["next"]?.string.map { HoldID($0) }
                if after == nil { return ["holds": .array(holds), "open": page["open"] ?? .null] }
            }
        }
    }

    /// `holds release`.
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a held change go: the rules are asked again, and what is older than the release counts no more.",
            discussion: "Releasing one hold of a stampede releases all holds of that stampede's source."
        )

        @Argument(help: "The hold's id, hld_…, as holds list shows it.") var id: String
        @OptionGroup var options: OrderOptions

        func run() async throws {
            options.show(try await options.perform(.release(HoldID(id)))) { answer in
                let holds = answer["released"]?.array ?? []
                let heading = holds.count == 1 ? "1 hold is released:" : "\(holds.count) holds are released:"
                return ([heading] + holds.map(HoldWords.line)).joined(separator: "\n")
            }
        }
    }
}

/// A hold as a line of a list.
enum HoldWords {
    /// How many are in force, by reason.
    static func count(_ open: JSONValue?) -> String {
        let counts = HoldReason.allCases.map { ($0.rawValue, open?[$0.rawValue]?.int ?? 0) }
        let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let total = counts.reduce(0) { $0 + $1.1 }
        return "\(total) in force" + (words.isEmpty ? "" : ": \(words.joined(separator: ", "))")
    }

    static func line(_ hold: JSONValue) -> String {
        func text(_ name: String) -> String { hold[name]?.string ?? "" }
        let reason = text("pauseReason").isEmpty ? "" : " (\(text("pauseReason")))"
        let end =
            hold["endedAt"]?.string.map { "\(text("ending")) \($0)\(text("endedBy").isEmpty ? "" : " by \(text("endedBy"))")" }
            ?? hold["until"]?.string.map { "until \($0)" } ?? "expires \(text("expiresAt"))"
        return "\(text("id"))  \(text("heldAt"))  \(text("reason"))  \(text("userId")) → \(text("status"))\(reason), "
            + "from \(text("source")); \(end)\n    \(text("words"))"
    }
}
