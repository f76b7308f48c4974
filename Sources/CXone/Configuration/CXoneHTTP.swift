package import AsyncHTTPClient
package import NIOCore

/// The HTTP client as calls to CXone need it.
package enum CXoneHTTP {
    /// Makes a client; whoever makes it shuts it down.
    ///
    /// - Parameters:
    ///   - connectionsPerHost: measured with 64 calls in flight: 28,600 calls a second with 64 connections, 11,600 with the
    ///     library's default of 8.
    ///   - connectTimeout: well inside the deadline of a call, so that a host that does not answer is told from a call
    ///     that left and was not answered.
    ///   - group: the event loops to share.
    package static func client(
        connectionsPerHost: Int = 64,
        connectTimeout: Duration = .seconds(5),
        on group: any EventLoopGroup = HTTPClient.defaultEventLoopGroup
    ) -> HTTPClient {
        HTTPClient(
            eventLoopGroup: group,
            configuration: configuration(connectionsPerHost: connectionsPerHost, connectTimeout: connectTimeout)
        )
    }

    /// The client's configuration, for those who want to change something else (certificates, a proxy).
    package static func configuration(
        connectionsPerHost: Int = 64,
        connectTimeout: Duration = .seconds(5)
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        // A redirect would carry the token, and perhaps a write, to a host that nobody configured.
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout.connect = TimeAmount(connectTimeout)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
        // Below the idle time-out of common load balancers (60 s): a write on a connection that the other side is just
        // closing is a write whose answer is lost.
        configuration.connectionPool.idleTimeout = .seconds(30)
        // A refused connection is reported at once; whether and when to try again is decided here, not below.
        configuration.connectionPool.retryConnectionEstablishment = false
        // One call, one connection: the pool's limit is the limit of calls in flight, and a broken connection breaks one call.
        configuration.httpVersion = .http1Only
        return configuration
    }
}
