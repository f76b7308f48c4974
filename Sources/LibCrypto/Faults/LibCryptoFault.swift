import CLibCrypto

/// What libcrypto refused to do, and the reason it gave.
///
/// In practice this means a host without memory, or a provider configuration (FIPS) that leaves an algorithm out.
package struct LibCryptoFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The step that failed; its raw value is the bounded label for metrics.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        case fetchDigest = "fetch_digest"
        case digest
        case fetchMAC = "fetch_mac"
        case keyMAC = "key_mac"
        case authenticate
        case random
    }

    package let step: Step

    /// libcrypto's own words, empty when it gave none. Never holds key material or input.
    package let reason: String

    package var label: String { step.rawValue }

    package var description: String {
        let what =
            switch step {
            case .fetchDigest: "libcrypto offers no SHA-256"
            case .digest: "libcrypto could not compute a SHA-256 digest"
            case .fetchMAC: "libcrypto offers no HMAC"
            case .keyMAC: "libcrypto did not take the key for HMAC-SHA256"
            case .authenticate: "libcrypto could not compute an HMAC-SHA256"
            case .random: "libcrypto's random generator gave no bytes"
            }
        let why = reason.isEmpty ? "no reason given" : reason
        return "\(what) (\(why)); look at the host's memory and at its openssl.cnf (providers)"
    }

    package init(step: Step, reason: String) {
        self.step = step
        self.reason = reason
    }

    /// The fault of the call that just failed on this thread; empties this thread's error queue.
    static func latest(_ step: Step) -> LibCryptoFault {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard code != 0 else { return LibCryptoFault(step: step, reason: "") }
        // 256 bytes are what ERR_error_string_n(3) asks for; it always ends the text with a zero.
        let reason = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
            guard let start = text.baseAddress else { return "" }
            text.initialize(repeating: 0)
            ERR_error_string_n(code, start, text.count)
            return String(cString: start)
        }
        return LibCryptoFault(step: step, reason: reason)
    }
}
