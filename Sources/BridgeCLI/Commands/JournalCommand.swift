import ArgumentParser
import Foundation
import Journal
import Notation

/// `journal`: the audit journal, offline.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "The audit journal, offline.",
        subcommands: [Verify.self, Tail.self]
    )

    /// `journal verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks every line's chain; needs no server.",
            discussion: """
                Exit codes: 0 sound, 1 altered, 2 torn tail only, 4 key or policy, 5 unreadable.
                Without a key the chain alone is checked: it shows any change but one of the last line.
                """
        )

        @Argument(help: "The journal's directory, or one of its files.") var directory: String
        @Option(help: "The key that signed the checkpoints.") var key: String?
        @Flag(help: "Print the verdict as JSON.") var json = false

        func run() throws {
            if key != nil {
                Terminal.warn("journals of this version carry no signed checkpoints; leave --key out to check the chain")
                throw ExitCode(4)
            }
            let verdict = JournalVerifier(path: directory).verify()
            if json {
                Terminal.say(verdict.json.encodedText(pretty: true))
            } else {
                for line in verdict.words { Terminal.say(line) }
            }
            throw ExitCode(verdict.exitCode)
        }
    }

    /// `journal tail`.
    struct Tail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the last lines, and new ones as they come.")

        @Argument(help: "The journal's directory.") var directory: String
        @Option(name: [.customShort("n"), .long], help: "How many of the last lines.") var lines = 10
        @Flag(name: [.short, .long], help: "Go on with new lines as they come.") var follow = false
        @Flag(help: "The lines as they stand in the file.") var json = false

        func validate() throws {
            guard lines >= 0 else { throw ValidationError("--lines must not be negative") }
        }

        func run() async throws {
            let tail = JournalTail(directory: directory)
            do {
                guard follow else {
                    let last = try tail.last(lines)
                    if last.isEmpty, lines > 0 {
                        throw CommandFault("no journal has a line in \(directory); it is the directory journal of a data directory")
                    }
                    for line in last { show(line) }
                    return
                }
                try await tail.follow(last: lines, clock: .system) { show($0) }
            } catch let fault as JournalFault {
                throw CommandFault("\(fault)")
            }
        }

        private func show(_ line: [UInt8]) {
            if json { Terminal.say(bytes: line) } else { Terminal.say(LineWords.text(of: line)) }
        }
    }
}
