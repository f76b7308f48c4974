package import Reconciliation

/// The rights that the dialect `platform` needs, and where CXone's administration grants them.
extension MissingRight {
    /// GET user and GET status; for GET user `user:read` does as well.
    package static let readStatus = MissingRight(right: "user:status:read", grantedUnder: "Applications > API Access")
    /// PUT status.
    package static let writeStatus = MissingRight(right: "user:status:write", grantedUnder: "Applications > API Access")
    /// The state history.
    package static let readReporting = MissingRight(right: "reporting:read", grantedUnder: "Security > Roles")

    /// The scope that a token was asked for, and that its endpoint does not grant.
    static func scope(_ scopes: [String], of realm: TokenRealm) -> MissingRight {
        switch realm {
        case .status: MissingRight(right: scopes.joined(separator: " "), grantedUnder: "Applications > API Access")
        case .reporting: MissingRight(right: scopes.joined(separator: " "), grantedUnder: "Security > Roles")
        }
    }
}
