import ArgumentParser
import AsyncHTTPClient
import Foundation
import LibCrypto
import NIOCore
import NIOHTTP1
import Notation
import WebhookSignature

/// `send`: sign and push a status change.
struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Signs a status change and pushes it, as a WFM would.",
        discussion: "URL is the whole address, such as http://127.0.0.1:8080/v1/sources/wfm/status-changes."
    )

    @Argument(help: "The file with the body; - for standard input.") var file: String
    @Option(help: "Where to send it.") var to: String
    @Option(help: "The message's id; made at random if left out.") var id: String?
    @OptionGroup var secret: SecretOptions

    func run() async throws {
        let body = try Input.bytes(of: file)
        let name = try id ?? "msg_" + Hexadecimal.encode(RandomBytes.make(count: 12))
        var request = HTTPClientRequest(url: Self.address(to))
        request.method = .POST
        do {
            let signed = try StandardWebhooks.sign(
                id: name,
                timestamp: WallClock.system.now() / 1_000_000,
                body: body,
                keys: try secret.ring()
            )
            request.headers = HTTPHeaders(signed)
        } catch let fault as SigningFault {
            throw CommandFault(fault.description)
        }
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(body)
        let (status, answer) = try await Self.push(request, to: to)
        Terminal.warn("HTTP \(status)")
        Terminal.say(String(buffer: answer))
        guard (200...299).contains(status) else { throw ExitCode(1) }
    }

    private static func push(_ request: HTTPClientRequest, to address: String) async throws -> (status: UInt, body: ByteBuffer) {
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            return (response.status.code, try await response.body.collect(upTo: 16 << 20))
        } catch {
            throw CommandFault("\(address) does not answer: \(AnswerFault.words(error))")
        }
    }

    /// A base URL means the short form of the path.
    private static func address(_ text: String) -> String {
        guard let url = URL(string: text), url.path.isEmpty || url.path == "/" else { return text }
        return (text.hasSuffix("/") ? String(text.dropLast()) : text) + "/v1/status-changes"
    }
}
