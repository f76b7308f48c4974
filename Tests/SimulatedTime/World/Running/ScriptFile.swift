import Glibc

/// A script in a file.
package struct ScriptFile {
    private let path: String

    package init(path: String) { self.path = path }

    package struct Unreadable: Error, CustomStringConvertible {
        package var description: String
    }

    package func read() throws -> String {
        guard let file = fopen(path, "r") else { throw Unreadable(description: "\(path) cannot be opened") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
