package import Notation

/// How a simulated tenant is set up. The defaults are those of the command `simulate`.
package struct SimulatorConfiguration: Sendable {
    package var host = "127.0.0.1"
    /// 0 picks a free one.
    package var port = 0
    package var agents = 200
    package var seed: UInt64 = 1
    package var clientID = "simulator"
    package var clientSecret = Secret("simulator-secret")
    /// Of the dialect `acd`.
    package var accessKeyID = "simulator-key"
    package var accessKeySecret = Secret("simulator-key-secret")
    /// What the user of the access key may do; control can change it.
    package var keyRights = Set(KeyRight.allCases)
    /// How long every public call takes, by the simulator's clock.
    package var latency = Duration.zero
    /// Requests per second over all public calls, by the simulator's clock; nil: no limit.
    package var limit: Double?
    package var pages = HistoryPageShape.records
    package var pageSize = 100
    /// Seconds.
    package var tokenLifetime = 3_600
    package var pauseReasons = ["IT Issue", "Queue Full", "Skill Gap", "Manager Meeting", "System Maintenance"]
    /// What a client's state does while the agent is on a contact; nil: `platform` applies it at once, `acd` queues it.
    package var onContact: OnContact?
    /// Whether `acd` sets the state of an agent who is logged out; if not, it answers 409.
    package var setsLoggedOut = true
    /// The status with which `acd` acknowledges a state, 200 or 202.
    package var stateAnswer = 202
    /// The seed and the rate of misbehaviour from the start; nil: none. Control can change it.
    package var chaos: (seed: UInt64, rate: Double)?
    /// How many calls `GET /simulator/calls` can show.
    package var rememberedCalls = 100_000

    package init() {}

    package var roster: Roster { Roster(agents: agents, seed: seed) }
    package var teams: [Team] { Team.all(pauseReasons: pauseReasons) }

    func onContact(in dialect: SimulatedDialect) -> OnContact {
        onContact ?? (dialect == .platform ? .apply : .queue)
    }
}

/// Where the records and the next page's token stand in an answer of the history call.
package enum HistoryPageShape: String, Sendable, Hashable, CaseIterable {
    /// `{"records": […], "next_page_token": …}`
    case records
    /// `{"data": […], "next_page_token": …}`
    case data
    /// A bare array; the token in the response header `next_page_token`.
    case array
    /// `{"records": […]}`; the token in the response header `next_page_token`.
    case header
    /// `{"records": […], "pagination": {"next_page_token": …}}`
    case pagination
}
