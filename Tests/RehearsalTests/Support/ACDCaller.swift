import Foundation
import Notation
import Rehearsal
import Testing

/// A client of the dialect `acd`, over a real socket.
struct ACDCaller: Sendable {
    let caller: Caller
    var version = "v31.0"

    private var prefix: String { "/incontactapi/services/\(version)" }

    func get(_ path: String) async throws -> Reply { try await caller.get(prefix + path) }
    func post(_ path: String) async throws -> Reply { try await caller.send(.POST, prefix + path) }

    func available(_ agent: Int) async throws -> Reply { try await post("/agents/\(agent)/state?state=Available") }

    func unavailable(_ agent: Int, _ code: Int) async throws -> Reply {
        try await post("/agents/\(agent)/state?state=Unavailable&outStateId=\(code)")
    }

    /// The state of one agent as its own read shows it.
    func state(_ agent: Int) async throws -> JSONValue {
        let reply = try await get("/agents/\(agent)/states")
        try #require(reply.status == 200, "\(reply.status) \(reply.text)")
        return try #require(reply.json["agentStates"]?.array?.first)
    }

    /// Everybody, or those who changed; empty where the answer is 204.
    func states(since time: String? = nil) async throws -> (items: [JSONValue], pollTime: String?) {
        let reply = try await get("/agents/states" + (time.map { "?updatedSince=\($0)" } ?? ""))
        if reply.status == 204 { return ([], nil) }
        try #require(reply.status == 200, "\(reply.text)")
        return (try #require(reply.json["agentStates"]?.array), reply.json["lastPollTime"]?.string)
    }
}

extension Simulated {
    /// The number of an agent in the dialect `acd`.
    func number(_ index: Int) throws -> Int { try #require(server.roster[index]).acdID }

    /// One of the codes that all teams have, by its place among those of the agent's team: 1 is Break, 2 Training.
    func code(_ index: Int, _ place: Int) -> Int { (Team.id(ofAgentAt: index) - 500) * 1_000 + place }

    func keyToken() async throws -> Reply {
        try await anonymous.postForm(
            "/auth/token",
            "grant_type=password&username=simulator-key&password=simulator-key-secret",
            headers: [Self.basic("simulator:simulator-secret")]
        )
    }

    static func basic(_ text: String) -> (String, String) {
        ("authorization", "Basic \(Data(text.utf8).base64EncodedString())")
    }

    func acd() async throws -> ACDCaller {
        let reply = try await keyToken()
        try #require(reply.status == 200, "\(reply.text)")
        let token = try #require(reply.json["access_token"]?.string)
        return ACDCaller(caller: Caller(base: base, headers: [("authorization", "Bearer \(token)")]))
    }

    func agent(_ index: Int) async throws -> JSONValue {
        try await anonymous.get("/simulator/agents/\(try number(index))").json
    }

    func setChaos(_ order: JSONValue) async throws {
        let reply = try await anonymous.put("/simulator/chaos", order)
        try #require(reply.status == 200, "\(reply.text)")
    }

    /// Each call of either dialect once, with what it needs to be served.
    func replies(agent index: Int = 0) async throws -> [SimulatedCall: Reply] {
        let (platform, acd) = (try await caller(), try await acd())
        let (id, number) = (try id(index), try number(index))
        let span = "2026-11-20T00:00:00Z"
        return [
            .token: try await anonymous.postForm(
                "/oauth/token",
                "grant_type=client_credentials&client_id=simulator&client_secret=simulator-secret"
            ),
            .user: try await platform.get("/api/v2/users/\(id)"),
            .status: try await platform.get("/api/v2/users/\(id)/status"),
            .putStatus: try await platform.put("/api/v2/users/\(id)/status", ["status": "Training"]),
            .history: try await platform.get(
                "/reporting/v2/agents/states/history?user_id=\(id)&start_date_time=\(span)&end_date_time=2026-11-21T00:00:00Z"
            ),
            .discovery: try await anonymous.get("/.well-known/cxone-configuration?tenantId=t"),
            .acdToken: try await keyToken(),
            .setState: try await acd.available(number),
            .agentStates: try await acd.get("/agents/states"),
            .agentState: try await acd.get("/agents/\(number)/states"),
            .stateHistory: try await acd.get("/agents/\(number)/state-history?startDate=\(span)&endDate=2026-11-21T00:00:00Z"),
            .unavailableCodes: try await acd.get("/teams/501/unavailable-codes"),
            .teams: try await acd.get("/teams"),
            .agents: try await acd.get("/agents?top=3"),
            .agent: try await acd.get("/agents/\(number)"),
            .scheduleExport: try await acd.caller.post(
                "/schedules/export",
                ["startDate": "2026-11-20", "endDate": "2026-11-21", "userID": .string(id)]
            ),
            .logout: try await acd.post("/agents/\(number)/logout"),
        ]
    }
}
