import ArgumentParser

/// Measurements of the bridge on the machine at hand. Build with `-c release`.
@main
struct Benchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the bridge on this machine.",
        subcommands: [Accepts.self, Load.self, ServeBare.self, ServeBridge.self]
    )
}
