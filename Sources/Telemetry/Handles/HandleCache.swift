import Synchronization

/// The handles of one metric name, made at first use and kept by their label values.
///
/// A handle costs a registration in the factory; keeping it makes an increment one dictionary look-up under a short lock.
/// The cache is as bounded as the registry is: past `limit`, handles are asked for anew each time, and the factory decides.
final class HandleCache<Handle: Sendable>: Sendable {
    private let limit = 1_000
    private let labelNames: [String]
    private let make: @Sendable (_ dimensions: [(String, String)]) -> Handle
    private let handles = Mutex<[String: Handle]>([:])

    /// - Parameters:
    ///   - name: the metric; its definition must be of one of `kinds`.
    ///   - labelCount: how many label values the family takes.
    init(
        _ name: MetricName,
        kind: MetricDefinition.Kind,
        labelCount: Int,
        make: @escaping @Sendable (_ dimensions: [(String, String)]) -> Handle
    ) {
        let definition = name.definition
        // A wrong family for a name is a slip of the programmer: every debug run of the code around it finds it.
        assert(definition.kind == kind, "\(name.rawValue) is a \(definition.kind.rawValue), not a \(kind.rawValue)")
        assert(
            definition.labels.count == labelCount,
            "\(name.rawValue) has \(definition.labels.count) labels, its family has \(labelCount)"
        )
        self.labelNames = definition.labels.map(\.rawValue)
        self.make = make
    }

    func handle<each Label: MetricLabel>(_ label: repeat each Label) -> Handle {
        var key = ""
        for value in repeat each label {
            // U+001F cannot stand in a label of ours; one label, the usual case, is its own key and copies nothing.
            key = key.isEmpty ? value.label : "\(key)\u{1F}\(value.label)"
        }
        return handles.withLock { handles in
            if let known = handles[key] {
                return known
            }
            var values: [String] = []
            for value in repeat each label {
                values.append(value.label)
            }
            let made = make(Array(zip(labelNames, values)))
            if handles.count < limit {
                handles[key] = made
            }
            return made
        }
    }
}

/// The number of elements in a parameter pack.
func labelCount<each Label>(of types: repeat (each Label).Type) -> Int {
    var count = 0
    for _ in repeat each types {
        count += 1
    }
    return count
}
