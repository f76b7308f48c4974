import Foundation

/// One value in a file of its own, as secrets are mounted.
enum SecretFile {
    /// More than any secret has.
    private static let mostBytes = 16 * 1_024

    /// The text of a file without the line breaks and spaces at its ends.
    ///
    /// - Throws: what is wrong, in words that follow the path.
    static func read(_ path: String) throws(TextFileFault) -> String {
        let text = try TextFile.read(path, mostBytes: mostBytes)
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else { throw TextFileFault(path: path, detail: "is empty") }
        return trimmed
    }

    /// The files of a directory of mounted secrets by the variables that they stand for: `cxone-client-secret` is `CXONE_CLIENT_SECRET`.
    ///
    /// Hidden files are left out: that is how Kubernetes keeps its versions.
    static func directory(_ path: String) throws(TextFileFault) -> [String: String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw TextFileFault(path: path, detail: "cannot be listed: is it a directory that this user may read?")
        }
        var files: [String: String] = [:]
        for name in names.sorted() where !name.hasPrefix(".") {
            let variable = String(name.uppercased().map { $0 == "-" || $0 == "." ? "_" : $0 })
            if let other = files[variable] {
                throw TextFileFault(path: path, detail: "holds \(variable) twice, as \(TextFile.lastName(other)) and as \(name)")
            }
            files[variable] = path + "/" + name
        }
        return files
    }
}

/// Why a file could not be read.
struct TextFileFault: Error, Sendable, Equatable {
    let path: String
    let detail: String
}

/// Files of text that the configuration consists of.
enum TextFile {
    /// The whole of a regular file of UTF-8.
    static func read(_ path: String, mostBytes: Int) throws(TextFileFault) -> String {
        // Not blocking: a pipe without a writer must not keep the bridge from starting.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw TextFileFault(path: path, detail: "cannot be read: \(SystemError.latest)") }
        defer { close(file) }
        guard FileStatus(ofOpen: file)?.isRegular == true else {
            throw TextFileFault(path: path, detail: "is not a regular file")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1_024)
        while bytes.count <= mostBytes {
            let count = Foundation.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw TextFileFault(path: path, detail: "cannot be read: \(SystemError.latest)") }
            if count == 0 {
                guard let text = String(validating: bytes, as: UTF8.self) else { throw TextFileFault(path: path, detail: "is not UTF-8") }
                return text
            }
            bytes.append(contentsOf: buffer.prefix(count))
        }
        throw TextFileFault(path: path, detail: "is longer than the \(mostBytes) bytes allowed")
    }

    static func lastName(_ path: String) -> Substring {
        path.split(separator: "/").last ?? path[...]
    }
}
