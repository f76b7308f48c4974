import Testing

@Suite("Help, versions and wrong words")
struct HelpTests {
    private static let commands = [
        "", "serve", "simulate", "rehearse", "status", "status get", "status set", "history", "send", "listen", "journal",
        "agents", "agents list", "agents why", "holds", "holds list", "holds release", "plan", "pause", "resume", "shadow",
        "journal verify", "journal tail", "keys", "keys new", "signature", "signature sign", "signature check", "check",
    ]

    private static func words(_ command: String) -> [String] { command.split(separator: " ").map(String.init) }

    @Test("Every command has help, without escapes", arguments: commands)
    func help(command: String) async throws {
        let ended = try await Program.run(Self.words(command) + ["--help"], environment: ["CXONE_CLIENT_SECRET": "planted"])
        #expect(ended.code == 0)
        #expect(ended.output.contains("USAGE: wfm-bridge \(command)"))
        #expect(!ended.output.contains("\u{1B}") && !ended.output.contains("planted"))
    }

    @Test("The version is printed")
    func version() async throws {
        let ended = try await Program.run(["--version"])
        #expect(ended.code == 0)
        #expect(ended.output.split(separator: ".").count == 3)
    }

    @Test(
        "Wrong words on the command line exit with 64",
        arguments: [
            "bogus", "serve --bogus", "status", "status set agent", "history agent --timezone Mars/Olympus", "history agent --last 3x",
            "history agent --last 0h", "history agent --format xml", "simulate --port 65536", "simulate --port -1", "serve --port 99999",
            "listen --port 70000", "listen --count 0", "simulate --pages some", "simulate --limit 0", "simulate --latency -1",
            "simulate --agents 0", "rehearse somewhere --speed 0", "rehearse somewhere --speed 1e300", "rehearse somewhere --speed nan",
            "rehearse somewhere --target http://127.0.0.1:1", "rehearse somewhere --info f",
            "rehearse somewhere --cxone http://127.0.0.1:1",
            "rehearse somewhere --listen 8099", "rehearse somewhere --target nonsense --info f",
            "rehearse somewhere --target http://127.0.0.1:1 --info f --cxone nonsense",
            "rehearse somewhere --target http://127.0.0.1:1 --info f --listen 0",
            "rehearse somewhere --target http://127.0.0.1:1 --info f --data d",
            "rehearse somewhere --target http://127.0.0.1:1 --info f --speed 2", "journal tail somewhere --lines -1",
            "history a/b", "history a --last 99999d", "check --user a/b", "agents why a/b", "plan --limit 0",
        ]
    )
    func wrong(words: String) async throws {
        let ended = try await Program.run(Self.words(words))
        // A group of commands alone shows its help.
        #expect(ended.code == (words == "status" ? 0 : 64), "\(ended.complaints)")
    }

    @Test("A wrong zone and a wrong span are named")
    func named() async throws {
        #expect(try await Program.run(["history", "a", "--timezone", "Mars/Olympus"]).complaints.contains("Mars/Olympus"))
        #expect(try await Program.run(["history", "a", "--last", "3x"]).complaints.contains("--last"))
    }
}
