import Glibc

/// Keeps a journal to one writer: flock(2) on `.lock` in its directory, held as long as the value lives.
///
/// The kernel lets go of it when the process ends, however it ends; the file itself stays.
final class DirectoryLock: Sendable {
    private let file: OpenFile

    init(_ directory: JournalDirectory) throws(JournalFault) {
        let path = directory.path(of: ".lock")
        do throws(SystemFailure) {
            file = try OpenFile(path, O_RDWR | O_CREAT)
        } catch {
            throw .unreadable(error)
        }
        guard retryingInterrupted({ flock(file.descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
            guard errno == EWOULDBLOCK else { throw .unreadable(SystemFailure("flock", path)) }
            let holder = (try? file.read(at: 0, count: 32)) ?? []
            throw .locked(directory: directory.path, process: String(decoding: holder, as: UTF8.self))
        }
        // Who holds it is a help to whoever is refused; the lock does not depend on it.
        let holder = Array("\(getpid())".utf8)
        try? file.truncate(to: 0)
        _ = retryingInterrupted { write(file.descriptor, holder, holder.count) }
    }
}
