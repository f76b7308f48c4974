/// Turns the labels of swift-metrics into names that Prometheus accepts.
///
/// Our own names are such names already. Libraries name theirs with dots and dashes and without units.
enum ExposedName {
    /// `[a-zA-Z_:][a-zA-Z0-9_:]*` less the colon, which is kept for recording rules.
    static func metric(_ label: String, suffix: String = "") -> String {
        let name = restricted(label)
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`; `le` and `quantile` belong to histograms and summaries.
    static func label(_ name: String) -> String {
        let name = restricted(name)
        return name == "le" || name == "quantile" ? name + "_" : name
    }

    private static func restricted(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(scalar)
            case "0"..."9":
                if name.isEmpty {
                    name = "_"
                }
                name.unicodeScalars.append(scalar)
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }
}
