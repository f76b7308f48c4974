import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Notation
import TestSupport
import Testing
import WebhookSignature

/// Where a bridge that ends and starts again keeps its things; CXone and the WFM are somewhere else.
struct Place: Sendable {
    let directory: TemporaryDirectory
    var cxone: String
    var events: String
    let eventKey: WebhookKey

    struct Bridge: Sendable {
        let program: Program
        let url: String
        let key: WebhookKey
        let operatorURL: String
        /// Nil but at the first start.
        let operatorToken: String?
    }

    var journal: String { directory.path(of: "data/journal") }

    func start() async throws -> Bridge {
        let info = directory.path(of: "info.json")
        let program = try Program(
            ["serve", "--data", directory.path(of: "data"), "--port", "0", "--info", info, "--allow-loopback", "--log-level", "error"],
            environment: [
                "CXONE_TENANT": cxone, "CXONE_BASE_URL": cxone, "CXONE_CLIENT_ID": "simulator",
                "CXONE_CLIENT_SECRET": "simulator-secret", "WFM_WEBHOOK_URL": events, "WFM_WEBHOOK_SECRET": eventKey.text,
            ],
            in: directory.path
        )
        _ = try await program.line { $0.contains("is ready") }
        let facts = try JSONValue(parsing: String(contentsOfFile: info, encoding: .utf8))
        let secret = try #require(facts["signingSecret"]?.string)
        return Bridge(
            program: program,
            url: try #require(facts["url"]?.string),
            key: try WebhookKey(secret),
            operatorURL: try #require(facts["operatorUrl"]?.string),
            operatorToken: facts["operatorToken"]?.string
        )
    }

    /// The lines of the journal's files; one that is just being written is left out.
    func records() throws -> [JSONValue] {
        try FileManager.default.contentsOfDirectory(atPath: journal).filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { name in
            let text = try String(contentsOfFile: "\(journal)/\(name)", encoding: .utf8)
            let whole = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]
            return try whole.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        }
    }
}

extension Place.Bridge {
    /// Posts a body, signed as a WFM would.
    func push(_ body: [UInt8], id: String) async throws -> (status: Int, answer: JSONValue) {
        var request = HTTPClientRequest(url: "\(url)/v1/sources/wfm/status-changes")
        request.method = .POST
        request.headers = HTTPHeaders(
            try StandardWebhooks.sign(
                id: id,
                timestamp: WallClock.system.now() / 1_000_000,
                body: body,
                keys: KeyRing([.init(key: key, id: "key")])
            )
        )
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(body)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: 1 << 24)
        return (Int(response.status.code), try JSONValue(parsing: Array(answer.readableBytesView), limits: JSONLimits(bytes: 1 << 24)))
    }

    /// Pushes one change that is accepted; answers its id.
    func change(_ members: JSONObject, id: String) async throws -> String {
        var body: JSONObject = ["event": "agent_status_change_requested"]
        for (name, value) in members { body[name] = value }
        let (status, answer) = try await push(JSONValue.object(body).encoded(), id: id)
        try #require(status == 202, "\(answer)")
        return try #require(answer["changes"]?.array?.first?["changeId"]?.string)
    }
}
