import Foundation

/// What a command is given to read.
enum Input {
    /// The bytes of a file, or of standard input where it is named `-`.
    static func bytes(of file: String) throws -> [UInt8] {
        if file == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFault("\(file) cannot be read")
        }
        return Array(data)
    }
}
