/// Reads one JSON text in one pass over its bytes: objects, arrays and what stands between values.
///
/// Faults are rare, so the happy path carries no pointer: the names are gathered while the error travels up.
struct JSONReader {
    /// Thrown instead of the fault itself, which waits in the reader: a small error keeps the hot path small.
    struct Halt: Error {}

    struct Finding {
        let kind: JSONFault.Kind
        let offset: Int
        let detail: String
    }

    enum Step {
        case name(String)
        case index(Int)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    var at = 0
    private var depth = 0
    private var finding: Finding?
    /// From the innermost value outwards.
    private var steps: [Step] = []
    /// Text with escapes resolved, kept from one string to the next.
    var scratch: [UInt8] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        depthLimit = min(limits.depth, JSONLimits.deepest)
    }

    static func read(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) -> Result<JSONValue, JSONFault> {
        var reader = JSONReader(bytes, limits: limits)
        do throws(Halt) {
            try reader.checkStart(limits: limits)
            let value = try reader.value()
            try reader.checkEnd()
            return .success(value)
        } catch {
            return .failure(reader.fault)
        }
    }

    // MARK: Around the value

    private mutating func checkStart(limits: JSONLimits) throws(Halt) {
        guard bytes.count <= limits.bytes else {
            try halt(.tooLarge, at: limits.bytes, "the text is longer than the \(limits.bytes) bytes allowed")
        }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            try halt(.byteOrderMark, at: 0, "the text begins with a byte order mark, which JSON does not allow")
        }
        skipSpace()
        if at == bytes.count { try halt(.empty, at: 0, "there is no JSON value") }
    }

    private mutating func checkEnd() throws(Halt) {
        skipSpace()
        if at < bytes.count { try halt(.trailingData, at: at, "\(found) follows the end of the value") }
    }

    /// RFC 8259, section 2: space, tab, line feed and carriage return, nothing else.
    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    // MARK: Values

    private mutating func value() throws(Halt) -> JSONValue {
        guard at < bytes.count else { try haltAtEnd("a value") }
        switch bytes[at] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try nested { reader throws(Halt) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(Halt) in try reader.array() }
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "+"), UInt8(ascii: "."):
            try halt(.badNumber, at: at, "a number begins with a digit or a minus sign, not with \(found)")
        default: try halt(.syntax, at: at, "expected a value, found \(found)")
        }
    }

    private mutating func nested(_ body: (inout JSONReader) throws(Halt) -> JSONValue) throws(Halt) -> JSONValue {
        guard depth < depthLimit else { try halt(.tooDeep, at: at, "nested deeper than the \(depthLimit) levels allowed") }
        depth += 1
        at += 1
        skipSpace()
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(Halt) -> JSONValue {
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            do throws(Halt) {
                elements.append(try value())
            } catch {
                steps.append(.index(elements.count))
                throw error
            }
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            try expect(UInt8(ascii: ","), "a comma or the end of the array")
            skipSpace()
        }
    }

    private mutating func object() throws(Halt) -> JSONValue {
        var members: [JSONObject.Member] = []
        var names = JSONNames()
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        while true {
            let start = at
            try expect(UInt8(ascii: "\""), "the name of a member in double quotes", consume: false)
            let name = try string()
            if names.holds(name, among: members) {
                steps.append(.name(name))
                try halt(.duplicateKey, at: start, "a member of this name stands in the object already")
            }
            skipSpace()
            try expect(UInt8(ascii: ":"), "a colon after the name")
            skipSpace()
            do throws(Halt) {
                // Few objects have one member; eight places spare the small ones two moves.
                if members.count == 1 { members.reserveCapacity(8) }
                members.append((name, try value()))
            } catch {
                steps.append(.name(name))
                throw error
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(JSONObject(distinct: members)) }
            try expect(UInt8(ascii: ","), "a comma or the end of the object")
            skipSpace()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Halt) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard at + offset < bytes.count else {
                at = bytes.count
                try haltAtEnd("the word \(word)")
            }
            guard bytes[at + offset] == word.utf8Start[offset] else {
                at += offset
                try halt(.syntax, at: at, "expected the word \(word), found \(found)")
            }
        }
        at += word.utf8CodeUnitCount
        return value
    }

    // MARK: Bytes

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ byte: UInt8, _ wanted: StaticString, consume: Bool = true) throws(Halt) {
        guard at < bytes.count else { try haltAtEnd("\(wanted)") }
        guard bytes[at] == byte else { try halt(.syntax, at: at, "expected \(wanted), found \(found)") }
        if consume { at += 1 }
    }

    // MARK: Faults

    /// The byte in hand, for messages.
    var found: String {
        guard at < bytes.count else { return "the end" }
        let byte = bytes[at]
        if byte > 0x20, byte < 0x7F { return "'\(Unicode.Scalar(byte))'" }
        return "the byte 0x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }

    mutating func halt(_ kind: JSONFault.Kind, at offset: Int, _ detail: String) throws(Halt) -> Never {
        finding = Finding(kind: kind, offset: offset, detail: detail)
        throw Halt()
    }

    mutating func haltAtEnd(_ wanted: String) throws(Halt) -> Never {
        try halt(.unexpectedEnd, at: bytes.count, "the text ends where \(wanted) should follow")
    }

    private var fault: JSONFault {
        var pointer = JSONPointer.root
        loop: for step in steps.reversed() {
            switch step {
            case .index(let index): pointer = pointer.appending(index)
            case .name(let name) where name.utf8.count <= 256: pointer = pointer.appending(name)
            // A pointer goes into answers and logs, and must not carry a megabyte that somebody sent.
            case .name: break loop
            }
        }
        return JSONFault(
            kind: finding?.kind ?? .syntax,
            offset: finding?.offset ?? at,
            pointer: pointer,
            detail: finding?.detail ?? "not JSON",
        )
    }
}
