/// The text exposition format of Prometheus, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
package enum PrometheusText {
    /// The value of the answer's Content-Type.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Families by name, series by labels: the same metrics always print the same text.
    static func render(_ families: [String: MetricFamily]) -> String {
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(escapedHelp(family.definition.help))\n"
            text += "# TYPE \(name) \(family.definition.kind.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                render(series, name, labels, to: &text)
            }
        }
        return text
    }

    private static func render(_ series: MetricFamily.Series, _ name: String, _ labels: LabelSet, to text: inout String) {
        switch series {
        case .counter(let counter):
            text += "\(name)\(block(labels)) \(number(counter.value))\n"
        case .gauge(let gauge):
            text += "\(name)\(block(labels)) \(number(gauge.value))\n"
        case .histogram(let histogram):
            let snapshot = histogram.snapshot
            for (bound, count) in zip(snapshot.bounds + [.infinity], snapshot.cumulative) {
                text += "\(name)_bucket\(block(labels, bound: bound)) \(count)\n"
            }
            text += "\(name)_sum\(block(labels)) \(number(snapshot.sum))\n"
            text += "\(name)_count\(block(labels)) \(snapshot.count)\n"
        }
    }

    /// `{name="value",…}`, nothing without labels; a bucket's bound is its last label.
    private static func block(_ labels: LabelSet, bound: Double? = nil) -> String {
        var pairs = labels.labels.map { "\($0.name)=\"\(escapedValue($0.value))\"" }
        if let bound {
            pairs.append("le=\"\(number(bound))\"")
        }
        return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    /// As Go's ParseFloat reads it; whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN {
            return "NaN"
        }
        if value.isInfinite {
            return value > 0 ? "+Inf" : "-Inf"
        }
        // Up to 2^53 every whole number has its own double.
        if value == value.rounded(), value.magnitude <= 9_007_199_254_740_992 {
            return String(Int64(value))
        }
        return value.description
    }

    /// A help text: `\` and line feed are escaped.
    static func escapedHelp(_ text: String) -> String {
        escaped(text, quote: false)
    }

    /// A label's value: `\`, `"` and line feed are escaped.
    static func escapedValue(_ text: String) -> String {
        escaped(text, quote: true)
    }

    /// Works on Unicode scalars: as a Character, CR and LF together are neither of the two.
    private static func escaped(_ text: String, quote: Bool) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quote: escaped.append(contentsOf: "\\\"".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
