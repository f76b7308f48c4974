import Foundation
import Notation
import TestSupport
import Testing

@testable import Bridge

@Suite("The lock of the data directory")
struct DirectoryLockTests {
    private let temporary: TemporaryDirectory
    private let directory: DataDirectory

    init() throws {
        temporary = try TemporaryDirectory()
        directory = DataDirectory(temporary.path)
    }

    @Test("nobody holds a directory that is not there, was never locked, or was given back")
    func free() throws {
        #expect(try DataDirectory(temporary.path(of: "none")).runningBridge() == nil)
        #expect(try directory.runningBridge() == nil)
        let lock = try directory.lock(operatorURL: "http://127.0.0.1:8081", at: Planted.now)
        lock.release()
        #expect(try directory.runningBridge() == nil)
        #expect(throws: DataDirectoryFault.self) { try lock.announce(operatorURL: "x") }
        _ = try directory.lock(at: Planted.now)
        #expect(try directory.runningBridge() == nil, "given back with the last reference")
    }

    @Test("the holder's process and address can be read, and the address follows what is announced")
    func announce() throws {
        let lock = try directory.lock(at: Planted.now)
        let before = RunningBridge(pid: Int(getpid()), operatorURL: nil, startedAt: "2026-11-20T15:00:00.000Z")
        #expect(try directory.runningBridge() == before)
        try lock.announce(operatorURL: "http://127.0.0.1:40123")
        #expect(try directory.runningBridge()?.operatorURL == "http://127.0.0.1:40123")
        // Shorter than before: nothing of the longer one is left.
        try lock.announce(operatorURL: "http://a")
        #expect(try directory.runningBridge()?.operatorURL == "http://a")
        #expect(try Planted.mode(directory.lockFile) == 0o600)
        let text = try String(contentsOfFile: directory.lockFile, encoding: .utf8)
        #expect(try JSONValue(parsing: text)["pid"]?.int == Int64(getpid()))
        lock.release()
    }

    @Test("a second taker in the same process is refused too, with the first one's name")
    func second() throws {
        let lock = try directory.lock(operatorURL: "http://127.0.0.1:9", at: Planted.now)
        let fault = #expect(throws: DataDirectoryFault.self) { try directory.lock(at: Planted.now) }
        #expect(fault?.label == "held")
        #expect(fault?.description.contains("process \(getpid())") == true)
        #expect(fault?.description.contains("http://127.0.0.1:9") == true)
        lock.release()
        try directory.lock(at: Planted.now).release()
    }

    @Test("another process that holds it is named; when it is killed the directory is free")
    func otherProcess() throws {
        let child = try Self.holder(of: directory.lockFile)
        defer { child.process.terminate() }
        let pid = Int(child.process.processIdentifier)
        let running = try #require(try directory.runningBridge())
        #expect(running == RunningBridge(pid: pid, operatorURL: "http://127.0.0.1:7777", startedAt: "2026-11-20T15:00:00.000Z"))
        #expect(throws: DataDirectoryFault.held(path: directory.lockFile, by: running)) { try directory.lock(at: Planted.now) }
        #expect(DataDirectoryFault.held(path: directory.lockFile, by: running).description.contains("process \(pid)"))
        kill(child.process.processIdentifier, SIGKILL)
        child.process.waitUntilExit()
        #expect(try directory.runningBridge() == nil, "what the file says is nothing without the lock")
        try directory.lock(at: Planted.now).release()
    }

    @Test("children of the holder do not hold it")
    func children() throws {
        let lock = try directory.lock(at: Planted.now)
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/cat")
        let input = Pipe()
        child.standardInput = input
        try child.run()
        defer { child.terminate() }
        lock.release()
        #expect(try directory.runningBridge() == nil)
        try input.fileHandleForWriting.close()
        child.waitUntilExit()
    }

    @Test("somebody who only asks does not keep a bridge from starting")
    func askers() async throws {
        try directory.lock(at: Planted.now).release()
        let directory = directory
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for _ in 0..<500 { _ = try? directory.runningBridge() } }
            for _ in 0..<100 {
                #expect(throws: Never.self) { try directory.lock(at: Planted.now).release() }
            }
        }
    }

    /// A process that takes a lock and keeps it: util-linux's flock(1) is not everywhere, Python is where the tests run.
    private static func holder(of path: String) throws -> (process: Process, output: Pipe) {
        let program = """
            import fcntl, os, sys, json
            f = open(sys.argv[1], "w")
            fcntl.flock(f, fcntl.LOCK_EX)
            f.write(json.dumps({"pid": os.getpid(), "operatorUrl": "http://127.0.0.1:7777", "startedAt": "2026-11-20T15:00:00.000Z"}))
            f.flush()
            print("held", flush=True)
            sys.stdin.read()
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program, path]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        let line = output.fileHandleForReading.availableData
        try #require(String(decoding: line, as: UTF8.self).hasPrefix("held"))
        return (process, output)
    }
}
