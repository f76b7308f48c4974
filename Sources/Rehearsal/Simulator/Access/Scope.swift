/// A right that a token can carry, with the place where an administrator grants it.
enum Scope: String, Sendable, Hashable, CaseIterable {
    case userRead = "user:read"
    case statusRead = "user:status:read"
    case statusWrite = "user:status:write"
    case reportingRead = "reporting:read"
    /// Names instead of ids.
    case adminUsersRead = "admin:users:read"

    var grantedUnder: String {
        switch self {
        case .userRead, .statusRead, .statusWrite: "Applications > API Access"
        case .reportingRead, .adminUsersRead: "Security > Roles"
        }
    }
}
