#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps the database to its owner: it holds who is where when, and the digests of what was sent.
enum PrivateDatabase {
    private static let owner: mode_t = 0o600

    /// Makes the file if there is none, and takes the rights of others away from one that has them.
    ///
    /// SQLite gives the files beside it (`-wal`, `-shm`) the mode of the database when it makes them; those that a crash left
    /// behind are put right here.
    static func prepare(_ path: String) throws(StoreFault) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, owner)
        guard file >= 0 else { throw .cannotRecord("\(path) cannot be opened: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        guard fchmod(file, owner) == 0 else {
            throw .cannotRecord("\(path) cannot be made private: \(String(cString: strerror(errno)))")
        }
        for companion in [path + "-wal", path + "-shm"] where chmod(companion, owner) != 0 && errno != ENOENT {
            throw .cannotRecord("\(companion) cannot be made private: \(String(cString: strerror(errno)))")
        }
    }
}
