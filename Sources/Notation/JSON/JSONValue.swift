/// A JSON value (RFC 8259).
///
/// Numbers keep the text they were written with and objects the order of their members, so that what is read can be written again unchanged.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// A whole number of any width.
    package static func int(_ value: some BinaryInteger) -> JSONValue {
        .number(JSONNumber(value))
    }

    /// A text, or null where there is none.
    package static func string(orNull text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }
}

extension JSONValue {
    /// Reads one strict JSON text: whole input, well-formed UTF-8, no duplicate names, within the limits.
    package init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = .standard) throws(JSONFault) {
        let read = bytes.withContiguousStorageIfAvailable { JSONReader.read($0, limits: limits) }
        if let read {
            self = try read.get()
            return
        }
        // One byte more than allowed is enough to see that it is too large.
        let copy = Array(bytes.prefix(limits.bytes + 1))
        self = try copy.withUnsafeBufferPointer { JSONReader.read($0, limits: limits) }.get()
    }

    /// Reads one strict JSON text.
    package init(parsing text: String, limits: JSONLimits = .standard) throws(JSONFault) {
        self = try JSONValue(parsing: text.utf8, limits: limits)
    }

    /// Compact UTF-8, members in their order, control characters escaped.
    package func encoded() -> [UInt8] {
        var writer = JSONWriter(pretty: false)
        writer.write(self)
        return writer.bytes
    }

    /// The value as text; pretty means two spaces of indentation and one member a line.
    package func encodedText(pretty: Bool = false) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension JSONValue {
    package var isNull: Bool {
        self == .null
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let truth) = self { truth } else { nil }
    }

    /// The number as an exact whole number; nil for fractions and beyond 64 bits.
    package var int: Int64? {
        if case .number(let number) = self { number.int64 } else { nil }
    }

    /// The number as a double; nil beyond the range of finite doubles.
    package var double: Double? {
        guard case .number(let number) = self else { return nil }
        let value = number.double
        return value.isFinite ? value : nil
    }

    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The member of that name; nil where there is none or the value is no object.
    package subscript(_ name: String) -> JSONValue? {
        object?[name]
    }
}

extension JSONValue: CustomStringConvertible {
    package var description: String {
        encodedText()
    }
}
