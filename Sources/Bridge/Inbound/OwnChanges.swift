import Notation
import Reconciliation
import Store

/// A source asks what became of its own changes (2-wfm-wire, The operators' API).
extension Intake {
    /// The newest changes of an agent that came from this source, newest first.
    ///
    /// - Parameter headers: of a message with an empty body, signed like any other.
    func ownChanges(
        of source: SourceName,
        userID: String?,
        reference: String?,
        peer: String?,
        headers: (String) -> [String]
    ) async throws(Problem) -> [UInt8] {
        let (known, _) = try verify([], for: source, peer: peer, at: clock.now(), headers: headers)
        guard let userID else {
            throw Problem(status: 422, code: ChangeFault.missingField.rawValue, detail: "userId is required, as ?userId=…")
        }
        guard UserIDText.isValid(userID) else {
            throw Problem(status: 422, code: ChangeFault.invalidUserID.rawValue, detail: UserIDText.rule)
        }
        do throws(StoreFault) {
            let agent = AgentID(tenant: known.tenant, userID: userID)
            let stories = try await store.changes(of: agent, reference: reference, limit: Self.mostChanges)
            let answer: JSONValue = ["changes": .array(stories.filter { $0.change.source == known.name }.map(\.json))]
            return answer.encoded()
        } catch {
            throw .cannotRecord("\(error)")
        }
    }

    private static let mostChanges = 100
}
