import Foundation

/// What the figures were measured on.
enum Machine {
    static func facts(disk directory: String) throws -> [String] {
        var kernel = utsname()
        uname(&kernel)
        let release = withUnsafeBytes(of: &kernel.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let model =
            (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
        var load = [Double](repeating: 0, count: 3)
        getloadavg(&load, 3)
        let over = try syncTimes(in: directory, appending: false)
        let appending = try syncTimes(in: directory, appending: true)
        #if DEBUG
            let build = "debug build: the figures mean nothing"
        #else
            let build = "release build"
        #endif
        return [
            "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(model), Linux \(release), load \(load[0].text(1)), \(build)",
            "write and fdatasync of 4 KiB on \(fileSystem(of: directory)): in place \(words(over)), at a file's end \(words(appending))",
        ]
    }

    private static func words(_ times: [Double]) -> String {
        let (p50, p99) = (times[times.count / 2] * 1_000, times[times.count * 99 / 100] * 1_000)
        return "p50 \(p50.text(2)) ms, p99 \(p99.text(2)) ms"
    }

    /// Seconds of each write and sync, sorted.
    ///
    /// - Parameter appending: makes the file longer, which syncs what describes it too; a write-ahead log mostly does not.
    private static func syncTimes(in directory: String, appending: Bool) throws -> [Double] {
        let count = 300
        let file = open(directory + "/sync", O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        guard file >= 0 else { throw BenchmarkFault(detail: "\(directory) cannot be written") }
        defer { close(file) }
        let page = [UInt8](repeating: 0x5A, count: 4_096)
        if !appending {
            for _ in 0..<count { _ = write(file, page, page.count) }
            fsync(file)
            lseek(file, 0, SEEK_SET)
        }
        var times: [Double] = []
        for _ in 0..<count {
            let began = ContinuousClock.now
            guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
                throw BenchmarkFault(detail: "a write or sync in \(directory) failed")
            }
            times.append((ContinuousClock.now - began) / .seconds(1))
        }
        return times.sorted()
    }

    /// The type of the file system, by the longest mount point that the path begins with.
    private static func fileSystem(of path: String) -> String {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let mounts = ((try? String(contentsOfFile: "/proc/mounts", encoding: .utf8)) ?? "").split(separator: "\n")
            .map { $0.split(separator: " ") }.filter { $0.count > 2 && real.hasPrefix($0[1]) }
        return mounts.max { $0[1].count < $1[1].count }.map { String($0[2]) } ?? "an unknown file system"
    }
}
