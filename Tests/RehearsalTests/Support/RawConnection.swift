import Glibc
import NIOPosix

/// A bare TCP connection to a port of this host, for what an HTTP client would not send.
///
/// It blocks, so it has a time limit and stays off the threads that tasks run on: there are few, and the listener needs them.
enum RawConnection {
    struct Fault: Error, Equatable {
        let errno: Int32
    }

    /// Sends bytes and reads until the peer closes.
    ///
    /// - Parameter givesUp: closes its own side after sending, as a client does that has lost patience
    /// - Throws: what the system says, such as ECONNREFUSED, ECONNRESET, or EAGAIN after ten seconds without a byte
    static func exchange(_ text: String, port: Int, givesUp: Bool = false) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive { try blockingExchange(text, port: port, givesUp: givesUp) }
    }

    private static func blockingExchange(_ text: String, port: Int, givesUp: Bool) throws(Fault) -> String {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { throw Fault(errno: errno) }
        defer { close(handle) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw Fault(errno: errno) }
        let bytes = Array(text.utf8)
        guard send(handle, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw Fault(errno: errno) }
        if givesUp { shutdown(handle, Int32(SHUT_WR)) }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(handle, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Fault(errno: errno) }
            guard count > 0 else { return String(decoding: received, as: UTF8.self) }
            received += buffer.prefix(count)
        }
    }

    /// One request whose target goes out as it is; the answer's status.
    static func status(of target: String, port: Int, headers: String = "") async throws -> Int? {
        let answer = try await exchange("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(headers)\r\n", port: port)
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}
