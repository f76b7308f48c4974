import NIOHTTP1
import Notation
import Reconciliation

/// The reads of the dialect `acd`, each a call or one page; and what their faults mean in it.
struct ACDReader: Sendable {
    let configuration: ACDConfiguration
    let calls: AuthorizedCalls
    let addresses: ACDAddresses

    /// The base of all calls, with the version.
    func base() async throws(CXoneFault) -> BaseURL { try await addresses.found(by: calls.plain).api }

    func url(_ base: BaseURL, _ path: String) -> String {
        "\(base)\(configuration.pathPrefix)/v\(configuration.version)/\(path)"
    }

    // MARK: Reads

    func agent(_ agentID: String, patience: Duration?) async throws(CXoneFault) -> ACDAgentBody {
        guard let segment = URLText.pathSegment(agentID) else { throw .notFound(call: .user) }
        return try ACDAgentBody(try await read(.user, "agents/\(segment)", patience: patience), agentID: agentID)
    }

    /// The state of one agent; nil where CXone knows the agent and has no state.
    func state(of agentID: String, patience: Duration?) async throws(CXoneFault) -> ACDAgentState? {
        guard let segment = URLText.pathSegment(agentID) else { throw .notFound(call: .status) }
        let answer = try await read(.status, "agents/\(segment)/states", patience: patience)
        let body = try ACDStatesBody(answer, agentID: agentID, call: .status)
        guard let state = body.agents.first else { return nil }
        // An answer about somebody else must not move this agent.
        guard let own = body.agents.last(where: { $0.agentID == agentID }) else {
            throw .unreadable(detail: "it is about agent \(PlainText.line(state.agentID, limit: 40))", call: .status)
        }
        return own
    }

    func states(_ question: ACDStateBoard.Question) async -> Result<ACDStatesBody, CXoneFault> {
        let query =
            switch question {
            case .all: ""
            case .changes(let since): "?" + URLText.query([("updatedSince", since)])
            }
        do throws(CXoneFault) {
            return .success(try ACDStatesBody(try await read(.states, "agents/states\(query)", patience: nil), call: .states))
        } catch {
            return .failure(error)
        }
    }

    /// - Parameter all: those that are not active, too.
    func codes(of team: String, all: Bool = false) async -> Result<[ACDCode], CXoneFault> {
        guard let segment = URLText.pathSegment(team) else { return .failure(.notFound(call: .codes)) }
        do throws(CXoneFault) {
            let path = "teams/\(segment)/unavailable-codes?activeOnly=\(!all)"
            return .success(try ACDCode.list(try await read(.codes, path, patience: nil)))
        } catch {
            return .failure(error)
        }
    }

    func historyPage(
        of agentID: String,
        from start: Instant,
        to end: Instant,
        skip: Int,
        number: Int,
        patience: Duration?
    ) async throws(CXoneFault) -> ACDHistoryPage {
        guard let segment = URLText.pathSegment(agentID) else { throw .notFound(call: .history) }
        let query = URLText.query([
            ("startDate", RFC3339.format(start.microseconds)),
            ("endDate", RFC3339.format(end.microseconds)),
            ("skip", "\(skip)"),
            ("top", "\(configuration.pageSize)"),
        ])
        let answer = try await read(.history, "agents/\(segment)/state-history?\(query)", patience: patience)
        return try ACDHistoryPage(answer, number: number, now: calls.now)
    }

    // MARK: Faults

    private func read(
        _ call: CXoneCall,
        _ path: String,
        patience: Duration?
    ) async throws(CXoneFault) -> Answer {
        let base = try await base()
        do throws(CXoneFault) {
            let answer = try await calls.read(
                OutgoingCall(call: call, method: .GET, url: url(base, path)),
                realm: .status,
                patience: patience ?? configuration.readPatience
            )
            addresses.prove(base)
            return answer
        } catch {
            throw await told(error, of: call, at: base)
        }
    }

    /// The fault as it is to be understood in this dialect.
    private func told(_ fault: CXoneFault, of call: CXoneCall, at base: BaseURL) async -> CXoneFault {
        switch fault {
        case .forbidden(_, call): return .forbidden(.acd(call), call: call)
        case .unavailable(_, status: nil):
            addresses.doubt()
            return fault
        case .notFound(.states):
            return wrongPlace(call, at: base)
        case .notFound(call) where !addresses.isProven(base):
            // Only where the interface is known to be here is it the agent who is not.
            guard case .failure(let other) = await states(.all) else { return fault }
            if case .badRequest(status: 404, _, _) = other { return wrongPlace(call, at: base) }
            return other
        default: return fault
        }
    }

    /// A 404 that says nothing of any agent.
    func wrongPlace(_ call: CXoneCall, at base: BaseURL) -> CXoneFault {
        .badRequest(
            status: 404,
            message: "there is no such interface at \(url(base, "")): the host or the version may be wrong"
                + " (apiUrl or discovery, and version)",
            call: call
        )
    }
}
