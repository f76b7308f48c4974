import Synchronization

/// Which team agents are in, as far as somebody asked: codes are a team's.
///
/// An agent can change the team without changing the state. So what the board holds of an agent's team may be old, and only
/// states that have just been told count.
final class ACDTeamBook: Sendable {
    /// Where there are more agents than this, those of long ago are looked up again.
    private static let most = 200_000

    private let teams = Mutex<[String: String]>([:])

    subscript(userID: String) -> String? { teams.withLock { $0[userID] } }

    func note(_ team: String, of userID: String) {
        teams.withLock { teams in
            if teams.count >= Self.most, teams[userID] == nil { teams.removeAll() }
            teams[userID] = team
        }
    }

    /// States were told: those of agents whose team is known may show another one.
    func correct(by states: [ACDAgentState]) {
        teams.withLock { teams in
            guard !teams.isEmpty else { return }
            for state in states {
                guard let team = state.teamID, teams[state.agentID] != nil else { continue }
                teams[state.agentID] = team
            }
        }
    }
}
