import AsyncHTTPClient
import CXone
import Foundation
import NIOCore

/// Why a server could not be asked, in words that say what to look at.
enum AnswerFault {
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: words(error)
        case let error as IOError where error.errnoCode == ECONNREFUSED: "the connection was refused; nothing listens there"
        case let error as IOError where error.errnoCode == ECONNRESET: "it cut the connection"
        default: ConnectionWords.describe(error)
        }
    }

    private static func words(_ error: HTTPClientError) -> String {
        switch error {
        case .remoteConnectionClosed: "it closed the connection without an answer"
        case .connectTimeout: "no connection in time"
        case .deadlineExceeded, .readTimeout, .writeTimeout: "no answer in time"
        case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath: "that is no URL; it has to be like http://127.0.0.1:8080"
        default: ConnectionWords.describe(error)
        }
    }
}
