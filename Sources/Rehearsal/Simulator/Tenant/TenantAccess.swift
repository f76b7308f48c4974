import Notation

extension SimulatedTenant {
    /// Refuses a call of the dialect `acd` that carries no token (401), or whose key's user may not do it (403).
    func checkKey(_ authorization: String?, _ right: KeyRight, now: UnixMicroseconds) throws(Refusal) {
        try tokens.checkKey(authorization, now: now)
        guard keyRights.contains(right) else {
            throw Refusal(403, "The access key's user lacks \(right.rawValue): grant it under \(KeyRight.grantedUnder).")
        }
    }

    /// A token for an access key, or for the refresh token that came with an earlier one.
    mutating func token(for request: AccessKeyRequest, now: UnixMicroseconds) throws(Refusal) -> (access: String, refresh: String) {
        switch request {
        case .key(let id, let secret):
            guard id == configuration.accessKeyID, secret.reveal() == configuration.accessKeySecret.reveal() else {
                throw Refusal(oauth: "invalid_grant", "Unknown access key, or a wrong secret.", status: 401)
            }
        case .refresh(let token):
            guard tokens.useRefresh(token, now: now) else {
                throw Refusal(oauth: "invalid_grant", "The refresh token is unknown, used or expired.", status: 401)
            }
        }
        return tokens.issueForKey(now: now)
    }

    /// The place of an agent whom the dialect `acd` knows: 404 for none of that number, and for deleted ones.
    mutating func knownPlace(ofACDID id: String, now: UnixMicroseconds) throws(Refusal) -> Int {
        catchUp(now)
        guard let place = place(ofACDID: id), !agents[place].isDeleted else { throw Refusal(404, "There is no agent of this id.") }
        agents[place].settle(now)
        return place
    }
}
