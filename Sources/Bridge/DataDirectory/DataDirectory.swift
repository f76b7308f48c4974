import Foundation
package import Notation

/// The one directory that a bridge keeps everything in: store, journal, keys, tokens, and the lock that says who works on it.
package struct DataDirectory: Sendable, Hashable {
    package let path: String

    package init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    package var store: String { path + "/bridge.sqlite" }
    package var journal: String { path + "/journal" }
    package var keys: String { path + "/keys" }
    package var operatorToken: String { path + "/operator-token" }
    package var tokens: String { path + "/tokens.json" }
    package var lockFile: String { path + "/bridge.lock" }

    /// The path of a file that the configuration names: relative ones start here.
    package func resolve(_ name: String) -> String {
        name.hasPrefix("/") ? name : path + "/" + name
    }

    /// Makes what is missing of the directory, open to its owner alone. What is there stays as it is, if nobody else may write in it.
    package func create() throws(DataDirectoryFault) {
        try Self.make(path, withParents: true)
        try Self.make(journal)
        try Self.make(keys)
    }

    private static func make(_ path: String, withParents: Bool = false) throws(DataDirectoryFault) {
        if withParents, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeParents(String(path[..<slash]))
        }
        if mkdir(path, 0o700) == 0 { return }
        guard errno == EEXIST else { throw .system(path: path, reason: "cannot be made: \(SystemError.latest)") }
        guard let status = FileStatus(of: path) else { throw .system(path: path, reason: "cannot be looked at: \(SystemError.latest)") }
        guard status.isDirectory else { throw .malformed(path: path, detail: "is there and is no directory") }
        guard !status.isWritableByOthers else { throw .writableByOthers(path: path, mode: status.mode) }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw .system(path: path, reason: "this user may not work in it: \(SystemError.latest)")
        }
    }

    /// Directories above the data directory are nobody's secret: they are made as mkdir does.
    private static func makeParents(_ path: String) throws(DataDirectoryFault) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .system(path: path, reason: "cannot be made: is there a file in the way, or no right to write above it?")
        }
    }

    /// Takes the directory for this process, for as long as the lock is kept.
    ///
    /// - Parameters:
    ///   - operatorURL: where this process can be told things; nil where that is not known yet, or never will be.
    ///   - now: since when the directory is held, for messages.
    /// - Throws: `held`, with the process that has it.
    package func lock(operatorURL: String? = nil, at now: UnixMicroseconds) throws(DataDirectoryFault) -> DirectoryLock {
        try DirectoryLock(path: lockFile, operatorURL: operatorURL, startedAt: RFC3339.format(now))
    }

    /// The process that works on the directory; nil where there is none.
    package func runningBridge() throws(DataDirectoryFault) -> RunningBridge? {
        try DirectoryLock.holder(of: lockFile)
    }
}
