import Foundation

/// What the system said about its last call.
enum SystemError {
    /// The words for `errno`; to be asked right after the call that failed.
    static var latest: String { String(cString: strerror(errno)) }
}
