import Foundation
import Notation
import Synchronization

/// Who works on a data directory, as its lock file says.
package struct RunningBridge: Sendable, Hashable {
    package let pid: Int
    /// Base of the operators' API; nil where the process has none (yet).
    package let operatorURL: String?
    /// RFC 3339.
    package let startedAt: String

    package init(pid: Int, operatorURL: String?, startedAt: String) {
        self.pid = pid
        self.operatorURL = operatorURL
        self.startedAt = startedAt
    }

    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), let pid = value["pid"]?.int, let startedAt = value["startedAt"]?.string else {
            return nil
        }
        self.init(pid: Int(pid), operatorURL: value["operatorUrl"]?.string, startedAt: startedAt)
    }

    /// Always the same number of bytes, so that one write replaces everything and no reader sees half of each.
    func padded(to count: Int) -> [UInt8] {
        let object: JSONObject = ["pid": .int(pid), "operatorUrl": .string(orNull: operatorURL), "startedAt": .string(startedAt)]
        var bytes = JSONValue.object(object).encoded()
        while bytes.count < count - 1 { bytes.append(UInt8(ascii: " ")) }
        return bytes + [UInt8(ascii: "\n")]
    }
}

/// A data directory held by this process: an exclusive flock(2), which the kernel ends with the process, however that ends.
package final class DirectoryLock: Sendable {
    private let path: String
    private let startedAt: String
    /// The open lock file; nil once it is released.
    private let file: Mutex<Int32?>

    private static let fileBytes = 1_024

    /// A reader who asks whether somebody holds the lock has it for an instant himself: that is not somebody who holds it.
    private static let attempts = 30
    private static let pause: UInt32 = 5_000

    init(path: String, operatorURL: String?, startedAt: String) throws(DataDirectoryFault) {
        // Not inherited by children: a lock must not outlive the process that works.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system(path: path, reason: "cannot be opened: \(SystemError.latest)") }
        var attempt = 1
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            if reason == EINTR { continue }
            let holder = reason == EWOULDBLOCK ? Self.content(of: file) : nil
            guard reason == EWOULDBLOCK, attempt < Self.attempts else {
                close(file)
                guard reason == EWOULDBLOCK else {
                    throw .system(path: path, reason: "cannot be locked: \(String(cString: strerror(reason)))")
                }
                throw .held(path: path, by: holder)
            }
            attempt += 1
            usleep(Self.pause)
        }
        self.path = path
        self.startedAt = startedAt
        self.file = Mutex(file)
        try write(operatorURL: operatorURL)
    }

    /// Says where the operators' API is, once it listens.
    package func announce(operatorURL: String) throws(DataDirectoryFault) {
        try write(operatorURL: operatorURL)
    }

    /// Gives the directory back. The file stays: to remove it would let two processes lock two files of one name.
    package func release() {
        file.withLock { file in
            if let open = file { close(open) }
            file = nil
        }
    }

    deinit {
        release()
    }

    private func write(operatorURL: String?) throws(DataDirectoryFault) {
        let bridge = RunningBridge(pid: Int(getpid()), operatorURL: operatorURL, startedAt: startedAt)
        let bytes = bridge.padded(to: Self.fileBytes)
        let reason: String? = file.withLock { file in
            guard let file else { return "the lock is released" }
            let written = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
            guard written == bytes.count else { return "cannot be written: \(SystemError.latest)" }
            return ftruncate(file, off_t(bytes.count)) == 0 ? nil : "cannot be written: \(SystemError.latest)"
        }
        if let reason { throw .system(path: path, reason: reason) }
    }

    /// Who holds the lock of a file; nil where nobody does.
    static func holder(of path: String) throws(DataDirectoryFault) -> RunningBridge? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .system(path: path, reason: "cannot be read: \(SystemError.latest)")
        }
        defer { close(file) }
        while flock(file, LOCK_SH | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw .system(path: path, reason: "cannot be asked for its lock: \(SystemError.latest)") }
            guard let holder = content(of: file) else { throw .held(path: path, by: nil) }
            return holder
        }
        return nil
    }

    private static func content(of file: Int32) -> RunningBridge? {
        var bytes = [UInt8](repeating: 0, count: 64 * 1_024)
        let count = pread(file, &bytes, bytes.count, 0)
        return count > 0 ? RunningBridge(Array(bytes.prefix(count))) : nil
    }
}
