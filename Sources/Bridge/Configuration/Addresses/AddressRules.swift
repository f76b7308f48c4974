/// Which addresses the bridge may speak to: public ones over https, and others where the configuration names them.
package struct AddressRules: Sendable, Hashable {
    /// Plain http and addresses on loopback.
    package var allowLoopback: Bool
    /// Names and addresses that need not be public.
    package var hosts: Set<String>
    /// Names and addresses that may be spoken to without TLS.
    package var plainHTTPHosts: Set<String>

    package init(allowLoopback: Bool = false, hosts: Set<String> = [], plainHTTPHosts: Set<String> = []) {
        self.allowLoopback = allowLoopback
        self.hosts = hosts
        self.plainHTTPHosts = plainHTTPHosts
    }

    /// Why an address may not be spoken to, and which key or flag would allow it; nil where it may.
    package func refusal(of address: WebAddress) -> String? {
        let host = address.host
        let literal = IPAddress(host)
        let isLoopback = literal.map { $0.scope == .loopback } ?? Self.isLoopbackName(host)
        if isLoopback, allowLoopback { return nil }
        let flag = isLoopback ? ", or give --allow-loopback (allow.loopback)" : ""
        if address.scheme == .http, !plainHTTPHosts.contains(host) {
            return "plain http to \(host) is not allowed: use https, or add \"\(host)\" to allow.plainHttp"
                + " (WFM_BRIDGE_ALLOW_PLAIN_HTTP)\(flag)"
        }
        let scope = literal?.scope ?? (isLoopback ? .loopback : .public)
        if scope != .public, !hosts.contains(host) {
            return "\(host) is not a public address (\(scope.rawValue)): add \"\(host)\" to allow.hosts (WFM_BRIDGE_ALLOW_HOSTS)\(flag)"
        }
        return nil
    }

    /// Whether an address may be dialled that a host's name was resolved to.
    ///
    /// A name that looks public can lead anywhere, so every address is looked at again before a connection.
    package func permits(address: String, resolvedFrom host: String) -> Bool {
        guard let address = IPAddress(address) else { return false }
        let host = (try? WebAddress.host(host[...])) ?? host
        switch address.scope {
        case .public: return true
        case .loopback where allowLoopback: return true
        default: return hosts.contains(host) || hosts.contains(address.description)
        }
    }

    /// `localhost` and everything under it (RFC 6761, section 6.3).
    static func isLoopbackName(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost")
    }
}
