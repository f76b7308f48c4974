/// How log lines look.
package enum LogFormat: String, CaseIterable, Sendable {
    /// `text` on a terminal, `json` elsewhere.
    case auto
    /// One JSON object a line, for machines.
    case json
    /// Time, level, message and key=value, for people.
    case text
}
