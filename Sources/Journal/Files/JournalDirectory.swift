import Glibc

/// The directory that holds a journal's files.
struct JournalDirectory: Sendable {
    let path: String

    /// Where a file of the journal lies.
    func path(of name: some CustomStringConvertible) -> String { "\(path)/\(name)" }

    /// Makes the directory if it is missing (mode 0700; its parent must exist).
    func create() throws(SystemFailure) {
        if mkdir(path, 0o700) == 0 {
            let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            try OpenFile.synchronizeDirectory(parent.isEmpty ? "/" : parent)
        } else if errno != EEXIST {
            throw SystemFailure("mkdir", path)
        }
    }

    /// The journal's files, oldest first.
    func segments() throws(SystemFailure) -> [SegmentName] {
        try names().compactMap { SegmentName($0) }.sorted()
    }

    /// The torn tails of a file that were copied aside, by their numbers.
    func tornTails(of segment: SegmentName) throws(SystemFailure) -> [Int] {
        let prefix = "\(segment).torn-"
        return try names().compactMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.count)) : nil }.sorted()
    }

    private func names() throws(SystemFailure) -> [String] {
        guard let stream = opendir(path) else { throw SystemFailure("opendir", path) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        guard errno == 0 else { throw SystemFailure("readdir", path) }
        return names
    }
}
