import ArgumentParser
import Bridge
import Notation

/// `plan`: what the next quarter hour brings.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "What is due up to the next quarter hour: in which order and by when it will be carried out, and what cannot be.",
        discussion: "Planned from the open changes, the states that were seen last and the rate of calls that the tenant bears."
    )

    @Option(help: "The tenant; the only one, or default, if left out.") var tenant: String?
    @Option(help: "At most so many lines of each kind.") var limit = 200
    @OptionGroup var options: OrderOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000") }
    }

    func run() async throws {
        options.show(try await options.perform(.plan(tenant: tenant, limit: limit)), PlanWords.text)
    }
}

/// A plan as a table.
enum PlanWords {
    static func text(_ plan: JSONValue) -> String {
        func count(_ name: String) -> Int64 { plan["counts"]?[name]?.int ?? 0 }
        func list(_ name: String) -> [JSONValue] { plan[name]?.array ?? [] }
        let rate = plan["callsPerSecond"]?.double.map { "\($0)" } ?? "?"
        let calls = plan["callsPerChange"]?.double.map { "\($0)" } ?? "?"
        var lines = [
            "Quarter hour \(plan["quarterHour"]?.string ?? "?"): \(count("moves")) moves, \(count("noOps")) so already, "
                + "\(count("unreachable")) that cannot be reached in time",
            "\(calls) calls for each at \(rate) calls a second"
                + (plan["finish"]?.string.map { "; finished at \($0)" } ?? "; nothing to be done"),
        ]
        if !list("moves").isEmpty { lines.append("") }
        lines += list("moves").map { move in
            "\(move["start"]?.string ?? "")  \(words(move))"
        }
        lines += section("So already:", list("noOps"))
        lines += section("Cannot be reached before they expire:", list("unreachable"))
        let shown = list("moves").count + list("noOps").count + list("unreachable").count
        let all = Int(count("moves") + count("noOps") + count("unreachable"))
        if all > shown { lines += ["", "… and \(all - shown) more; --limit shows more of them"] }
        return lines.joined(separator: "\n")
    }

    private static func section(_ heading: String, _ moves: [JSONValue]) -> [String] {
        moves.isEmpty ? [] : ["", heading] + moves.map { "  \(words($0))" }
    }

    private static func words(_ move: JSONValue) -> String {
        let team = move["team"]?.string.map { " (\($0))" } ?? ""
        return "\(move["userId"]?.string ?? "")\(team): \(move["live"]?.string ?? "–") → \(move["status"]?.string ?? ""), "
            + "due \(move["effectiveAt"]?.string ?? ""), expires \(move["expiresAt"]?.string ?? "")"
    }
}
