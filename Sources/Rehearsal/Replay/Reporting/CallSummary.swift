import Notation

/// What CXone was asked for.
package struct CallSummary: Sendable, Hashable {
    /// By call, as the simulator names them.
    package let calls: [String: Int]
    /// Writes that took effect.
    package let writes: Int
    /// Calls that were answered with an error, or not at all.
    package let failures: Int

    init(_ calls: [JSONValue]) {
        self.calls = calls.reduce(into: [:]) { $0[$1["call"]?.string ?? "?", default: 0] += 1 }
        writes = calls.count { $0["applied"]?.bool == true }
        failures = calls.count { !(200..<300).contains($0["answer"]?.int ?? 0) }
    }

    package var total: Int { calls.values.reduce(0, +) }

    /// Calls of any kind per write that took effect; nil if there was none.
    package var perWrite: Double? { writes == 0 ? nil : Double(total) / Double(writes) }

    var json: JSONValue {
        var byCall = JSONObject()
        for (name, count) in calls.sorted(by: { $0.key < $1.key }) { byCall[name] = .int(count) }
        return [
            "total": .int(total), "byCall": .object(byCall), "writes": .int(writes), "failures": .int(failures),
            "perWrite": perWrite.map { .number(JSONNumber(($0 * 100).rounded() / 100)) } ?? .null,
        ]
    }
}
