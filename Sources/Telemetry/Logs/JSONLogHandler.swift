package import Logging

/// One JSON object a line: `timestamp`, `level`, `logger`, `message`, then the metadata, flattened, sorted by key.
///
/// Metadata under one of the four names is written as `metadata.` and that name.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let sink: LogSink
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - label: the logger's name.
    ///   - level: the lowest level that is written.
    ///   - sink: where lines go.
    ///   - now: the time, in microseconds since 1970-01-01T00:00:00Z.
    package init(label: String, level: Logger.Level, sink: LogSink, now: @escaping @Sendable () -> Int64) {
        self.label = label
        self.logLevel = level
        self.sink = sink
        self.now = now
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        Self.append("{", "timestamp", .text(LogTime.full(now())), to: &line)
        Self.append(",", "level", .text(event.level.rawValue), to: &line)
        Self.append(",", "logger", .text(label), to: &line)
        Self.append(",", "message", .text(event.message.description), to: &line)
        let reserved = ["timestamp", "level", "logger", "message"]
        for field in LogFields(handler: metadata, provider: metadataProvider, event: event, reserved: reserved).fields {
            Self.append(",", field.key, field.value, to: &line)
        }
        line.append(contentsOf: "}\n".utf8)
        sink.write(line)
    }

    private static func append(_ before: String, _ key: String, _ value: LogFields.Value, to line: inout [UInt8]) {
        line.append(contentsOf: before.utf8)
        LogText.appendJSON(key, to: &line)
        line.append(UInt8(ascii: ":"))
        append(value, to: &line)
    }

    private static func append(_ value: LogFields.Value, to line: inout [UInt8]) {
        switch value {
        case .text(let text):
            LogText.appendJSON(text, to: &line)
        case .list(let values):
            line.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                line.append(contentsOf: (index == 0 ? "" : ",").utf8)
                append(value, to: &line)
            }
            line.append(UInt8(ascii: "]"))
        case .fields(let fields):
            line.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                append(index == 0 ? "" : ",", field.key, field.value, to: &line)
            }
            line.append(UInt8(ascii: "}"))
        }
    }
}
