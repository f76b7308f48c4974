/// Why the journal cannot be opened, read or written.
package enum JournalFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another writer holds the journal's lock; the process it named in the lock file.
    case locked(directory: String, process: String)
    /// A line before the torn tail is not what was written.
    case damaged(JournalDamage)
    /// A file or the directory cannot be opened or read.
    case unreadable(SystemFailure)
    /// A write was refused: it is tried again.
    case cannotWrite(SystemFailure)
    /// A sync failed: what was written may or may not be on the disk, and asking again would not tell. Fatal.
    case cannotSync(SystemFailure)
    /// The file is not as the writer left it: somebody else wrote, cut, moved or deleted it. Fatal.
    case changedUnderneath(path: String, detail: String)
    /// libcrypto could not hash. Fatal.
    case cannotHash(String)
    /// The writer was closed.
    case closed

    /// A bounded name for metrics.
    package var label: String {
        switch self {
        case .locked: "locked"
        case .damaged: "damaged"
        case .unreadable: "unreadable"
        case .cannotWrite(let failure): failure.isLackOfSpace ? "no_space" : "write"
        case .cannotSync: "sync"
        case .changedUnderneath: "changed_underneath"
        case .cannotHash: "hash"
        case .closed: "closed"
        }
    }

    /// Whether the same writer may try again.
    package var isPassing: Bool {
        if case .cannotWrite = self { true } else { false }
    }

    package var description: String {
        switch self {
        case .locked(let directory, let process):
            "the journal \(directory) is in use by another writer\(process.isEmpty ? "" : " (process \(process))"): "
                + "stop that one first; one journal has one writer"
        case .damaged(let damage):
            "\(damage): this is damage or tampering, not the torn tail of a crash. Keep a copy, look with `wfm-bridge journal verify`, "
                + "and start with the damage accepted (serve --accept-journal-damage) if the journal is to go on behind it; that is recorded"
        case .unreadable(let failure): "the journal cannot be read (\(failure)): look at the path, its owner and its permissions"
        case .cannotWrite(let failure):
            "the journal cannot be written (\(failure)): "
                + (failure.isLackOfSpace ? "make room, it goes on by itself" : "look at the disk, it is tried again")
        case .cannotSync(let failure):
            "the journal could not be made durable (\(failure)): the process must end; what is missing is copied from the store at the "
                + "next start. Look at the disk and the kernel's log first"
        case .changedUnderneath(let path, let detail):
            "the journal file \(path) is not as its writer left it (\(detail)): nothing else may write, cut, move or delete it"
        case .cannotHash(let reason): "no SHA-256 for the journal's chain: \(reason)"
        case .closed: "the journal is closed"
        }
    }
}

/// A line that is not what was written, and where it is.
package struct JournalDamage: Sendable, Hashable, CustomStringConvertible {
    /// The name of the file in the journal's directory.
    package let file: String
    /// The number the line has, or should have.
    package let seq: Int64
    /// Where in the file the line begins, in bytes.
    package let offset: Int64
    package let flaw: LineFlaw
    package let detail: String

    package var description: String {
        "journal file \(file), seq \(seq), offset \(offset): \(flaw.words)" + (detail.isEmpty ? "" : " (\(detail))")
    }
}

extension JournalFault {
    /// Does something with files; a failed system call becomes the fault that `wrap` makes of it.
    static func wrapping<Result>(
        _ wrap: (SystemFailure) -> JournalFault = JournalFault.unreadable,
        _ body: () throws(SystemFailure) -> Result
    ) throws(JournalFault) -> Result {
        do throws(SystemFailure) {
            return try body()
        } catch {
            throw wrap(error)
        }
    }
}
