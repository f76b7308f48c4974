import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Telemetry

@Suite("Log sinks")
struct LogSinkTests {
    @Test("lines from many tasks come out of a pipe whole, also those longer than the pipe holds at once")
    func wholeLines() async throws {
        let pipe = try LogPipe()
        let sink = LogSink.descriptor(pipe.writeEnd)
        let long = String(repeating: "x", count: 20_000)
        let reader = Reader(pipe)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<20 {
                        sink.write(Array("\(task)-\(number)-\(long)\n".utf8))
                    }
                }
            }
        }
        pipe.closeWriteEnd()
        let read = reader.join()
        let lines = String(decoding: read, as: UTF8.self).split(separator: "\n")
        let expected = (0..<8).flatMap { task in (0..<20).map { "\(task)-\($0)-\(long)" } }
        #expect(lines.map(String.init).sorted() == expected.sorted())
    }

    @Test("a full pipe that somebody made non-blocking loses nothing")
    func nonBlocking() throws {
        let pipe = try LogPipe()
        _ = fcntl(pipe.writeEnd, F_SETFL, O_NONBLOCK)
        let sink = LogSink.descriptor(pipe.writeEnd)
        let line = Array((String(repeating: "y", count: 300_000) + "\n").utf8)
        let reader = Reader(pipe)
        sink.write(line)
        pipe.closeWriteEnd()
        #expect(reader.join() == line)
    }

    @Test("a descriptor that cannot be written to is not an accident")
    func closed() {
        LogSink.descriptor(-1).write(Array("x\n".utf8))
    }
}

/// A pipe of the kernel.
private struct LogPipe: Sendable {
    private let readEnd: Int32
    let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        // A process that another test starts must not keep the pipe open.
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    func closeWriteEnd() {
        close(writeEnd)
    }

    /// Everything until the write end is closed.
    func readAll() -> [UInt8] {
        defer { close(readEnd) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(readEnd, &buffer, buffer.count)
            guard count > 0 else { return all }
            all.append(contentsOf: buffer[..<count])
        }
    }
}

/// Reads a pipe on a thread of its own: writers may block all of the cooperative ones.
private final class Reader: Sendable {
    private let done = DispatchGroup()
    private let bytes = Mutex<[UInt8]>([])

    init(_ pipe: LogPipe) {
        DispatchQueue.global().async(group: done) {
            let all = pipe.readAll()
            self.bytes.withLock { $0 = all }
        }
    }

    /// What was read, once the write end is closed.
    func join() -> [UInt8] {
        done.wait()
        return bytes.withLock { $0 }
    }
}
