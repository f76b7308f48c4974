import ArgumentParser
import Foundation
import LibCrypto
import Notation
import WebhookSignature

/// `signature`: sign or check by hand.
struct SignatureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signature",
        abstract: "Sign or check by hand; run verification vectors.",
        subcommands: [Sign.self, CheckVectors.self]
    )

    /// `signature sign`.
    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the headers that sign a body (Standard Webhooks).",
            discussion: "The secret comes from WFM_WEBHOOK_SECRET or from a key file, never from the command line."
        )

        @Argument(help: "The file with the body; - for standard input.") var file: String
        @Option(help: "The message's id; made at random if left out.") var id: String?
        @Option(help: "Unix seconds; now if left out.") var timestamp: Int64?
        @OptionGroup var secret: SecretOptions

        func run() throws {
            let body = try Input.bytes(of: file)
            let now = timestamp ?? WallClock.system.now() / 1_000_000
            let name = try id ?? "msg_" + Hexadecimal.encode(RandomBytes.make(count: 12))
            let headers: [WebhookHeader]
            do {
                headers = try StandardWebhooks.sign(id: name, timestamp: now, body: body, keys: try secret.ring())
            } catch let fault as SigningFault {
                throw CommandFault(fault.description)
            }
            for header in headers { Terminal.say("\(header.name): \(header.value)") }
        }
    }

    /// `signature check`.
    struct CheckVectors: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Runs verification vectors, one JSON object a line.",
            discussion: """
                {"id", "scheme": "standard", "keys": ["whsec_…"], "now": 1614265330.5, "tolerance": 300, "headers": {…},
                 "body": "…" | "bodyBase64": "…", "expect": "accept" | "reject"}
                Header names in any case; a repeated header's value is an array. Prints the vectors that differ and a closing \
                count; exits 1 if any differ.
                """
        )

        @Argument(help: "The file with the vectors; - for standard input.") var file: String

        func run() throws {
            var passed = 0
            var failed = 0
            for (index, line) in try Input.bytes(of: file).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                guard line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { continue }
                do {
                    let vector = try SignatureVector(Array(line))
                    let verdict = vector.verdict()
                    if verdict.accepted == vector.expectsAcceptance {
                        passed += 1
                        continue
                    }
                    failed += 1
                    let expected = vector.expectsAcceptance ? "accept" : "reject"
                    Terminal.say("\(vector.id): expected \(expected), got \(verdict.words)")
                } catch let fault as SignatureVector.Unreadable {
                    failed += 1
                    Terminal.say("line \(index + 1): \(fault.words)")
                }
            }
            if passed + failed == 0 { Terminal.warn("there are no vectors in \(file)") }
            Terminal.say("\(passed) passed, \(failed) failed")
            if failed > 0 { throw ExitCode(1) }
        }
    }
}
