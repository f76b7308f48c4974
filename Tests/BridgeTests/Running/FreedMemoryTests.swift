import Foundation
import Testing

@testable import Bridge

@Suite("Memory that was freed", .serialized)
struct FreedMemoryTests {
    /// Resident pages of this process, in bytes (proc_pid_statm(5)).
    private static func resident() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return try #require(Int(text.split(separator: " ")[1])) * sysconf(Int32(_SC_PAGESIZE))
    }

    @Test("What is freed between pieces that stay goes back to the system")
    func givenBack() throws {
        // Small pieces, so that they lie in the heap and not in mappings of their own; one in a hundred stays.
        let pieces = (0..<400_000).map { _ in UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 16) }
        for piece in pieces { piece.initializeMemory(as: UInt8.self, repeating: 1) }
        // Before they are freed: other bridges in this process give back what is free as well.
        let before = try Self.resident()
        for (index, piece) in pieces.enumerated() where !index.isMultiple(of: 100) { piece.deallocate() }
        defer { for (index, piece) in pieces.enumerated() where index.isMultiple(of: 100) { piece.deallocate() } }
        #expect(FreedMemory.giveBack())
        let after = try Self.resident()
        #expect(before - after > 100 << 20, "from \(before) to \(after)")
    }
}
