/// The labels of one series, sorted by name, so that the order in which they were given makes no difference.
struct LabelSet: Hashable, Sendable {
    struct Label: Hashable, Sendable {
        let name: String
        let value: String
    }

    let labels: [Label]

    /// - Parameter dimensions: as swift-metrics passes them; of a name given twice the last value counts.
    init(_ dimensions: [(String, String)]) {
        var labels: [Label] = []
        for (name, value) in dimensions {
            let name = ExposedName.label(name)
            labels.removeAll { $0.name == name }
            labels.append(Label(name: name, value: value))
        }
        self.labels = labels.sorted { $0.name < $1.name }
    }

    private init(sorted labels: [Label]) {
        self.labels = labels
    }

    /// The labels of the series that takes what no longer fits: the same names, every value `overflow`.
    var overflow: LabelSet {
        LabelSet(sorted: labels.map { Label(name: $0.name, value: "overflow") })
    }
}

extension LabelSet: Comparable {
    static func < (left: LabelSet, right: LabelSet) -> Bool {
        for (one, other) in zip(left.labels, right.labels) where one != other {
            return (one.name, one.value) < (other.name, other.value)
        }
        return left.labels.count < right.labels.count
    }
}
