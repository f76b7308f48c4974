import Foundation
import TestSupport
import Testing

@Suite("Temporary directories")
struct TemporaryDirectoryTests {
    @Test("each is there, its own, private, and gone with everything in it afterwards")
    func lifetime() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let other = try TemporaryDirectory()
        let path = try #require(directory?.path)
        #expect(path != other.path)
        let file = try #require(try directory?.write("text", to: "a.txt"))
        #expect(file == path + "/a.txt")
        #expect(directory?.path(of: "a.txt") == file)
        #expect(directory?.url.path == path)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "text")
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o700)
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(FileManager.default.fileExists(atPath: other.path))
    }
}
