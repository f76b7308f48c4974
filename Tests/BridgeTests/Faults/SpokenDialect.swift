import Bridge
import CXone
import Notation
import Reconciliation
import Rehearsal

extension BridgeSetup {
    /// Changes how the one tenant of a rig is spoken to: the dialect, and how long a call may take.
    ///
    /// - Parameters:
    ///   - deadline: of a call, in real time
    ///   - logsOut: Offline ends an agent's session, where it has no code
    mutating func speak(_ dialect: SimulatedDialect, deadline: Duration? = nil, logsOut: Bool = false) {
        guard var tenant = tenants[.standard], case .platform(let platform) = tenant.cxone else { return }
        if dialect == .acd {
            let simulated = SimulatorConfiguration()
            var acd = ACDConfiguration(accessKeyID: simulated.accessKeyID, accessKeySecret: simulated.accessKeySecret)
            acd.clientID = simulated.clientID
            acd.clientSecret = simulated.clientSecret
            acd.discoveryURL = platform.statusURL
            acd.discoveryTenantID = "tenant-1"
            acd.refusal = { _ in nil }
            acd.logoutForOffline = logsOut
            tenant.cxone = .acd(acd)
        }
        if let deadline { tenant.cxone.callDeadline = deadline }
        tenants[.standard] = tenant
    }
}

extension Roster {
    /// By what a dialect knows an agent.
    func userID(_ index: Int, in dialect: SimulatedDialect) -> String {
        dialect == .acd ? String(acdIDs[index]) : ids[index]
    }
}
