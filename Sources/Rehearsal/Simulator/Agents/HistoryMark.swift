package import Notation

/// The beginning of one state in an agent's history; it lasts until the next mark, the last one until now.
package struct HistoryMark: Sendable, Hashable {
    package let start: UnixMicroseconds
    package let state: StateID
}
