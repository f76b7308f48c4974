/// The address of an interface: scheme, host, port and the path that every call begins with.
///
/// Read by hand rather than with Foundation, so that a wrong address is named at start and cannot turn into another one:
/// no user names, queries, fragments, spaces or control characters.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    package enum Scheme: String, Sendable {
        case http, https
    }

    package let scheme: Scheme
    /// Lower case; an IPv6 address without its brackets.
    package let host: String
    /// Nil: the scheme's own.
    package let port: Int?
    /// Empty, or begins with a slash; never ends with one.
    package let path: String

    init(scheme: Scheme = .https, host: String, port: Int? = nil, path: String = "") {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads a URL, or a host name (with or without a port), which means https.
    package init(_ text: String) throws(BaseURLFault) {
        var rest = Substring(text.trimmingSpaces)
        guard !rest.isEmpty else { throw .empty }
        var scheme = Scheme.https
        if let mark = rest.firstRange(of: "://") {
            guard let known = Scheme(rawValue: rest[..<mark.lowerBound].lowercased()) else { throw .scheme(text) }
            scheme = known
            rest = rest[mark.upperBound...]
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash]
        var path = rest[slash...]
        guard !authority.contains("@") else { throw .credentials }
        guard path.utf8.allSatisfy(Self.mayStandInPath) else { throw .path(text) }
        while path.last == "/" { path.removeLast() }

        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else { throw .port(text) }
            port = number
            authority = authority[..<colon]
        }
        var host = authority.lowercased()
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard host.contains(":"), host.utf8.allSatisfy(Self.mayStandInAddress) else { throw .host(text) }
        } else {
            guard !host.isEmpty, host.utf8.allSatisfy(Self.mayStandInName) else { throw .host(text) }
        }
        self.init(scheme: scheme, host: host, port: port, path: String(path))
    }

    /// The address as calls write it, without a slash at the end.
    package var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme.rawValue)://\(name)\(port.map { ":\($0)" } ?? "")\(path)"
    }

    private static func mayStandInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func mayStandInAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: ":"): true
        default: false
        }
    }

    private static func mayStandInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "/"), UInt8(ascii: "~"), UInt8(ascii: "%"): true
        default: mayStandInName(byte)
        }
    }
}

/// Why a text is not the address of an interface.
package enum BaseURLFault: Error, Sendable, Hashable, CustomStringConvertible {
    case empty
    case scheme(String)
    case credentials
    case host(String)
    case port(String)
    case path(String)

    package var label: String {
        switch self {
        case .empty: "empty"
        case .scheme: "scheme"
        case .credentials: "credentials"
        case .host: "host"
        case .port: "port"
        case .path: "path"
        }
    }

    package var description: String {
        switch self {
        case .empty: "the address is empty: give a host name or a URL"
        case .scheme(let text): "“\(text)” has an unknown scheme: http and https are allowed"
        case .credentials: "the address holds a user name or password: give the credentials by their own settings"
        case .host(let text): "“\(text)” names no host"
        case .port(let text): "“\(text)” has a port that is no number from 1 to 65535"
        case .path(let text): "“\(text)” has a path with characters that may not stand there (no query, no fragment, no spaces)"
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: Substring {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
