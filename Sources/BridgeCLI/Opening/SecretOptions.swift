import ArgumentParser
import Bridge
import Foundation
import WebhookSignature

/// Where a command takes the signing secret from: never from its arguments, which others can see.
struct SecretOptions: ParsableArguments {
    @Option(help: "The key file; without it the secret comes from WFM_WEBHOOK_SECRET or WFM_WEBHOOK_SECRET_FILE.") var keys: String?

    func ring() throws -> KeyRing {
        if let keys {
            do {
                return try KeyFile.read(keys).ring
            } catch {
                throw CommandFault("\(error)")
            }
        }
        let environment = ProcessInfo.processInfo.environment
        var text = environment["WFM_WEBHOOK_SECRET"]
        if text == nil, let file = environment["WFM_WEBHOOK_SECRET_FILE"] {
            text = String(decoding: try Input.bytes(of: file), as: UTF8.self)
        }
        guard let text else {
            throw CommandFault("no secret: set WFM_WEBHOOK_SECRET or WFM_WEBHOOK_SECRET_FILE, or name a key file with --keys")
        }
        do {
            return KeyRing([.init(key: try WebhookKey(text.trimmingCharacters(in: .whitespacesAndNewlines)), id: "environment")])
        } catch {
            throw CommandFault("the secret cannot be used: \(error.description)")
        }
    }
}
