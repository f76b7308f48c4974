/// Why the data directory, or a file in it, cannot be used.
package enum DataDirectoryFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Something cannot be made, opened, read or written.
    case system(path: String, reason: String)
    /// Other users may write where keys and the store are.
    case writableByOthers(path: String, mode: UInt32)
    /// Other users may read a file of secrets.
    case readableByOthers(path: String, mode: UInt32)
    /// Another process works on the directory.
    case held(path: String, by: RunningBridge?)
    /// A file is there and is not what it should be.
    case malformed(path: String, detail: String)
    /// A configured key file is not there.
    case noKeyFile(path: String, of: String)
    /// The name is taken already.
    case nameTaken(path: String, name: String)
    /// There were no random bytes to be had.
    case noRandomness(reason: String)

    /// For metrics and logs.
    package var label: String {
        switch self {
        case .system: "system"
        case .writableByOthers: "writable_by_others"
        case .readableByOthers: "readable_by_others"
        case .held: "held"
        case .malformed: "malformed"
        case .noKeyFile: "no_key_file"
        case .nameTaken: "name_taken"
        case .noRandomness: "no_randomness"
        }
    }

    package var description: String {
        switch self {
        case .system(let path, let reason):
            return "\(path): \(reason)"
        case .writableByOthers(let path, let mode):
            return "\(path) can be written by other users (mode \(Self.octal(mode))): run chmod go-w '\(path)'"
        case .readableByOthers(let path, let mode):
            return "\(path) holds secrets and is open to other users (mode \(Self.octal(mode))): run chmod 600 '\(path)'"
        case .held(let path, let holder):
            guard let holder else { return "\(path) is locked by a process that has not written its name yet; try again" }
            let address = holder.operatorURL.map { "its operators' API is at \($0)" } ?? "it has no operators' API"
            return "\(path) is locked by process \(holder.pid), since \(holder.startedAt); \(address)."
                + " Stop that process, go through its API, or use another data directory"
        case .malformed(let path, let detail):
            return "\(path): \(detail)"
        case .noKeyFile(let path, let name):
            return
                "the key file \(path) of \(name) is not there: make it with wfm-bridge keys new, or correct \(name).keys in the configuration"
        case .nameTaken(let path, let name):
            return "\(path) has “\(name)” already: choose another name"
        case .noRandomness(let reason):
            return "no random bytes to make a secret of: \(reason)"
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
