/// Where a listener of this room can be reached.
package struct ListenerAddress: Sendable, Hashable {
    package let host: String
    package let port: Int

    /// `http://host:port`, without a path.
    package var baseURL: String {
        host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }
}
