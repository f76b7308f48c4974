import Foundation
import NIOCore

/// Faults of ports, in words that name them.
enum PortFault {
    /// - Parameters:
    ///   - addresses: what was to be listened on, port 0 for any free one.
    ///   - anyIsFine: whether port 0 can be named instead.
    static func words(_ error: any Error, for addresses: [(host: String, port: Int)], anyIsFine: Bool = true) -> String {
        guard !addresses.isEmpty else { return String(describing: error) }
        if let unknown = error as? SocketAddressError.UnknownHost { return "\(unknown.host) is no address: there is no such name" }
        guard let code = (error as? IOError)?.errnoCode else { return String(describing: error) }
        // Any free port is neither in use nor reserved.
        let chosen = addresses.filter { $0.port != 0 || ![EADDRINUSE, EACCES].contains(code) }
        let named = (chosen.isEmpty ? addresses : chosen).map { $0.port == 0 ? $0.host : "\($0.host):\($0.port)" }.joined(separator: " or ")
        let hint = anyIsFine ? " (0 picks a free one)" : ""
        switch code {
        case EADDRINUSE: return "\(named) is in use already; name another port\(hint)"
        case EACCES: return "\(named) needs more rights than this user has; name a port above 1023\(hint)"
        case EADDRNOTAVAIL: return "\(named) is no address of this machine"
        default: return "\(named) cannot be listened on: \(String(cString: strerror(code)))"
        }
    }

    /// Whether a number is a port at all: a larger one would silently become another.
    static func isPort(_ number: Int) -> Bool { (0...65_535).contains(number) }
}
