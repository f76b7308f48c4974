import Notation

/// What a client asks for with `PUT /api/v2/users/{id}/status`, checked as far as that needs no look at the agent.
struct StatusOrder: Sendable, Hashable {
    let status: SimulatedStatus.Named
    let pauseReason: String?
    let wrapUpCode: String?
    /// Go Available when a wrap-up ends.
    let autoAvailable: Bool
    /// Refuse while a wrap-up is active. True where the client does not say: nothing is cut short that nobody asked to cut.
    let respectWrapUp: Bool

    /// Reads a body; unknown members are ignored, null and absent are the same.
    init(parsing body: some Collection<UInt8>, pauseReasons: [String]) throws(Refusal) {
        do {
            var fields = try JSONFields(JSONValue(parsing: body))
            let status = try fields.requireString("status")
            pauseReason = try fields.string("pauseReason")
            wrapUpCode = try fields.string("wrapUpCode")
            var flags = try fields.fields("directiveFlags")
            autoAvailable = try flags?.bool("autoAvailable") ?? false
            respectWrapUp = try flags?.bool("respectWrapUp") ?? true
            guard let named = SimulatedStatus.Named(rawValue: status) else {
                let known = SimulatedStatus.Named.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(400, "status must be one of \(known).")
            }
            self.status = named
        } catch {
            throw Refusal(reading: error, or: "The body is not a JSON object")
        }
        if status == .onBreak && pauseReason == nil {
            throw Refusal(400, "Break needs a pauseReason: one of \(pauseReasons.joined(separator: ", ")).")
        }
        if let pauseReason, !pauseReasons.contains(pauseReason) {
            throw Refusal(400, "pauseReason is not one of this tenant's: \(pauseReasons.joined(separator: ", ")).")
        }
    }
}
