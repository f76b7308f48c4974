package import Reconciliation

/// Makes the names of changes, intents, events and records from randomness given from outside.
package struct IDMinter: Sendable {
    /// Gives so many random bytes.
    private let random: @Sendable (Int) -> [UInt8]

    package init(random: @escaping @Sendable (Int) -> [UInt8]) {
        self.random = random
    }

    /// Crockford's base 32 in lower case: no letters that are mistaken for digits.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// A prefix and 24 characters: 120 random bits.
    private func mint(_ prefix: String) -> String {
        let letters = random(24).map { Self.alphabet[Int($0 & 31)] }
        return prefix + "_" + String(decoding: letters, as: UTF8.self)
    }

    package func change() -> ChangeID { ChangeID(mint("chg")) }
    package func request() -> RequestID { RequestID(mint("req")) }
    package func intent() -> IntentID { IntentID(mint("int")) }
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
