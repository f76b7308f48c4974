import Glibc

/// The two system calls on which the journal's promise rests, given from outside so that their failures can be rehearsed.
package struct JournalDisk: Sendable {
    /// write(2): the number of bytes taken, or -1 and errno.
    package let write: @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
    /// fdatasync(2): 0, or -1 and errno.
    package let synchronize: @Sendable (_ descriptor: Int32) -> Int32

    package init(
        write: @escaping @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int,
        synchronize: @escaping @Sendable (_ descriptor: Int32) -> Int32
    ) {
        self.write = write
        self.synchronize = synchronize
    }

    /// The operating system's.
    package static let system = JournalDisk(
        write: { Glibc.write($0, $1.baseAddress, $1.count) },
        synchronize: { Glibc.fdatasync($0) }
    )
}
