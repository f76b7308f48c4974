import Notation
import TestSupport

/// Draws JSON values of every kind, with names and texts that are hard to write.
struct RandomJSON {
    var random: SeededRandom
    var budget = 60

    static let scalars: [ClosedRange<UInt32>] = [
        0x00...0x1F, 0x20...0x7F, 0x22...0x22, 0x5C...0x5C, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF, 0x61...0x66,
    ]

    mutating func value(depth: Int = 0) -> JSONValue {
        budget -= 1
        let kinds = depth < 6 && budget > 0 ? 0...7 : 0...4
        switch Int.random(in: kinds, using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return number()
        case 3, 4: return .string(text())
        case 5, 6:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...12, using: &random) { object[text()] = value(depth: depth + 1) }
            return .object(object)
        default:
            return .array((0..<Int.random(in: 0...6, using: &random)).map { _ in value(depth: depth + 1) })
        }
    }

    mutating func number() -> JSONValue {
        if Bool.random(using: &random) { return .int(Int64(bitPattern: random.next()) >> Int64.random(in: 0...63, using: &random)) }
        let value = Double(bitPattern: random.next())
        return .number(JSONNumber(value.isFinite ? value : 0.5))
    }

    mutating func text() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let range = Self.scalars[Int.random(in: Self.scalars.indices, using: &random)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
        }
        return String(text)
    }
}
