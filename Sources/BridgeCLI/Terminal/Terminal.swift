import Foundation

/// Where output goes, and whether somebody is looking.
enum Terminal {
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var errorsAreSeen: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colours, unless the output is no terminal or `NO_COLOR` is set (no-color.org).
    static var hasColours: Bool {
        outputIsTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    }

    /// Writes a line to standard output, at once.
    static func say(_ line: String) {
        write(Array((line + "\n").utf8), to: STDOUT_FILENO)
    }

    /// Writes bytes and a line feed to standard output, at once.
    static func say(bytes: [UInt8]) {
        write(bytes + [0x0A], to: STDOUT_FILENO)
    }

    /// Writes a line to standard error, at once.
    static func warn(_ line: String) {
        write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    /// Shows progress in one line that is overwritten; nothing where nobody is looking.
    static func progress(_ line: String, ends: Bool = false) {
        guard errorsAreSeen else { return }
        write(Array("\r\u{1B}[2K\(line)\(ends ? "\n" : "")".utf8), to: STDERR_FILENO)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            // A reader that went away wants no more.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
