import ArgumentParser

struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Replays recorded webhooks against a bridge and compares what comes of it.")
}
