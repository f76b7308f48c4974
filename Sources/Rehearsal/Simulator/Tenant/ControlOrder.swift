import Notation

/// What `PUT /simulator/agents/{id}` asks for; a nil field is left as it is.
struct ControlOrder: Sendable, Hashable {
    var status: SimulatedStatus?
    var pauseReason: String?
    var mover = SimulatedAgent.Mover.person
    /// A contact that begins with this order ends after so many seconds; beside it `wrapUpSeconds` is the wrap-up that follows.
    var contactSeconds: Double?
    var isOutbound = false
    /// An unavailable code of the agent's team.
    var outStateID: Int?
    /// The platform logs the agent out after so many seconds, as if a code had lasted too long.
    var timeoutSeconds: Double?
    var teamID: Int?
    /// More than 0 begins a wrap-up now (NOT_READY, writes that respect it answer 409); 0 ends one.
    var wrapUpSeconds: Double?
    var isSuspended: Bool?
    var isDeleted: Bool?
    /// The outer nil leaves the roles, the inner one makes them null.
    var roles: [String]??
    var shift: SimulatedAgent.Shift?

    /// A busy state by a contact, or a busy state that only the platform enters, unless a wrap-up says that it has just ended.
    var beginsContact: Bool {
        guard let status, status.stateID == .busy || status.stateID == .queueBusy else { return false }
        return (mover == .contact || status == .state(status.stateID)) && (contactSeconds != nil || (wrapUpSeconds ?? 0) == 0)
    }

    /// Where the agent goes after a wrap-up that this order begins. A Busy beside it is the contact that has just ended.
    var statusAfterWrapUp: SimulatedStatus? {
        status?.stateID == .busy || status?.stateID == .queueBusy ? nil : status
    }

    init(parsing body: some Collection<UInt8>) throws(Refusal) {
        do {
            let value = try JSONValue(parsing: body)
            var fields = try JSONFields(value)
            if let text = try fields.string("status") {
                guard let status = SimulatedStatus(text: text) else {
                    throw Refusal(400, "/status: must be one of the five statuses, a state's label, or UNKNOWN(n).")
                }
                self.status = status
            }
            pauseReason = try fields.string("pauseReason")
            if let text = try fields.string("by") {
                guard let mover = SimulatedAgent.Mover(rawValue: text), mover != .client else {
                    throw Refusal(400, "/by: must be person, supervisor, contact or session.")
                }
                self.mover = mover
            }
            wrapUpSeconds = try Self.seconds(&fields, "wrapUpSeconds")
            contactSeconds = try Self.seconds(&fields, "contactSeconds")
            timeoutSeconds = try Self.seconds(&fields, "timeoutSeconds")
            isOutbound = try fields.bool("outbound") ?? false
            outStateID = try fields.int("outStateId").map { Int($0) }
            teamID = try fields.int("teamId").map { Int($0) }
            guard contactSeconds == nil || beginsContact else {
                throw Refusal(400, "/contactSeconds: needs a busy status by a contact.")
            }
            guard outStateID == nil || status == nil else {
                throw Refusal(400, "/outStateId: stands in the place of a status.")
            }
            isSuspended = try fields.bool("suspended")
            isDeleted = try fields.bool("deleted")
            if let roles = try fields.array("roles") {
                self.roles = .some(try roles.map(Self.role))
            } else if value["roles"] != nil {
                roles = .some(nil)
            }
            if var hours = try fields.fields("shiftSchedule") {
                shift = .hours(start: try Self.second("start", of: &hours), end: try Self.second("end", of: &hours))
            } else if value["shiftSchedule"] != nil {
                shift = .null
            }
            if let unknown = fields.unread.first {
                throw Refusal(400, "\(fields.pointer(to: unknown).description): there is no such field.")
            }
        } catch {
            throw Refusal(reading: error, or: "The body is not a JSON object")
        }
    }

    /// A time in Unix seconds that the other dialect can write: in the years 0001 to 9999.
    private static func second(_ name: String, of fields: inout JSONFields) throws -> Int64 {
        let second = try fields.requireInt(name)
        guard (-62_135_596_800...253_402_300_799).contains(second) else {
            throw Refusal(400, "\(fields.pointer(to: name).description): must be in Unix seconds, in the years 1 to 9999.")
        }
        return second
    }

    private static func seconds(_ fields: inout JSONFields, _ name: String) throws -> Double? {
        guard let seconds = try fields.double(name) else { return nil }
        guard (0...86_400).contains(seconds) else { throw Refusal(400, "/\(name): must be from 0 to 86400.") }
        return seconds
    }

    /// A role as the wire has it, `{"name": …}`, or the name alone.
    private static func role(_ value: JSONValue) throws(Refusal) -> String {
        guard let name = value.string ?? value["name"]?.string else {
            throw Refusal(400, "/roles: each must be a name, or an object with a name.")
        }
        return name
    }
}
