import Logging

/// The metadata of one line, flattened and sorted by key.
struct LogFields {
    /// A value as it is written: text, or a list of such.
    indirect enum Value: Equatable {
        case text(String)
        case list([Value])
        /// Only inside a list, where there is no key to flatten into.
        case fields([LogFields.Field])
    }

    struct Field: Equatable {
        let key: String
        let value: Value
    }

    private(set) var fields: [Field] = []

    /// - Parameters:
    ///   - handler: what goes with every line of the logger.
    ///   - provider: what the surroundings add.
    ///   - event: the line's own metadata and error; it wins.
    ///   - reserved: keys that the format uses itself; metadata under one of them is written as `metadata.` and the key.
    init(
        handler: Logger.Metadata,
        provider: Logger.MetadataProvider?,
        event: LogEvent,
        reserved: [String] = []
    ) {
        var metadata = handler
        if let provided = provider?.get() {
            metadata.merge(provided) { _, new in new }
        }
        if let own = event.metadata {
            metadata.merge(own) { _, new in new }
        }
        if let error = event.error {
            metadata[LogKey.error.rawValue] = "\(type(of: error))"
            metadata[LogKey.errorDetail.rawValue] = "\(error)"
        }
        fields = Self.flattened(metadata, reserved: reserved)
    }

    /// `{"a": {"b": 1}}` becomes `a.b`. Two fields that come to the same key are both kept, the second under `key_2`.
    private static func flattened(_ metadata: Logger.Metadata, reserved: [String] = []) -> [Field] {
        var found: [Field] = []
        collect(metadata, "", into: &found)
        found = found.map { reserved.contains($0.key) ? Field(key: "metadata.\($0.key)", value: $0.value) : $0 }
        // Sorted by value too: a dictionary has no order, a line must.
        found.sort { ($0.key, "\($0.value)") < ($1.key, "\($1.value)") }
        var fields: [Field] = []
        var seen: [String: Int] = [:]
        for field in found {
            let count = seen[field.key, default: 0] + 1
            seen[field.key] = count
            fields.append(count == 1 ? field : Field(key: "\(field.key)_\(count)", value: field.value))
        }
        return fields
    }

    private static func collect(_ metadata: Logger.Metadata, _ prefix: String, into fields: inout [Field]) {
        for (key, value) in metadata {
            let key = prefix.isEmpty ? key : "\(prefix).\(key)"
            if case .dictionary(let nested) = value {
                collect(nested, key, into: &fields)
            } else {
                fields.append(Field(key: key, value: Self.value(value)))
            }
        }
    }

    private static func value(_ value: Logger.MetadataValue) -> Value {
        switch value {
        case .string(let text): .text(text)
        case .stringConvertible(let value): .text(value.description)
        case .array(let values): .list(values.map(Self.value))
        case .dictionary(let nested): .fields(flattened(nested))
        }
    }
}
