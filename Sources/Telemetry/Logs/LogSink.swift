import Glibc
import Synchronization

/// Where finished log lines go.
package struct LogSink: Sendable {
    /// Takes one whole line, line feed included.
    let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: called with one whole line, line feed included; from any thread, by several at once.
    package init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// Writes to a descriptor: one write(2) a line, under a lock, so that lines never mix.
    ///
    /// A log that cannot be written is lost: nothing else may fail because of it.
    package static func descriptor(_ descriptor: Int32) -> LogSink {
        let output = DescriptorOutput(descriptor)
        return LogSink { output.write($0) }
    }

    /// Standard error.
    package static let standardError = LogSink.descriptor(STDERR_FILENO)
}

/// A descriptor and the lock for its lines.
private final class DescriptorOutput: Sendable {
    private let descriptor: Mutex<Int32>

    init(_ descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    func write(_ line: [UInt8]) {
        descriptor.withLock { descriptor in
            var rest = line[...]
            // A pipe can take a part of a long line, a signal can come between: what is left follows under the same lock.
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if errno == EAGAIN {
                    // Somebody who shares the terminal or the pipe made it non-blocking: wait as a blocking one would.
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&ready, 1, -1)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
