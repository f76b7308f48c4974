/// Writes text so that it stays on its line and cannot steer a terminal.
enum LogText {
    /// A JSON string with its quotes (RFC 8259, section 7).
    ///
    /// Besides what JSON demands, DEL, the C1 controls, the two Unicode line separators and the bidirectional controls are
    /// escaped: logs are looked at with `cat`, and some of them come from outside.
    static func appendJSON(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        appendEscaped(text, to: &line)
        line.append(UInt8(ascii: "\""))
    }

    /// Plain where that is unambiguous, else a JSON string.
    static func appendPlain(_ text: String, to line: inout [UInt8]) {
        let plain = !text.isEmpty && text.unicodeScalars.allSatisfy { !isUnsafe($0) && !" \"\\=[]{},".unicodeScalars.contains($0) }
        if plain {
            line.append(contentsOf: text.utf8)
        } else {
            appendJSON(text, to: &line)
        }
    }

    /// The inside of a JSON string.
    static func appendEscaped(_ text: String, to line: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line.append(contentsOf: #"\""#.utf8)
            case "\\": line.append(contentsOf: #"\\"#.utf8)
            case "\n": line.append(contentsOf: #"\n"#.utf8)
            case "\r": line.append(contentsOf: #"\r"#.utf8)
            case "\t": line.append(contentsOf: #"\t"#.utf8)
            case _ where isUnsafe(scalar):
                // All of them are in the first plane: one \u each.
                let digits = String(scalar.value, radix: 16)
                line.append(contentsOf: #"\u"#.utf8)
                line.append(contentsOf: String(repeating: "0", count: 4 - digits.count).utf8)
                line.append(contentsOf: digits.utf8)
            default: line.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x200E...0x200F, 0x061C: true
        default: false
        }
    }
}
