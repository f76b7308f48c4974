import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// The words for a connection that failed: bounded, on one line, and without anything of the request in them.
package enum ConnectionWords {
    package static func describe(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError:
            error.shortDescription
        case let error as NIOConnectionError:
            describe(error)
        case let error as IOError:
            PlainText.line(String(cString: strerror(error.errnoCode)))
        default:
            PlainText.line(String(describing: error))
        }
    }

    /// Whether there never was a connection that anything could have left by.
    static func meansNoConnection(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .connectTimeout || error == .tlsHandshakeTimeout
        case is NIOConnectionError: true
        // Other failures of a socket come to connections that stand, too.
        case let error as IOError: error.errnoCode == ECONNREFUSED
        default: false
        }
    }

    private static func describe(_ error: NIOConnectionError) -> String {
        if let dns = error.dnsAError ?? error.dnsAAAAError, error.connectionErrors.isEmpty {
            let reason = dns is SocketAddressError.UnknownHost ? "there is no such name" : String(describing: dns)
            return PlainText.line("the name \(error.host) cannot be resolved: \(reason)")
        }
        let reason = error.connectionErrors.first.map { describe($0.error) } ?? "no address answered"
        return PlainText.line("no connection to \(error.host):\(error.port): \(reason)")
    }
}
