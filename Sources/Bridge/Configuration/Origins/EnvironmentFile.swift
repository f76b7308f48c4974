/// The variables of a `.env` file: `NAME=value` a line, with `export`, quotes and comments as shells have them.
///
/// Read here and not by swift-configuration, which skips lines that it does not understand, leaves quotes in values,
/// and cannot tell what names there were.
struct EnvironmentFile: Sendable, Equatable {
    struct Fault: Error, Equatable {
        let line: Int
        let detail: String
    }

    private(set) var variables: [String: String] = [:]
    /// Lines that are no assignments, and repeated names, with what is wrong with them; never the text itself.
    private(set) var faults: [Fault] = []

    init(_ text: String) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            do throws(Fault) {
                guard let (name, value) = try Self.assignment(line, number: index + 1) else { continue }
                guard variables[name] == nil else {
                    // Which of the two was meant cannot be known.
                    guard Self.concernsUs(name) else { continue }
                    throw Fault(line: index + 1, detail: "\(name) is set for the second time")
                }
                variables[name] = value
            } catch {
                faults.append(error)
            }
        }
    }

    /// Names that the bridge reads, or that look like one of those with a slip in it.
    static func concernsUs(_ text: some StringProtocol) -> Bool {
        let upper = text.uppercased()
        return upper.contains("CXONE") || upper.contains("WFM")
    }

    private static func assignment(_ line: Substring, number: Int) throws(Fault) -> (name: String, value: String)? {
        var rest = line.drop { $0.isWhitespace }
        guard let first = rest.first, first != "#" else { return nil }
        if rest.hasPrefix("export"), rest.dropFirst(6).first?.isWhitespace == true { rest = rest.dropFirst(7).drop { $0.isWhitespace } }
        guard let equals = rest.firstIndex(of: "=") else {
            // Somebody else's line, perhaps the middle of a value over several lines.
            guard concernsUs(line) else { return nil }
            throw Fault(line: number, detail: "is no NAME=value")
        }
        var name = rest[..<equals]
        while name.last?.isWhitespace == true { name.removeLast() }
        guard !name.isEmpty, name.utf8.allSatisfy(mayStandInName) else {
            guard concernsUs(name) else { return nil }
            throw Fault(line: number, detail: "has a name with characters that no variable has")
        }
        let value = rest[rest.index(after: equals)...].drop { $0.isWhitespace }
        guard let text = unquoted(value) else {
            guard concernsUs(name) else { return nil }
            throw Fault(line: number, detail: "\(name) has a quote that is not closed, or text behind the closing one")
        }
        return (String(name), text)
    }

    private static func mayStandInName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
        default: false
        }
    }

    /// The value without its quotes and the comment behind it; nil where the quotes do not fit.
    private static func unquoted(_ value: Substring) -> String? {
        guard let quote = value.first, quote == "\"" || quote == "'" else {
            return plain(value)
        }
        var text = ""
        var isEscaped = false
        var index = value.index(after: value.startIndex)
        while index < value.endIndex {
            let character = value[index]
            index = value.index(after: index)
            if isEscaped {
                text.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\", quote == "\"" {
                isEscaped = true
            } else if character == quote {
                let behind = value[index...].drop { $0.isWhitespace }
                return behind.isEmpty || behind.first == "#" ? text : nil
            } else {
                text.append(character)
            }
        }
        return nil
    }

    /// Up to white space that a `#` follows; a `#` inside a word belongs to it.
    private static func plain(_ value: Substring) -> String {
        var end = value.endIndex
        var index = value.startIndex
        var behindSpace = true
        while index < value.endIndex {
            if value[index] == "#", behindSpace {
                end = index
                break
            }
            behindSpace = value[index].isWhitespace
            index = value.index(after: index)
        }
        var text = value[..<end]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
