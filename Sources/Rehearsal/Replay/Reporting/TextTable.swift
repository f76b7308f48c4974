/// Rows of texts in aligned columns.
struct TextTable {
    enum Alignment { case left, right }

    let columns: [(title: String, alignment: Alignment)]
    private(set) var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) {
        self.columns = columns
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, the titles first; no line ends in spaces.
    ///
    /// - Parameter width: longer lines are cut in their last column
    func lines(indent: String = "  ", width: Int? = nil) -> [String] {
        let all = [columns.map(\.title)] + rows
        let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            var line = indent
            for column in columns.indices {
                if column > 0 { line += "  " }
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                line += columns[column].alignment == .left ? row[column] + space : space + row[column]
            }
            while line.last == " " { line.removeLast() }
            if let width, line.count > width { line = line.prefix(max(1, width - 1)) + "…" }
            return line
        }
    }
}
