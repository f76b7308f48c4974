import Foundation
import NIOCore

/// Faults of ports, in words that name them.
enum PortFault {
    /// - Parameter addresses: what was to be listened on, port 0 for any free one.
    static func words(_ error: any Error, for addresses: [(host: String, port: Int)]) -> String {
        let named = addresses.filter { $0.port != 0 }.map { "\($0.host):\($0.port)" }.joined(separator: " or ")
        guard let code = (error as? IOError)?.errnoCode, !named.isEmpty else { return String(describing: error) }
        switch code {
        case EADDRINUSE: return "\(named) is in use already; name another port (0 picks a free one)"
        case EACCES: return "\(named) needs more rights than this user has; name a port above 1023 (0 picks a free one)"
        case EADDRNOTAVAIL: return "\(named) is no address of this machine"
        default: return "\(named) cannot be listened on: \(error)"
        }
    }

    /// Whether a number is a port at all: a larger one would silently become another.
    static func isPort(_ number: Int) -> Bool { (0...65_535).contains(number) }
}
