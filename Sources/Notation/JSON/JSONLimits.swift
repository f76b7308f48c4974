/// How much a reader takes before it refuses.
package struct JSONLimits: Sendable, Hashable {
    /// The deepest nesting the reader ever takes: it recurses, and a thread's stack is finite.
    static let deepest = 512

    /// Objects and arrays within each other; more than 512 counts as 512.
    package var depth: Int
    /// Length of the whole text in bytes.
    package var bytes: Int

    package init(depth: Int = 32, bytes: Int = 4 << 20) {
        self.depth = depth
        self.bytes = bytes
    }

    /// 32 levels, 4 MiB.
    package static let standard = JSONLimits()
}
