// The structure `stat` belongs to whichever C module is seen first: Dispatch's where it is in the build, else Glibc's.
import CDispatch
import Glibc

/// What the system knows of a file: kind and permissions.
struct FileStatus: Sendable, Hashable {
    /// Kind and permission bits, as in `st_mode`.
    let mode: UInt32

    /// Of what a name leads to; nil where it leads nowhere.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        mode = status.st_mode
    }

    /// Of what is open, whatever its name leads to now.
    init?(ofOpen file: Int32) {
        var status = stat()
        guard fstat(file, &status) == 0 else { return nil }
        mode = status.st_mode
    }

    var isRegular: Bool { mode & S_IFMT == S_IFREG }
    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
    var isOpenToOthers: Bool { mode & 0o077 != 0 }
    var isWritableByOthers: Bool { mode & 0o022 != 0 }
}
