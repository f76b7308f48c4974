import AsyncHTTPClient
import Bridge
import Foundation
import NIOCore
import NIOHTTP1
import Notation

/// Talks to the operators' API of a bridge that runs.
struct OperatorsClient {
    let url: String
    let token: String

    struct Answer {
        let status: Int
        let json: JSONValue?
    }

    /// The bridge that a command means: the named one, or the one that runs on the data directory; nil if none runs.
    ///
    /// - Parameter directory: asked for only where address or token are to be found there.
    static func find(_ named: String?, in directory: @autoclosure () throws -> DataDirectory) throws -> OperatorsClient? {
        if let named, let token = givenToken { return OperatorsClient(url: named, token: token) }
        let directory = try directory()
        let url: String
        if let named {
            url = named
        } else {
            guard let running = try directory.runningBridge() else { return nil }
            guard let address = running.operatorURL else {
                throw CommandFault("a bridge (process \(running.pid)) is just starting on \(directory.path); try again in a moment")
            }
            url = address
        }
        return OperatorsClient(url: url, token: try givenToken ?? findToken(in: directory))
    }

    private static var givenToken: String? {
        ProcessInfo.processInfo.environment["WFM_BRIDGE_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func findToken(in directory: DataDirectory) throws -> String {
        guard let data = FileManager.default.contents(atPath: directory.operatorToken) else {
            throw CommandFault(
                "no operators' token: set WFM_BRIDGE_TOKEN, or name the bridge's data directory with --data"
                    + " (\(directory.operatorToken) cannot be read)"
            )
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func call(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(body.encoded())
        }
        do {
            return try await CommandHTTP.with { [request] http in
                let response = try await http.execute(request, timeout: .seconds(40))
                let bytes = try await response.body.collect(upTo: 4 << 20)
                return Answer(status: Int(response.status.code), json: try? JSONValue(parsing: bytes.readableBytesView))
            }
        } catch {
            throw CommandFault("the bridge at \(url) does not answer: \(AnswerFault.words(error))")
        }
    }
}
