/// An http or https URL, read strictly, so that a wrong one is named at start and cannot turn into another one.
package struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    package enum Scheme: String, Sendable, Hashable {
        case http, https
    }

    package let scheme: Scheme
    /// Lower case, without a dot at the end; an IPv6 address without its brackets.
    package let host: String
    /// Nil: the scheme's own.
    package let port: Int?
    /// Path and query as they were given; empty for the bare address.
    package let target: String

    /// Reads a URL.
    ///
    /// - Parameters:
    ///   - allowsQuery: whether a query may follow the path.
    ///   - allowsBareHost: whether a host name (with a port or without) will do, and means https.
    package init(_ text: String, allowsQuery: Bool = true, allowsBareHost: Bool = false) throws(WebAddressFault) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.neverInURL.contains($0) }) else { throw .character }
        var rest = text[...]
        if let mark = rest.firstRange(of: "://") {
            guard let known = Scheme(rawValue: rest[..<mark.lowerBound].lowercased()) else { throw .scheme }
            scheme = known
            rest = rest[mark.upperBound...]
        } else {
            guard allowsBareHost else { throw .noScheme }
            scheme = .https
        }
        guard !rest.contains("#") else { throw .fragment }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        target = String(rest[end...])
        guard allowsQuery || !target.contains("?") else { throw .query }
        var authority = rest[..<end]
        guard !authority.contains("@") else { throw .credentials }
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            let digits = authority[authority.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), (1...65_535).contains(number) else {
                throw .port
            }
            port = number
            authority = authority[..<colon]
        } else {
            port = nil
        }
        host = try Self.host(authority)
    }

    /// Lower case and canonical: a host name or an IP address.
    static func host(_ text: Substring) throws(WebAddressFault) -> String {
        if text.hasPrefix("["), text.hasSuffix("]") {
            guard let address = IPAddress(String(text.dropFirst().dropLast())), address.isIPv6 else { throw .host }
            return address.description
        }
        var name = text.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard !name.isEmpty, name.utf8.count <= 253, labels.allSatisfy(isLabel) else { throw .host }
        // Resolvers read 2130706433, 0x7f.1 and 010.0.0.1 as addresses: whatever ends like a number has to be a plain one.
        if let last = labels.last, last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) || last.hasPrefix("0x") {
            guard let address = IPAddress(name) else { throw .number }
            return address.description
        }
        return name
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { byte in
                switch byte {
                case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    /// Characters that RFC 3986 has in no part of a URL.
    private static let neverInURL = Set("\"<>\\^`{|}".utf8)

    /// The address as it was given, but for upper case in scheme and host.
    package var description: String { origin + target }

    /// The address without a slash at the end, for what paths are added to.
    package var base: String {
        var base = description[...]
        while base.last == "/" { base.removeLast() }
        return String(base)
    }

    /// Scheme, host and port: what may stand in messages, since paths and queries can hold tokens.
    package var origin: String {
        "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host)\(port.map { ":\($0)" } ?? "")"
    }
}

/// Why a text is not the address of a web server. It never repeats the text, which may be a secret in the wrong place.
package enum WebAddressFault: String, Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case character, noScheme = "no_scheme", scheme, fragment, query, credentials, port, host, number

    package var label: String { rawValue }

    package var description: String {
        switch self {
        case .character: "holds a space or another character that no URL has"
        case .noScheme: "is not a URL: it begins with https://"
        case .scheme: "has an unknown scheme: https is allowed (http where the configuration allows it by name)"
        case .fragment: "has a fragment (#…), which is never sent"
        case .query: "has a query (?…), which is not allowed here"
        case .credentials: "holds a user name or password: credentials have keys of their own"
        case .port: "has a port that is no number from 1 to 65535"
        case .host: "has no host name, or one with characters that are not allowed in it (international names: write them as xn--…)"
        case .number: "has an address in an unusual notation: write it with four decimal numbers without leading zeros"
        }
    }
}
