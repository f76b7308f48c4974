import Foundation

/// An IPv4 or IPv6 address, and which part of the network it belongs to.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// The part of the network (IANA's registries of special-purpose addresses; RFC 6890).
    package enum Scope: String, Sendable, Hashable, CaseIterable {
        case `public`, loopback, `private`, shared, unspecified, multicast, reserved, embedded
        case linkLocal = "link-local"
    }

    /// 4 or 16 bytes.
    package let bytes: [UInt8]

    /// Reads the usual notation: four decimal numbers, or RFC 4291's for IPv6 without brackets and zone.
    package init?(_ text: String) {
        var four = in_addr()
        var sixteen = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &sixteen) == 1 {
            bytes = withUnsafeBytes(of: sixteen) { Array($0) }
        } else {
            return nil
        }
    }

    package var isIPv6: Bool { bytes.count == 16 }

    package var scope: Scope {
        isIPv6 ? scopeOfSixteen : Self.scope(ofFour: bytes)
    }

    private static func scope(ofFour bytes: [UInt8]) -> Scope {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _): .unspecified
        case (127, _, _): .loopback
        case (10, _, _), (172, 16...31, _), (192, 168, _): .private
        case (100, 64...127, _): .shared
        case (169, 254, _): .linkLocal
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113): .reserved
        case (224...239, _, _): .multicast
        case (240..., _, _): .reserved
        default: .public
        }
    }

    private var scopeOfSixteen: Scope {
        let upper = bytes.prefix(12)
        if bytes.allSatisfy({ $0 == 0 }) { return .unspecified }
        if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] == 1 { return .loopback }
        // ::ffff:0:0/96 and the old ::/96 are IPv4 in disguise; 64:ff9b::/96, 2001::/32 and 2002::/16 lead to IPv4 through gateways.
        if upper.dropLast(2).allSatisfy({ $0 == 0 }) { return .embedded }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B]) || bytes.starts(with: [0x20, 0x02]) || bytes.starts(with: [0x20, 0x01, 0, 0]) {
            return .embedded
        }
        if bytes[0] == 0xFF { return .multicast }
        if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 { return .linkLocal }
        if bytes[0] & 0xFE == 0xFC || (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0xC0) { return .private }
        // 2001::/23 is for protocols, 2001:db8::/32 and 3fff::/20 for documents; only 2000::/3 is handed out at all.
        if bytes.starts(with: [0x20, 0x01]), bytes[2] < 2 || (bytes[2] == 0x0D && bytes[3] == 0xB8) { return .reserved }
        if bytes[0] == 0x3F, bytes[1] == 0xFF, bytes[2] & 0xF0 == 0 { return .reserved }
        return bytes[0] & 0xE0 == 0x20 ? .public : .reserved
    }

    /// The canonical notation (RFC 5952).
    package var description: String {
        guard isIPv6 else { return bytes.map { String($0) }.joined(separator: ".") }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let written = bytes.withUnsafeBytes { inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN)) != nil }
        return written ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "::"
    }
}
