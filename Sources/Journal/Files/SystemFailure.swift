import Glibc

/// A system call that failed, on which file.
package struct SystemFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package let call: String
    package let path: String
    /// The value of errno.
    package let code: Int32

    init(_ call: String, _ path: String, code: Int32 = errno) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// No room on the disk, in the quota, or under the process's limit on the size of files.
    package var isLackOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    package var description: String { "\(call) \(path): \(String(cString: strerror(code)))" }
}
