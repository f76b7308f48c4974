/// The nearest of the words that might have been meant.
enum Suggestion {
    /// Nil where none is near: at most a third of the letters, and at most three, may differ.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased())
        let limit = max(1, min(3, letters.count / 3))
        var best: (word: String, distance: Int)?
        for candidate in candidates.sorted() {
            let distance = distance(letters, Array(candidate.lowercased()))
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.word
    }

    /// `; did you mean “team”?`, or nothing.
    static func clause(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { "; did you mean “\($0)”?" } ?? ""
    }

    /// How many insertions, deletions, replacements and exchanges of neighbours lie between two words
    /// (the restricted Damerau–Levenshtein distance).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
