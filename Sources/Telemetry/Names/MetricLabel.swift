/// A value of a metric's label: a member of a small, bounded set that is known when the program is written.
///
/// Never an id, a URL or a message: every distinct value is a series that lives as long as the process. Error enums of the
/// house have a bounded `label` already and need nothing more than the conformance.
package protocol MetricLabel: Sendable {
    /// The text of the label's value, lower-case `snake_case` unless a standard spells it otherwise.
    var label: String { get }
}

extension MetricLabel where Self: RawRepresentable, RawValue == String {
    package var label: String { rawValue }
}
