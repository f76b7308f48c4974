package import Logging

/// Lines for people: `15:00:00.123Z WARN  Message in words  agent.id=123 reason="no such user"`.
package struct TextLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let colour: Bool
    private let sink: LogSink
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - level: the lowest level that is written.
    ///   - colour: whether to use the colours of a terminal.
    ///   - sink: where lines go.
    ///   - now: the time, in microseconds since 1970-01-01T00:00:00Z.
    package init(level: Logger.Level, colour: Bool, sink: LogSink, now: @escaping @Sendable () -> Int64) {
        self.logLevel = level
        self.colour = colour
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
        append(LogTime.ofDay(now()), Colour.dim, to: &line)
        line.append(UInt8(ascii: " "))
        append(Self.name(of: event.level), Colour.of(event.level), to: &line)
        line.append(UInt8(ascii: " "))
        LogText.appendEscaped(event.message.description, to: &line)
        var gap = "  "
        for field in LogFields(handler: metadata, provider: metadataProvider, event: event).fields {
            line.append(contentsOf: gap.utf8)
            append(field.key, Colour.dim, to: &line)
            append("=", Colour.dim, to: &line)
            Self.append(field.value, to: &line)
            gap = " "
        }
        line.append(UInt8(ascii: "\n"))
        sink.write(line)
    }

    private func append(_ text: String, _ code: String?, to line: inout [UInt8]) {
        let code = colour ? code : nil
        if let code {
            line.append(contentsOf: "\u{1B}[\(code)m".utf8)
        }
        LogText.appendEscaped(text, to: &line)
        if code != nil {
            line.append(contentsOf: "\u{1B}[0m".utf8)
        }
    }

    private static func append(_ value: LogFields.Value, to line: inout [UInt8]) {
        switch value {
        case .text(let text):
            LogText.appendPlain(text, to: &line)
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
                line.append(contentsOf: (index == 0 ? "" : ",").utf8)
                LogText.appendPlain(field.key, to: &line)
                line.append(UInt8(ascii: "="))
                append(field.value, to: &line)
            }
            line.append(UInt8(ascii: "}"))
        }
    }

    /// Five columns, so that messages stand under each other.
    private static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info: "INFO "
        case .notice: "NOTE "
        case .warning: "WARN "
        case .error: "ERROR"
        case .critical: "CRIT "
        }
    }

    /// Parameters of the escape sequence SGR (ECMA-48, section 8.3.117).
    private enum Colour {
        static let dim = "2"

        static func of(_ level: Logger.Level) -> String? {
            switch level {
            case .trace, .debug: dim
            case .info: nil
            case .notice: "32"
            case .warning: "33"
            case .error: "31"
            case .critical: "1;31"
            }
        }
    }
}
