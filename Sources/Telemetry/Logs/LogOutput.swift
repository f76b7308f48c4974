import Glibc
package import Logging

/// The one description of how this process logs: format, level, destination and clock.
package struct LogOutput: Sendable {
    private let format: LogFormat
    private let level: Logger.Level
    private let colour: Bool
    private let sink: LogSink
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - format: `auto` counts as `json` here: only `bootstrap` knows of a terminal.
    ///   - level: the lowest level that is written.
    ///   - colour: whether `text` uses the colours of a terminal.
    ///   - sink: where lines go.
    ///   - now: the time, in microseconds since 1970-01-01T00:00:00Z.
    package init(
        format: LogFormat,
        level: Logger.Level = .info,
        colour: Bool = false,
        sink: LogSink = .standardError,
        now: @escaping @Sendable () -> Int64
    ) {
        self.format = format
        self.level = level
        self.colour = colour
        self.sink = sink
        self.now = now
    }

    /// The handler of one logger.
    package func handler(_ label: String, provider: Logger.MetadataProvider? = nil) -> any LogHandler {
        var handler: any LogHandler =
            switch format {
            case .text: TextLogHandler(level: level, colour: colour, sink: sink, now: now)
            case .json, .auto: JSONLogHandler(label: label, level: level, sink: sink, now: now)
            }
        handler.metadataProvider = provider
        return handler
    }

    /// A logger that writes here, whatever the process was bootstrapped with.
    package func logger(_ label: String) -> Logger {
        Logger(label: label) { self.handler($0) }
    }

    /// Makes every `Logger(label:)` of the process write to standard error in this way. Once per process, before the first log.
    ///
    /// - Parameters:
    ///   - format: `auto` means `text` on a terminal, `json` elsewhere.
    ///   - level: the lowest level that is written.
    ///   - now: the time, in microseconds since 1970-01-01T00:00:00Z.
    package static func bootstrap(format: LogFormat, level: Logger.Level, now: @escaping @Sendable () -> Int64) {
        let terminal = isatty(STDERR_FILENO) == 1
        let output = LogOutput(
            format: resolved(format, terminal: terminal),
            level: level,
            colour: usesColour(terminal: terminal, noColor: environment("NO_COLOR"), term: environment("TERM")),
            now: now
        )
        LoggingSystem.bootstrap({ output.handler($0, provider: $1) }, metadataProvider: nil)
    }

    /// What `auto` stands for.
    static func resolved(_ format: LogFormat, terminal: Bool) -> LogFormat {
        format == .auto ? (terminal ? .text : .json) : format
    }

    /// Colours are for terminals that can show them, unless `NO_COLOR` is set and not empty (https://no-color.org).
    static func usesColour(terminal: Bool, noColor: String?, term: String?) -> Bool {
        terminal && (noColor ?? "").isEmpty && term != "dumb"
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
