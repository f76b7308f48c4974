import Synchronization

/// Log lines kept in memory, for tests.
///
///     let lines = LogLines()
///     let logger = LogOutput(format: .json, sink: lines.sink, now: { 0 }).logger("test")
package final class LogLines: Sendable {
    private let kept = Mutex<[String]>([])

    package init() {}

    /// The lines so far, without their line feeds.
    package var all: [String] {
        kept.withLock { $0 }
    }

    /// Takes lines for `all`.
    package var sink: LogSink {
        LogSink { line in
            let text = String(decoding: line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...], as: UTF8.self)
            self.kept.withLock { $0.append(text) }
        }
    }
}
