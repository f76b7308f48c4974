import ArgumentParser
import Bridge
import Foundation
import LibCrypto
import Notation
import WebhookSignature

/// `keys`: secrets for signatures.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Secrets for signatures.",
        subcommands: [New.self]
    )

    /// `keys new`.
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a new secret: prints it, or adds it to a key file.",
            discussion: """
                A key file holds several keys, so that an old and a new one are good side by side while the other end changes.
                The bridge reads its key files at its next start.
                """
        )

        @Option(help: "The key file to make or to add to; its mode is 0600. Without it the secret is printed.") var file: String?
        @Option(help: "The key's name, for logs; made from the time if left out.") var id: String?

        func run() throws {
            let now = WallClock.system.now()
            let key = try WebhookKey.generate()
            guard let file else {
                Terminal.say(key.text)
                return
            }
            let name = id ?? "key-" + RFC3339.format(now, fractionDigits: 0)
            do {
                var keys: [KeyFile.Key] = []
                if FileManager.default.fileExists(atPath: file) { keys = try KeyFile.read(file).keys }
                guard !keys.contains(where: { $0.id == name }) else {
                    throw CommandFault("\(file) has a key \"\(name)\" already; name another with --id")
                }
                keys.append(KeyFile.Key(id: name, key: key, createdAt: now))
                try KeyFile(keys).write(to: file)
            } catch let fault as DataDirectoryFault {
                throw CommandFault("\(fault)")
            }
            Terminal.say("added the key \"\(name)\" to \(file)")
        }
    }
}
