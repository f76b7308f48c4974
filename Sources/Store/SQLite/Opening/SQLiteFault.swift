import GRDB

extension StoreFault: CustomStringConvertible {
    /// Tells what cannot be recorded now from what is stored wrongly.
    init(_ error: any Error) {
        switch error {
        case let fault as StoreFault:
            self = fault
        case let error as DatabaseError:
            // The statement's arguments stay out of it: they name agents.
            let text = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_ERROR, .SQLITE_FORMAT:
                self = .corrupt(text)
            default:
                self = .cannotRecord(text)
            }
        default:
            self = .cannotRecord(String(describing: error))
        }
    }

    /// What is wrong, in words that can stand in an answer or a log; the label is not repeated.
    package var description: String { detail }

    /// The words that go with the label, for logs.
    var detail: String {
        switch self {
        case .cannotRecord(let text), .notDurable(let text), .corrupt(let text), .moved(let text): text
        case .schemaTooNew(let found, let known): "schema \(found) is newer than \(known)"
        case .closed: "the store is closed"
        }
    }
}
