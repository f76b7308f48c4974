import Notation
import WebhookSignature

/// Makes sure, before anything is sent, that a bridge that runs already is the one that its description is about.
struct TargetCheck: Sendable {
    let handle: BridgeHandle
    let calls: WebCalls
    let clock: WallClock

    func check() async throws {
        try await checkIntake()
        if let operators = handle.operatorURL { try await checkOperators(operators) }
    }

    /// An empty object, rightly signed: a bridge that has the key refuses what it says, another one the signature.
    private func checkIntake() async throws {
        let body: [UInt8] = Array("{}".utf8)
        let key: WebhookKey
        do {
            key = try WebhookKey(handle.signingSecret.reveal())
        } catch {
            throw ReplayFault.unusableKey("for requests: \(error.description)")
        }
        let now = clock.now()
        let signed = try StandardWebhooks.sign(
            id: "msg_\(now)_before",
            timestamp: now / 1_000_000,
            body: body,
            keys: KeyRing([KeyRing.Entry(key: key, id: "rehearsal")])
        )
        let headers = signed.map { ($0.name, $0.value) } + [("content-type", "application/json"), ("user-agent", Postman.agent)]
        let path = "/v1/sources/\(handle.source)/status-changes"
        let answer = try await ask("POST", handle.intakeURL, path, headers, body)
        switch answer.status {
        case 400, 422:
            break
        case 401:
            let code = answer.json?["code"]?.string ?? "unauthorized"
            throw ReplayFault.bridge(
                "the bridge at \(handle.intakeURL) refuses the signing secret of its description (\(code)): is that the file that this "
                    + "bridge wrote with serve --info, and is its clock right?"
            )
        case let status:
            throw ReplayFault.bridge("\(handle.intakeURL) answered \(status) to POST \(path): it is no bridge that takes status changes")
        }
    }

    private func checkOperators(_ operators: String) async throws {
        let headers = handle.operatorToken.map { [("authorization", "Bearer \($0.reveal())")] } ?? []
        let answer = try await ask("GET", operators, "/v1/status-changes/none", headers)
        guard ![401, 403].contains(answer.status) else {
            throw ReplayFault.bridge(
                "the bridge's operators' API at \(operators) refuses the token of its description: is that the file that this bridge wrote?"
            )
        }
    }

    private func ask(
        _ method: String,
        _ base: String,
        _ path: String,
        _ headers: [(String, String)],
        _ body: [UInt8]? = nil
    ) async throws -> WebCalls.Answer {
        do {
            return try await calls.call(method, base + path, headers: headers, body: body)
        } catch let error where !(error is CancellationError) {
            throw ReplayFault.bridge("the bridge at \(base) does not answer: \(WebCalls.words(error))")
        }
    }
}
