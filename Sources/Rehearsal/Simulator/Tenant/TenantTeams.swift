import Notation

extension SimulatedTenant {
    /// A team with its codes, as control lists it.
    func overview(ofTeam id: String) throws(Refusal) -> JSONValue {
        let team = teams[try place(ofTeam: id)]
        let codes = team.codes.map { code -> JSONValue in
            ["outStateId": .int(code.id), "outStateName": .string(code.name), "isActive": .bool(code.isActive)]
        }
        return ["teamId": .int(team.id), "teamName": .string(team.name), "codes": .array(codes)]
    }

    /// Deletes codes of a team and makes them anew: the same name with another number, which no code had before.
    mutating func renew(_ names: [String], ofTeam id: String) throws(Refusal) -> JSONValue {
        let place = try place(ofTeam: id)
        var renewed = teams[place].codes
        var next = max(newestCode, teams.flatMap(\.codes).map(\.id).max() ?? 0)
        for (item, name) in names.enumerated() {
            guard let code = renewed.firstIndex(where: { $0.name == name && $0.id > UnavailableCode.lastReserved }) else {
                throw Refusal(400, "/renew/\(item): the team has no such code.")
            }
            next += 1
            renewed[code].id = next
        }
        newestCode = next
        teams[place].codes = renewed
        return try overview(ofTeam: id)
    }

    private func place(ofTeam id: String) throws(Refusal) -> Int {
        guard let place = teams.firstIndex(where: { String($0.id) == id }) else { throw Refusal(404, "There is no team of this id.") }
        return place
    }
}
