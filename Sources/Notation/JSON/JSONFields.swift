/// Reads the members of an object one by one, and knows afterwards which were never asked for.
///
/// Null and absent are the same.
package struct JSONFields: Sendable {
    /// Where the object stands.
    package let pointer: JSONPointer
    private let members: [JSONObject.Member]
    private var asked: Set<Int> = []
    /// The first 64 members, one bit each: nearly every object has no more.
    private var askedFirst: UInt64 = 0

    package init(_ value: JSONValue, at pointer: JSONPointer = .root) throws(FieldFault) {
        guard case .object(let object) = value else {
            let subject = pointer == .root ? "the body" : "this"
            throw FieldFault(pointer: pointer, code: .wrongType, detail: "\(subject) must be an object, not \(value.kindInWords)")
        }
        self.init(object, at: pointer)
    }

    package init(_ object: JSONObject, at pointer: JSONPointer = .root) {
        self.pointer = pointer
        members = object.members
    }

    package func pointer(to name: String) -> JSONPointer {
        pointer.appending(name)
    }

    /// Members never asked for, in their order.
    package var unread: [String] {
        members.indices.filter { !wasAsked($0) }.map { members[$0].name }
    }

    // MARK: Optional fields

    /// Any value but null.
    package mutating func value(_ name: String) -> JSONValue? {
        guard let place = members.firstIndex(where: { JSONName.same($0.name, name) }) else { return nil }
        if place < 64 { askedFirst |= 1 << UInt64(place) } else { asked.insert(place) }
        // Not `isNull ? nil : …`: a nil there would be read as a JSON null, which is a value.
        guard !members[place].value.isNull else { return nil }
        return members[place].value
    }

    /// A text of at most that many Unicode scalars.
    package mutating func string(_ name: String, maxLength: Int = 256) throws(FieldFault) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw wrongType(name, "a string", value) }
        // A scalar has one to four bytes, so short texts need no count.
        if text.utf8.count > maxLength, text.unicodeScalars.count > maxLength {
            throw FieldFault(
                pointer: pointer(to: name),
                code: .tooLong,
                detail: "\(name) has \(text.unicodeScalars.count) characters, more than the \(maxLength) allowed",
            )
        }
        return text
    }

    package mutating func bool(_ name: String) throws(FieldFault) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let truth = value.bool else { throw wrongType(name, "true or false", value) }
        return truth
    }

    /// A whole number of 64 bits; 42.0 is one.
    package mutating func int(_ name: String) throws(FieldFault) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let number = value.int else { throw wrongType(name, "a whole number of at most 64 bits", value) }
        return number
    }

    /// A finite number.
    package mutating func double(_ name: String) throws(FieldFault) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.double else { throw wrongType(name, "a number within the range of a double", value) }
        return number
    }

    package mutating func array(_ name: String) throws(FieldFault) -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        guard let elements = value.array else { throw wrongType(name, "an array", value) }
        return elements
    }

    package mutating func fields(_ name: String) throws(FieldFault) -> JSONFields? {
        guard let value = value(name) else { return nil }
        guard let object = value.object else { throw wrongType(name, "an object", value) }
        return JSONFields(object, at: pointer(to: name))
    }

    // MARK: Required fields

    package mutating func requireString(_ name: String, maxLength: Int = 256) throws(FieldFault) -> String {
        guard let text = try string(name, maxLength: maxLength) else { throw missing(name) }
        return text
    }

    package mutating func requireBool(_ name: String) throws(FieldFault) -> Bool {
        guard let truth = try bool(name) else { throw missing(name) }
        return truth
    }

    package mutating func requireInt(_ name: String) throws(FieldFault) -> Int64 {
        guard let number = try int(name) else { throw missing(name) }
        return number
    }

    package mutating func requireDouble(_ name: String) throws(FieldFault) -> Double {
        guard let number = try double(name) else { throw missing(name) }
        return number
    }

    package mutating func requireArray(_ name: String) throws(FieldFault) -> [JSONValue] {
        guard let elements = try array(name) else { throw missing(name) }
        return elements
    }

    package mutating func requireFields(_ name: String) throws(FieldFault) -> JSONFields {
        guard let fields = try fields(name) else { throw missing(name) }
        return fields
    }

    // MARK: Faults

    private func wasAsked(_ place: Int) -> Bool {
        place < 64 ? askedFirst & (1 << UInt64(place)) != 0 : asked.contains(place)
    }

    private func missing(_ name: String) -> FieldFault {
        FieldFault(pointer: pointer(to: name), code: .missingField, detail: "\(name) is required and is missing or null")
    }

    private func wrongType(_ name: String, _ wanted: String, _ value: JSONValue) -> FieldFault {
        FieldFault(pointer: pointer(to: name), code: .wrongType, detail: "\(name) must be \(wanted), not \(value.kindInWords)")
    }
}

extension JSONValue {
    /// What kind of value it is, for messages; numbers are shown when short, since the kind alone seldom says what is wrong.
    fileprivate var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number(let number): number.text.utf8.count <= 24 ? "the number \(number.text)" : "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
