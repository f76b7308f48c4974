import Glibc
package import Notation

/// Reads the end of a journal, and what is appended to it.
package struct JournalTail: Sendable {
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// The last complete lines, oldest first, without their line feeds.
    package func last(_ count: Int) throws(JournalFault) -> [[UInt8]] {
        try last(count, position: nil).lines
    }

    /// Hands out the last `count` lines and then every line that is appended, until the task is cancelled or `body` throws.
    ///
    /// - Parameter interval: how often the journal is looked at, in the clock's time.
    package func follow(
        last count: Int,
        clock: WallClock,
        interval: Duration = .milliseconds(200),
        _ body: ([UInt8]) async throws -> Void
    ) async throws {
        var (lines, position) = try last(count, position: nil)
        while true {
            for line in lines { try await body(line) }
            if lines.isEmpty { try await clock.sleep(for: interval) }
            lines = try newLines(after: &position)
        }
    }

    /// Where reading goes on.
    struct Position: Equatable {
        var segment: SegmentName?
        var offset: Int64 = 0
        /// The number of the line handed out last: after a torn tail was cut, lines written again are not handed out twice.
        var seq: Int64 = 0
    }

    private func last(_ count: Int, position: Position?) throws(JournalFault) -> (lines: [[UInt8]], position: Position) {
        let journal = JournalDirectory(path: directory)
        let segments = try JournalFault.wrapping { () throws(SystemFailure) in try journal.segments() }
        var found: [[UInt8]] = []
        var end = Position(segment: segments.last)
        for segment in segments.reversed() where found.count < max(1, count) {
            var block: Int64 = 1 << 16
            let file = try open(segment)
            let size = try JournalFault.wrapping { () throws(SystemFailure) in try file.size }
            var lines: [[UInt8]] = []
            while true {
                let from = max(0, size - block)
                var reader = LineReader(file, from: from, to: size)
                if from > 0 { _ = try reader.next() }
                lines = []
                var lineEnd = from == 0 ? 0 : Int64(-1)
                while let piece = try reader.next() {
                    guard piece.ending == .lineFeed else { continue }
                    lines.append(Array(piece.line))
                    lineEnd = piece.end
                }
                if segment == segments.last, lineEnd >= 0 { end.offset = lineEnd }
                if from == 0 || lines.count + found.count > count { break }
                block *= 4
            }
            found = lines + found
        }
        end.seq = found.last.flatMap { JournalTail.seq(of: $0) } ?? 0
        return (found.suffix(max(0, count)), end)
    }

    /// Lines that were appended behind a position; moves it.
    private func newLines(after position: inout Position) throws(JournalFault) -> [[UInt8]] {
        let journal = JournalDirectory(path: directory)
        let segments = try JournalFault.wrapping { () throws(SystemFailure) in try journal.segments() }
        var lines: [[UInt8]] = []
        for segment in segments where segment >= position.segment ?? segment {
            let file = try open(segment)
            let size = try JournalFault.wrapping { () throws(SystemFailure) in try file.size }
            if segment != position.segment { (position.segment, position.offset) = (segment, 0) }
            // Shorter than it was: its end was cut at a start. Lines that were handed out are known by their numbers.
            if size < position.offset { position.offset = 0 }
            var reader = LineReader(file, from: position.offset, to: size)
            while let piece = try reader.next(), piece.ending != .endOfFile {
                position.offset = piece.end
                guard piece.ending == .lineFeed else { continue }
                let line = Array(piece.line)
                let seq = JournalTail.seq(of: line)
                if let seq, seq <= position.seq { continue }
                position.seq = seq ?? position.seq
                lines.append(line)
            }
        }
        return lines
    }

    private func open(_ segment: SegmentName) throws(JournalFault) -> OpenFile {
        let path = JournalDirectory(path: directory).path(of: segment)
        return try JournalFault.wrapping { () throws(SystemFailure) in try OpenFile(path, O_RDONLY) }
    }

    private static func seq(of line: [UInt8]) -> Int64? {
        line.withUnsafeBytes { LineHead($0)?.seq }
    }
}
