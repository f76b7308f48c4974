import Notation

extension ReplayReport {
    /// Differences beyond this many are only counted; the report as a file has them all.
    private static let mostShown = 40

    /// The report for people.
    ///
    /// - Parameters:
    ///   - colours: with the escapes of terminals.
    ///   - width: of the terminal, in characters.
    package func table(colours: Bool = false, width: Int = 120) -> String {
        let paint = Paint(isOn: colours)
        var lines: [String] = []
        lines.append(paint.bold(fixture) + ": \(about)")
        lines.append(
            "\(agents) agents, \(Self.span(elapsed)) of bridge time in \(Self.span(realElapsed))"
                + (speed == 1 ? "" : ", \(Self.number(speed)) times as fast")
        )
        lines += section("Outcomes", outcomes, paint)
        lines += section("Answers", answers, paint)
        lines += latencyLines(paint)
        if let calls { lines += callLines(calls) }
        if behind > .seconds(2) {
            lines += [
                "",
                "Steps were up to \(Self.span(behind)) of bridge time late: this machine cannot keep up with that speed; "
                    + "differences may come of it, and a lower --speed tells.",
            ]
        }
        if !askedForStates {
            lines += ["", "Final states were not asked for: no operators' address is known. Outcomes are those of the events."]
        }
        lines += differenceLines(paint, width)
        lines.append("")
        lines.append(
            passed
                ? paint.green("PASSED") + "  \(checks.count) checks, no difference"
                : paint.red("FAILED") + "  \(differences.count) of \(checks.count) checks differ"
        )
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ tallies: [Tally], _ paint: Paint) -> [String] {
        guard !tallies.isEmpty else { return [] }
        var table = TextTable([(title, .left), ("expected", .right), ("got", .right)])
        for tally in tallies { table.add([tally.name, String(tally.expected), String(tally.got)]) }
        let lines = table.lines()
        let marked = zip(lines.dropFirst(), tallies).map { line, tally in tally.expected == tally.got ? line : paint.red(line) }
        return ["", paint.bold(lines[0])] + marked
    }

    private func latencyLines(_ paint: Paint) -> [String] {
        var table = TextTable([
            ("Latency in ms", .left), ("count", .right), ("p50", .right), ("p90", .right), ("p99", .right), ("max", .right),
            ("clock", .left),
        ])
        for row in latencies where row.count > 0 {
            let values = [row.p50, row.p90, row.p99, row.max].map { Self.milliseconds($0) }
            table.add([row.kind.words, String(row.count)] + values + [row.kind == .accept ? "real" : "bridge"])
        }
        guard !table.rows.isEmpty else { return [] }
        let lines = table.lines()
        var all = ["", paint.bold(lines[0])] + lines.dropFirst()
        if speed != 1 {
            all.append("  1,000 ms of the bridge's clock are \(Self.milliseconds(1_000 / speed)) ms of real time.")
        }
        return all
    }

    private func callLines(_ calls: CallSummary) -> [String] {
        let kinds = calls.calls.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let ratio = calls.perWrite.map { ", \(Self.number(($0 * 10).rounded() / 10)) calls for each" } ?? ""
        return [
            "", "CXone: \(calls.total) calls (\(kinds)), \(calls.failures) without success; \(calls.writes) writes took effect\(ratio).",
        ]
    }

    private func differenceLines(_ paint: Paint, _ width: Int) -> [String] {
        guard !differences.isEmpty else { return [] }
        var table = TextTable([
            ("Difference", .left), ("of", .left), ("in", .left), ("expected", .left), ("got", .left),
        ])
        for check in differences.prefix(Self.mostShown) {
            table.add([check.area.rawValue, check.subject, check.what, check.expected, check.got])
        }
        let lines = table.lines(width: width)
        let rest = differences.count - Self.mostShown
        return ["", paint.bold(lines[0])] + lines.dropFirst() + (rest > 0 ? ["  … and \(rest) more; --report FILE writes them all."] : [])
    }

    // MARK: Numbers

    private static func span(_ span: Duration) -> String {
        let milliseconds = span.wholeMicroseconds / 1_000
        return milliseconds < 60_000
            ? "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100)s" : DurationText.format(seconds: Int(milliseconds / 1_000))
    }

    private static func milliseconds(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return value >= 1_000 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func number(_ value: Double) -> String {
        JSONNumber(value).text
    }
}

/// Colours of a terminal, or none.
private struct Paint {
    let isOn: Bool

    func bold(_ text: String) -> String { painted(text, "1") }
    func red(_ text: String) -> String { painted(text, "31") }
    func green(_ text: String) -> String { painted(text, "32") }

    private func painted(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
