import Foundation
import Synchronization

/// The real command line as a process of its own.
final class Program: Sendable {
    struct Ended: Error, CustomStringConvertible {
        let description: String
    }

    private let process: Mutex<Process>
    private let lines: AsyncStream<String>
    private let errors = Mutex(Data())
    /// More was written to standard error, or nothing will be any more.
    private let complained: AsyncStream<Void>
    private let exited: AsyncStream<Int32>
    let pid: Int32

    /// The program beside this test bundle.
    static var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("wfm-bridge").path
    }

    /// - Parameters:
    ///   - environment: what the program finds beside PATH; nothing of ours, so that no setting of this machine gets in.
    ///   - folder: where it runs; a `.env` there would be read.
    ///   - executable: another program than ours.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: String? = nil,
        input: Data? = nil,
        executable: String = Program.path
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "NO_COLOR": "1"].merging(environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? NSTemporaryDirectory())
        let output = Pipe()
        let complaints = Pipe()
        process.standardOutput = output
        process.standardError = complaints
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try pipe.fileHandleForWriting.write(contentsOf: input)
            try pipe.fileHandleForWriting.close()
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let (exited, exit) = AsyncStream.makeStream(of: Int32.self)
        self.exited = exited
        process.terminationHandler = { ended in
            exit.yield(ended.terminationReason == .exit ? ended.terminationStatus : -ended.terminationStatus)
            exit.finish()
        }
        let (complained, complaint) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.complained = complained
        try process.run()
        pid = process.processIdentifier
        self.process = Mutex(process)
        Self.read(output.fileHandleForReading, into: line)
        Thread { [self] in
            while case let part = complaints.fileHandleForReading.availableData, !part.isEmpty {
                errors.withLock { $0.append(part) }
                complaint.yield()
            }
            complaint.finish()
        }.start()
    }

    /// Lines come from a blocking read, so on a thread of its own.
    private static func read(_ handle: FileHandle, into line: AsyncStream<String>.Continuation) {
        Thread {
            var rest = Data()
            while case let part = handle.availableData, !part.isEmpty {
                rest.append(part)
                while let end = rest.firstIndex(of: 0x0A) {
                    line.yield(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            if !rest.isEmpty { line.yield(String(decoding: rest, as: UTF8.self)) }
            line.finish()
        }.start()
    }

    /// What it wrote to standard error so far.
    var complaints: String { String(decoding: errors.withLock { $0 }, as: UTF8.self) }

    /// The next line of its output that fits.
    func line(where fits: (String) -> Bool) async throws -> String {
        for await line in lines where fits(line) { return line }
        throw Ended(description: "The program ended before the line that was waited for; it said: \(complaints)")
    }

    /// The first line of its complaints that fits.
    func complaint(where fits: (Substring) -> Bool) async throws -> Substring {
        var news = complained.makeAsyncIterator()
        repeat {
            if let line = complaints.split(separator: "\n").first(where: fits) { return line }
        } while await news.next() != nil
        throw Ended(description: "The program ended before the complaint that was waited for; it said: \(complaints)")
    }

    /// All that is left of its output, once it has ended.
    func output() async -> String {
        var all: [String] = []
        for await line in lines { all.append(line) }
        return all.joined(separator: "\n")
    }

    /// Its exit code; minus the signal where one ended it.
    func exitCode() async -> Int32 {
        for await code in exited { return code }
        return .min
    }

    func signal(_ number: Int32) { kill(pid, number) }

    deinit { kill(pid, SIGKILL) }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: String? = nil,
        input: Data? = nil,
        executable: String = Program.path
    ) async throws -> (code: Int32, output: String, complaints: String) {
        let program = try Program(arguments, environment: environment, in: folder, input: input, executable: executable)
        let output = await program.output()
        let code = await program.exitCode()
        // The last of them may come after the exit is known.
        for await _ in program.complained {}
        return (code, output, program.complaints)
    }
}
