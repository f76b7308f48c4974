import NIOCore
import Synchronization

/// Whether the body of a request may have left this process.
final class Departure: Sendable {
    private let flag = Atomic(false)

    var hasLeft: Bool { flag.load(ordering: .acquiring) }

    fileprivate func leave() { flag.store(true, ordering: .releasing) }
}

/// A body in one piece that notes when it is asked for.
///
/// The HTTP client asks for it once a connection stands and the head is on its way, so a call that failed before had no
/// body on the wire: without one, of the announced length, no server can have carried the request out.
struct DepartingBody: AsyncSequence, Sendable {
    let bytes: ByteBuffer
    let departure: Departure

    func makeAsyncIterator() -> Iterator {
        Iterator(bytes: bytes, departure: departure)
    }

    struct Iterator: AsyncIteratorProtocol {
        private var bytes: ByteBuffer?
        private let departure: Departure

        fileprivate init(bytes: ByteBuffer, departure: Departure) {
            self.bytes = bytes
            self.departure = departure
        }

        mutating func next() async -> ByteBuffer? {
            departure.leave()
            defer { bytes = nil }
            return bytes
        }
    }
}
