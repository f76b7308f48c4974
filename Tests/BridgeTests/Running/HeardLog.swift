import Logging
import Notation
import Synchronization
import Telemetry

/// What a bridge under test writes to its log.
final class HeardLog: Sendable {
    private let lines = Mutex<[String]>([])

    func logger(level: Logger.Level = .warning) -> Logger {
        let sink = LogSink { line in self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        return LogOutput(format: .json, level: level, sink: sink, now: { 0 }).logger("bridge")
    }

    /// The lines with a message, as they were written.
    func lines(saying message: String) -> [JSONValue] {
        lines.withLock { $0 }.compactMap { try? JSONValue(parsing: $0) }.filter { $0["message"]?.string == message }
    }
}
