// The C structure `stat` belongs to whichever C module the compiler met first: Glibc's or this one.
import CDispatch
import Glibc

/// An open file, closed when the last reference goes.
final class OpenFile: Sendable {
    let descriptor: Int32
    let path: String

    init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(SystemFailure) {
        let descriptor = retryingInterrupted { open(path, flags | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { throw SystemFailure("open", path) }
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
    }

    func status() throws(SystemFailure) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure("fstat", path) }
        return status
    }

    var size: Int64 {
        get throws(SystemFailure) { Int64(try status().st_size) }
    }

    /// Bytes from an offset on; fewer at the end of the file.
    func read(at offset: Int64, count: Int) throws(SystemFailure) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = retryingInterrupted {
                    pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset) + off_t(filled))
                }
                failed = got < 0
                if got <= 0 { break }
                filled += got
            }
        }
        if failed { throw SystemFailure("read", path) }
        return bytes
    }

    func writeAll(_ bytes: [UInt8]) throws(SystemFailure) {
        var written = 0
        while written < bytes.count {
            let taken = bytes[written...].withUnsafeBytes { rest in
                retryingInterrupted { write(descriptor, rest.baseAddress, rest.count) }
            }
            guard taken >= 0 else { throw SystemFailure("write", path) }
            written += taken
        }
    }

    func truncate(to size: Int64) throws(SystemFailure) {
        guard retryingInterrupted({ ftruncate(descriptor, off_t(size)) }) == 0 else { throw SystemFailure("ftruncate", path) }
    }

    /// Makes content and size durable. Never called again on a file where it failed.
    func synchronize() throws(SystemFailure) {
        guard fsync(descriptor) == 0 else { throw SystemFailure("fsync", path) }
    }

    /// Makes the names in a directory durable.
    static func synchronizeDirectory(_ path: String) throws(SystemFailure) {
        try OpenFile(path, O_RDONLY | O_DIRECTORY).synchronize()
    }
}

/// Repeats a system call that a signal interrupted.
func retryingInterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
