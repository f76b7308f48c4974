import Notation
import Reconciliation

/// An unavailable code of a team.
struct ACDCode: Sendable, Equatable {
    let id: Int
    let name: String
    let isActive: Bool
    /// For after-call work: only with a contact, else CXone answers 409.
    let isAfterCallWork: Bool
    /// After which CXone logs the agent out; nil: not said.
    let timeout: Duration?

    /// Codes up to this are CXone's own.
    static let lastReserved = 3

    var isReserved: Bool { id <= Self.lastReserved }

    /// The codes of a team: `unavailableCodes`, in `resultSet` or by itself.
    static func list(_ answer: Answer) throws(CXoneFault) -> [ACDCode] {
        guard let body = try ACDFields.body(of: answer, call: .codes) else { return [] }
        let fields = ACDFields(body)
        guard
            let items = body.array ?? fields?.list("unavailableCodes") ?? fields?.fields("resultSet")?.list("unavailableCodes")
        else {
            throw .unreadable(detail: "it has no list unavailableCodes", call: .codes)
        }
        var codes: [ACDCode] = []
        for item in items {
            guard let fields = ACDFields(item), let id = fields.int("outStateId"), let name = fields.text("outStateName") else {
                throw .unreadable(detail: "a code has no outStateId or no outStateName", call: .codes)
            }
            codes.append(
                ACDCode(
                    id: id,
                    name: name,
                    isActive: fields.truth("isActive") ?? true,
                    isAfterCallWork: fields.truth("isAcw") ?? false,
                    timeout: fields.int("agentTimeoutMins").flatMap { (1...100_000).contains($0) ? .minutes(Int64($0)) : nil }
                )
            )
        }
        return codes
    }
}

/// What looking for a code by its name found.
enum ACDCodeSearch: Sendable, Equatable {
    case found(ACDCode)
    /// Why there is none that can be used, in words.
    case none(String)

    /// - Parameter onContact: then a code for after-call work will do.
    init(_ name: String, among codes: [ACDCode], team: String, onContact: Bool) {
        let named = codes.filter { $0.name == name }
        if let code = named.first(where: { $0.isActive && !$0.isReserved && (onContact || !$0.isAfterCallWork) }) {
            self = .found(code)
            return
        }
        guard let code = named.first else {
            let near = codes.first { $0.name.lowercased() == name.lowercased() }
            let hint = near.map { "; it has “\($0.name)”, and names are case-sensitive" } ?? ""
            self = .none("team \(team) has no unavailable code “\(name)”\(hint)")
            return
        }
        let why =
            !code.isActive
            ? "is not active" : code.isReserved ? "is one of CXone's own" : "is for after-call work, which needs a contact"
        self = .none("the unavailable code “\(name)” of team \(team) \(why)")
    }
}
