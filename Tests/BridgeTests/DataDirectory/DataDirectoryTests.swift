import Foundation
import TestSupport
import Testing

@testable import Bridge

@Suite("The data directory")
struct DataDirectoryTests {
    private let temporary: TemporaryDirectory

    init() throws {
        temporary = try TemporaryDirectory()
    }

    @Test("it is made with everything above it, open to its owner alone")
    func create() throws {
        let directory = DataDirectory(temporary.path(of: "a/b/data/"))
        #expect(directory.path == temporary.path + "/a/b/data")
        try directory.create()
        for path in [directory.path, directory.journal, directory.keys] { #expect(try Planted.mode(path) == 0o700) }
        try directory.create()
    }

    @Test("paths lie in it, and relative ones of the configuration start in it")
    func paths() {
        let directory = DataDirectory("/d")
        #expect([directory.store, directory.journal, directory.keys] == ["/d/bridge.sqlite", "/d/journal", "/d/keys"])
        #expect(
            [directory.operatorToken, directory.tokens, directory.lockFile] == ["/d/operator-token", "/d/tokens.json", "/d/bridge.lock"]
        )
        #expect(directory.resolve("keys/x.json") == "/d/keys/x.json" && directory.resolve("/x") == "/x")
        #expect(DataDirectory("/").path == "/")
    }

    @Test(
        "a directory that others may write in is refused, one that they may read is left as it is",
        arguments: [0o777, 0o770, 0o755, 0o700]
    )
    func modes(mode: mode_t) throws {
        let path = temporary.path(of: "data")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(chmod(path, mode) == 0)
        let fault = Result { try DataDirectory(path).create() }
        if mode & 0o022 == 0 {
            try fault.get()
            #expect(try Planted.mode(path) == mode)
        } else {
            #expect(throws: DataDirectoryFault.writableByOthers(path: path, mode: mode | S_IFDIR)) { try fault.get() }
            #expect(DataDirectoryFault.writableByOthers(path: path, mode: mode | S_IFDIR).description.contains("chmod go-w '\(path)'"))
        }
    }

    @Test("a file in its place is named")
    func file() throws {
        let path = try temporary.write("", to: "data")
        #expect(throws: DataDirectoryFault.malformed(path: path, detail: "is there and is no directory")) {
            try DataDirectory(path).create()
        }
        #expect(throws: DataDirectoryFault.self) { try DataDirectory(path + "/below").create() }
    }
}

@Suite("Files of secrets")
struct PrivateFileTests {
    private let temporary: TemporaryDirectory

    init() throws {
        temporary = try TemporaryDirectory()
    }

    @Test(
        "a file that others may do anything with is refused, with the command that helps",
        arguments: [0o644, 0o640, 0o604, 0o660, 0o610, 0o601]
    )
    func open(mode: mode_t) throws {
        let path = try temporary.write("x", to: "f")
        #expect(chmod(path, mode) == 0)
        let fault = DataDirectoryFault.readableByOthers(path: path, mode: mode | S_IFREG)
        #expect(throws: fault) { try PrivateFile.read(path) }
        #expect(fault.description.contains("(mode 0\(String(mode, radix: 8))): run chmod 600 '\(path)'"))
    }

    @Test("the owner's own are read", arguments: [0o600, 0o400, 0o700])
    func own(mode: mode_t) throws {
        let path = try temporary.write("xyz", to: "f")
        #expect(chmod(path, mode) == 0)
        #expect(try PrivateFile.read(path) == Array("xyz".utf8))
    }

    @Test("a link is judged by what it leads to")
    func link() throws {
        let path = try temporary.write("x", to: "f")
        #expect(chmod(path, 0o644) == 0)
        #expect(symlink(path, temporary.path(of: "l")) == 0)
        #expect(throws: DataDirectoryFault.self) { try PrivateFile.read(temporary.path(of: "l")) }
        #expect(chmod(path, 0o600) == 0)
        #expect(try PrivateFile.read(temporary.path(of: "l")) == Array("x".utf8))
    }

    @Test("writing replaces the whole file with mode 0600, whatever was there and whatever the umask")
    func write() throws {
        let path = try temporary.write("old and longer", to: "f")
        #expect(chmod(path, 0o644) == 0)
        // A draft that a crash left, open to everybody.
        try temporary.write("half", to: "f.new")
        #expect(chmod(path + ".new", 0o666) == 0)
        try PrivateFile.write(Array("new".utf8), to: path)
        #expect(try Planted.mode(path) == 0o600)
        #expect(try PrivateFile.read(path) == Array("new".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == ["f"])
    }

    @Test("what cannot be written is named and leaves nothing behind")
    func unwritable() throws {
        #expect(throws: DataDirectoryFault.self) { try PrivateFile.write([1], to: temporary.path(of: "none/f")) }
        try FileManager.default.createDirectory(atPath: temporary.path(of: "d/x"), withIntermediateDirectories: true)
        #expect(throws: DataDirectoryFault.self) { try PrivateFile.write([1], to: temporary.path(of: "d")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == ["d"])
        #expect(throws: DataDirectoryFault.self) { try PrivateFile.read(temporary.path(of: "d")) }
    }
}
