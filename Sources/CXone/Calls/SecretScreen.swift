import Foundation
import Notation

/// Takes secrets out of the words of others: who repeats what was sent must not put it into a log, a journal or an error.
///
/// A secret is found as it is, percent-encoded, form-encoded, escaped as in JSON, in any mixture of these, and inside base64.
/// Whatever follows `Bearer` or `Basic` is taken for one.
struct SecretScreen: Sendable {
    /// What stands in the place of a secret.
    static let mark = "(not shown)"
    /// No more of a text is looked through than makes a message, for it is cut afterwards.
    private static let enough = 4 * (PlainText.limit + 1)

    /// One way to write one character.
    private struct Spelling: Sendable {
        let bytes: [UInt8]
        /// The digits of an escape have no case.
        var isEscape = false
    }

    private struct Hidden: Sendable {
        /// Worked out beforehand: at most places of a text a secret does not even begin.
        let first: [Spelling]
        let rest: ArraySlice<Unicode.Scalar>

        init?(_ text: String) {
            let characters = Array(text.unicodeScalars)
            guard let character = characters.first else { return nil }
            first = SecretScreen.spellings(character)
            rest = characters.dropFirst()
        }
    }

    private let secrets: [Hidden]

    init(_ secrets: [Secret]) {
        self.secrets = secrets.flatMap { [$0.reveal()] + Self.insideBase64($0.reveal()) }.compactMap(Hidden.init)
    }

    /// The text, as far as a message shows it, without its secrets.
    func screen(_ text: String) -> String {
        let text = Array(text.utf8)
        var shown: [UInt8] = []
        var place = 0
        while place < text.count, shown.count < Self.enough {
            if let end = secrets.compactMap({ Self.end(of: $0, in: text, at: place) }).max() {
                shown += Self.mark.utf8
                place = end
            } else if let credentials = Self.credentials(in: text, at: place) {
                shown += text[place..<credentials.lowerBound] + Array(Self.mark.utf8)
                place = credentials.upperBound
            } else {
                shown.append(text[place])
                place += 1
            }
        }
        return String(decoding: shown, as: UTF8.self)
    }

    // MARK: Spellings

    private static func spellings(_ character: Unicode.Scalar) -> [Spelling] {
        let raw = Array(String(character).utf8)
        let percent = raw.map { "%" + hex(UInt32($0), digits: 2) }.joined()
        var all = [
            Spelling(bytes: raw), Spelling(bytes: Array(percent.utf8), isEscape: true),
            // What was encoded twice.
            Spelling(bytes: Array(percent.replacing("%", with: "%25").utf8), isEscape: true),
            Spelling(
                bytes: String(character).utf16.flatMap { Array("\\u\(hex(UInt32($0), digits: 4))".utf8) },
                isEscape: true
            ),
        ]
        if character == " " { all.append(Spelling(bytes: [UInt8(ascii: "+")])) }
        if ["\"", "\\", "/"].contains(character) { all.append(Spelling(bytes: [UInt8(ascii: "\\")] + raw)) }
        return all
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// What of a secret can be told in the base64 of a longer text that holds it: three ways, by where in the text it begins.
    /// Less than eight characters could be anything.
    private static func insideBase64(_ secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        return (0..<3).flatMap { offset -> [String] in
            let text = Array(Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString())
            let own = (offset * 8 + 5) / 6..<max((offset * 8 + 5) / 6, (offset + bytes.count) * 8 / 6)
            guard own.count >= 8 else { return [] }
            let core = String(text[own])
            let forURLs = core.replacing("+", with: "-").replacing("/", with: "_")
            return core == forURLs ? [core] : [core, forURLs]
        }
    }

    // MARK: Finding

    /// Where a secret that begins at a place ends; nil where none does.
    private static func end(of secret: Hidden, in text: [UInt8], at place: Int) -> Int? {
        var ends = self.ends(of: secret.first, in: text, at: [place])
        for character in secret.rest {
            guard !ends.isEmpty else { return nil }
            ends = self.ends(of: spellings(character), in: text, at: ends)
        }
        return ends.max()
    }

    private static func ends(of character: [Spelling], in text: [UInt8], at places: Set<Int>) -> Set<Int> {
        var ends: Set<Int> = []
        for place in places {
            for spelling in character where begins(text, at: place, with: spelling) { ends.insert(place + spelling.bytes.count) }
        }
        return ends
    }

    private static func begins(_ text: [UInt8], at place: Int, with spelling: Spelling) -> Bool {
        guard text.count - place >= spelling.bytes.count else { return false }
        for (offset, byte) in spelling.bytes.enumerated() {
            let there = text[place + offset]
            guard there == byte || (spelling.isEscape && lower(there) == lower(byte)) else { return false }
        }
        return true
    }

    /// What follows the name of a scheme that begins at a place. A word in small letters is a word: "bearer token", "Basic auth".
    private static func credentials(in text: [UInt8], at place: Int) -> Range<Int>? {
        guard place == 0 || !isLetter(text[place - 1]) else { return nil }
        for scheme in ["bearer", "basic"] where begins(text, at: place, with: Spelling(bytes: Array(scheme.utf8), isEscape: true)) {
            let name = place + scheme.utf8.count
            var start = name
            while start < text.count, text[start] != UInt8(ascii: "%"), !isCredential(text[start]) || text[start] == UInt8(ascii: "+") {
                start += 1
            }
            if text[start...].starts(with: "%20".utf8) { start += 3 }
            guard start > name else { return nil }
            var end = start
            while end < text.count, isCredential(text[end]) { end += 1 }
            let isWord = text[start..<end].allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: ".") }
            return isWord ? nil : start..<end
        }
        return nil
    }

    /// The characters of tokens and of base64 (RFC 6750, section 2.1), percent-encoded ones included.
    private static func isCredential(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || Array("-._~+/=%".utf8).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower(byte)) }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
