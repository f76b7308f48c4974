import ArgumentParser

/// A command could not do what it was asked: one message, exit code 1.
struct CommandFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
