/// A JSON object: members in the order in which they were written, each name once.
///
/// Names are the same when their bytes are the same (RFC 8259, section 8.3), not when Unicode calls them equivalent.
/// Two objects are equal when they hold equal members, in whatever order.
package struct JSONObject: Sendable {
    package typealias Member = (name: String, value: JSONValue)

    package private(set) var members: [Member]

    package init() {
        members = []
    }

    /// Members in the order given; of two with the same name the later value counts.
    package init(_ members: KeyValuePairs<String, JSONValue>) {
        self.init(settingEach: members)
    }

    init(settingEach pairs: some Collection<(key: String, value: JSONValue)>) {
        self.init(settingEach: pairs.map { ($0.key, $0.value) })
    }

    init(settingEach pairs: [(String, JSONValue)]) {
        members = []
        members.reserveCapacity(pairs.count)
        var places: [JSONName: Int] = [:]
        for (name, value) in pairs {
            if let place = places[JSONName(name)] {
                members[place].value = value
            } else {
                places[JSONName(name)] = members.count
                members.append((name, value))
            }
        }
    }

    /// Members whose names are known to differ.
    init(distinct members: [Member]) {
        self.members = members
    }

    package var count: Int {
        members.count
    }

    package var isEmpty: Bool {
        members.isEmpty
    }

    /// The value of a member; setting replaces in place or appends, setting nil removes.
    package subscript(_ name: String) -> JSONValue? {
        get {
            index(of: name).map { members[$0].value }
        }
        set {
            switch (index(of: name), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    func index(of name: String) -> Int? {
        members.firstIndex { JSONName.same($0.name, name) }
    }
}

extension JSONObject: Sequence {
    package func makeIterator() -> IndexingIterator<[Member]> {
        members.makeIterator()
    }

    package var underestimatedCount: Int {
        members.count
    }
}

extension JSONObject: Hashable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        if zip(left.members, right.members).allSatisfy({ JSONName.same($0.name, $1.name) }) {
            return zip(left.members, right.members).allSatisfy { $0.value == $1.value }
        }
        var values: [JSONName: JSONValue] = [:]
        for member in left { values[JSONName(member.name)] = member.value }
        return right.allSatisfy { values[JSONName($0.name)] == .some($0.value) }
    }

    package func hash(into hasher: inout Hasher) {
        // Members are summed, so that their order does not show.
        var sum = 0
        for member in members {
            var own = Hasher()
            own.combine(JSONName(member.name))
            own.combine(member.value)
            sum &+= own.finalize()
        }
        hasher.combine(members.count)
        hasher.combine(sum)
    }
}
