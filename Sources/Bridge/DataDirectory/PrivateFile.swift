import Foundation

/// Files that only their owner may read: keys, tokens.
enum PrivateFile {
    /// More than any of them has.
    private static let mostBytes = 1 << 20

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The bytes of a file that nobody else may read.
    static func read(_ path: String) throws(DataDirectoryFault) -> [UInt8] {
        // Not blocking: a pipe without a writer must not keep the bridge from starting.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .system(path: path, reason: "cannot be read: \(SystemError.latest)") }
        defer { close(file) }
        guard let status = FileStatus(ofOpen: file), status.isRegular else {
            throw .malformed(path: path, detail: "is not a regular file")
        }
        guard !status.isOpenToOthers else { throw .readableByOthers(path: path, mode: status.mode) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1_024)
        while bytes.count <= mostBytes {
            let count = Foundation.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(path: path, reason: "cannot be read: \(SystemError.latest)") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer.prefix(count))
        }
        throw .malformed(path: path, detail: "is longer than the \(mostBytes) bytes allowed")
    }

    /// Puts a file of mode 0600 in place of whatever is there: whole and on disk, or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws(DataDirectoryFault) {
        let draft = path + ".new"
        // A draft that a crash left behind may have any mode: it is made anew.
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system(path: draft, reason: "cannot be made: \(SystemError.latest)") }
        do {
            defer { close(file) }
            try put(bytes, into: file, path: draft)
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, path) == 0 else {
            let reason = SystemError.latest
            unlink(draft)
            throw .system(path: path, reason: "cannot be replaced: \(reason)")
        }
        try syncDirectory(of: path)
    }

    private static func put(_ bytes: [UInt8], into file: Int32, path: String) throws(DataDirectoryFault) {
        // The umask takes bits away from what open was given; none are to be missing for the owner.
        guard fchmod(file, 0o600) == 0 else { throw .system(path: path, reason: "cannot be made private: \(SystemError.latest)") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(path: path, reason: "cannot be written: \(SystemError.latest)") }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw .system(path: path, reason: "cannot be put on disk: \(SystemError.latest)") }
    }

    /// A new name is on disk when its directory is.
    private static func syncDirectory(of path: String) throws(DataDirectoryFault) {
        let name = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let directory = open(name, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard directory >= 0 else { throw .system(path: name, reason: "cannot be opened: \(SystemError.latest)") }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw .system(path: name, reason: "cannot be put on disk: \(SystemError.latest)") }
    }
}
