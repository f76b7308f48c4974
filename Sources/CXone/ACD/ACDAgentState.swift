import Notation
import Reconciliation

/// What one agent is doing, as `agents/states` and `agents/{agentId}/states` write it.
struct ACDAgentState: Sendable, Equatable {
    let agentID: String
    let stateID: Int
    let teamID: String?
    let codeID: Int?
    let codeName: String?
    let isAfterCallWork: Bool?
    let contactID: String?
    /// Nil: said, and not understood.
    let openContacts: Int?
    let updatedAt: Instant?
    let since: Instant?

    /// - Parameter agentID: whose state it is where it does not say so itself.
    init(_ fields: ACDFields, agentID: String? = nil, call: CXoneCall) throws(CXoneFault) {
        guard let id = fields.text("agentId") ?? agentID else { throw .unreadable(detail: "a state has no agentId", call: call) }
        guard let stateID = fields.int("agentStateId") else {
            throw .unreadable(detail: "the state of agent \(PlainText.line(id, limit: 40)) has no agentStateId", call: call)
        }
        self.agentID = id
        self.stateID = stateID
        teamID = fields.text("teamId")
        codeID = fields.int("outStateId")
        codeName = fields.text("outStateDescription")
        isAfterCallWork = fields.truth("isACW")
        contactID = fields.value("contactId").flatMap { Self.contactID($0) }
        openContacts = fields.value("openContacts") == nil ? 0 : fields.int("openContacts").flatMap { $0 >= 0 ? $0 : nil }
        updatedAt = fields.time("lastUpdateTime")
        since = fields.time("startDate")
    }

    /// A contact's id; what cannot be read is one: it must not be taken for none.
    private static func contactID(_ value: JSONValue) -> String? {
        let text =
            switch value {
            case .string(let text): text
            case .number(let number): number.text
            default: value.description
            }
        return ["", "0"].contains(text) ? nil : text
    }

    /// Whether a live contact could be hurt.
    ///
    /// Contacts that are open and not being handled (an e-mail put aside) are no contact that a break disturbs, but one that
    /// a logout would: so they are not known to be none.
    func onContact(_ states: ACDStateTable) -> Tristate {
        switch states.onContact(stateID) {
        case .yes: return .yes
        case .unknown: return contactID == nil ? .unknown : .yes
        case .no:
            if isAfterCallWork == true { return .no }
            return contactID != nil ? .yes : openContacts == 0 ? .no : .unknown
        }
    }

    func reading(_ states: ACDStateTable, _ names: ACDCodeNames) -> LiveReading {
        let meaning = Self.meaning(stateID, isAfterCallWork: isAfterCallWork == true, code: codeName, states, names)
        let isUnavailable = stateID == ACDStateTable.unavailable
        return LiveReading(
            status: meaning.live,
            pauseReason: meaning.pauseReason,
            since: since,
            onContact: onContact(states),
            inWrapUp: isAfterCallWork.map { $0 ? .yes : .no } ?? (isUnavailable ? .unknown : .no),
            origin: .read,
            stateID: stateID
        )
    }

    /// What a state says, refined by the code where there is one.
    static func meaning(
        _ stateID: Int,
        isAfterCallWork: Bool,
        code: String?,
        _ states: ACDStateTable,
        _ names: ACDCodeNames
    ) -> (live: LiveStatus, pauseReason: String?, label: String) {
        let state = states.table.state(id: stateID)
        guard stateID == ACDStateTable.unavailable else { return (state.live, nil, state.label) }
        if isAfterCallWork { return (.notReady(label: code ?? "AFTER_CALL_WORK"), nil, code ?? "AFTER_CALL_WORK") }
        guard let code else { return (state.live, nil, state.label) }
        guard let meaning = names.meaning(of: code) else { return (.notReady(label: code), nil, code) }
        return (.status(meaning.status), meaning.pauseReason, code)
    }
}

/// The states that one read brought.
struct ACDStatesBody: Sendable, Equatable {
    let agents: [ACDAgentState]
    /// What to pass as `updatedSince` next time; stands beside the states or in each of them.
    let pollTime: String?

    /// - Parameter agentID: whose state was asked for, where one agent's was.
    init(_ answer: Answer, agentID: String? = nil, call: CXoneCall) throws(CXoneFault) {
        guard let body = try ACDFields.body(of: answer, call: call) else {
            agents = []
            pollTime = nil
            return
        }
        guard let fields = ACDFields(body) else { throw .unreadable(detail: "it is no object", call: call) }
        let items: [JSONValue]
        if let list = fields.list("agentStates") {
            items = list
        } else if fields.fields("agentStates") != nil, let one = fields.value("agentStates") {
            items = [one]
        } else if agentID != nil, fields.int("agentStateId") != nil {
            items = [body]
        } else {
            throw .unreadable(detail: "it has no list agentStates", call: call)
        }
        var agents: [ACDAgentState] = []
        agents.reserveCapacity(items.count)
        var newest: (text: String, time: Instant)?
        for item in items {
            guard let item = ACDFields(item) else { throw .unreadable(detail: "an agent's state is no object", call: call) }
            agents.append(try ACDAgentState(item, agentID: agentID, call: call))
            guard let text = item.text("lastPollTime"), let time = ACDFields.time(text) else { continue }
            if newest.map({ time > $0.time }) ?? true { newest = (text, time) }
        }
        self.agents = agents
        pollTime = fields.text("lastPollTime") ?? newest?.text
    }
}
