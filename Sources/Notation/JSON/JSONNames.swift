/// The names an object has so far: looked through while they are few, hashed beyond, so that no object costs quadratic time.
struct JSONNames {
    private static let few = 8

    private var many: Set<JSONName> = []

    /// Whether a member of that name is there already; the name is then expected to be added to the members.
    mutating func holds(_ name: String, among members: [JSONObject.Member]) -> Bool {
        if members.count < Self.few {
            for member in members where JSONName.same(member.name, name) { return true }
            return false
        }
        if many.isEmpty {
            for member in members { many.insert(JSONName(member.name)) }
        }
        return !many.insert(JSONName(name)).inserted
    }
}
