package import Notation
package import Reconciliation

/// Makes the names of changes, intents, events and records from time and randomness given from outside.
///
/// Names begin with the time, so that they ascend: new rows go to the end of every index of them, and group commit stays cheap.
package struct IDMinter: Sendable {
    private let now: @Sendable () -> UnixMicroseconds
    /// Gives so many random bytes.
    private let random: @Sendable (Int) -> [UInt8]

    package init(now: @escaping @Sendable () -> UnixMicroseconds, random: @escaping @Sendable (Int) -> [UInt8]) {
        self.now = now
        self.random = random
    }

    /// Crockford's base 32 in lower case: no letters that are mistaken for digits.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// A prefix, the milliseconds since 1970 in ten characters, and 14 characters of randomness: 70 bits.
    private func mint(_ prefix: String) -> String {
        let milliseconds = UInt64(max(0, now() / 1_000))
        let time = (0..<10).map { Self.alphabet[Int((milliseconds >> UInt64((9 - $0) * 5)) & 31)] }
        let letters = random(14).map { Self.alphabet[Int($0 & 31)] }
        return prefix + "_" + String(decoding: time + letters, as: UTF8.self)
    }

    package func change() -> ChangeID { ChangeID(mint("chg")) }
    package func request() -> RequestID { RequestID(mint("req")) }
    package func intent() -> IntentID { IntentID(mint("int")) }
    package func hold() -> HoldID { HoldID(mint("hld")) }
    package func event() -> EventID { EventID(mint("evt")) }
    package func delivery() -> DeliveryID { DeliveryID(mint("dlv")) }
    package func record() -> String { mint("rec") }
    package func boot() -> String { mint("boot") }

    /// A number in 0..<1, for spreading things out.
    package func fraction() -> Double {
        let bits = random(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Double(bits) / 4_294_967_296
    }
}
