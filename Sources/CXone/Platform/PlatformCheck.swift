package import Reconciliation

extension PlatformClient {
    /// Tries addresses, credentials, and each right by a harmless call.
    ///
    /// - Parameter userID: a user to try the rights on; without one only addresses and tokens are tried.
    package func check(userID: String?, now: Instant) async -> [CXoneFinding] {
        var findings = await ConnectionCheck(plain: calls.plain).findings(of: [
            ("status interface", configuration.statusURL), ("reporting interface", configuration.reportingURL),
        ])
        for (realm, subject) in [(TokenRealm.status, "token for statuses"), (.reporting, "token for the history")] {
            findings.append(
                await .of(subject) { () async throws(CXoneFault) in
                    try await authenticate(realm)
                    return "given"
                }
            )
        }
        guard let userID else {
            findings.append(CXoneFinding(.doubtful, "rights", "not tried: name a user with --user or CXONE_USER_ID"))
            return findings
        }
        findings.append(
            await .of("user") { () async throws(CXoneFault) in
                "\(userID) has the roles \(try await user(userID).roles.joined(separator: ", "))"
            }
        )
        findings.append(
            await .of("user:status:read") { () async throws(CXoneFault) in
                "\(userID) is \(try await liveStatus(userID).status.label)"
            }
        )
        findings.append(
            await .of("reporting:read") { () async throws(CXoneFault) in
                "\(try await history(of: userID, from: now - .hours(24), to: now).count) state records in the last 24 hours"
            }
        )
        findings.append(
            CXoneFinding(
                .doubtful,
                "user:status:write",
                "not tried: any call would change a status (granted under Applications > API Access)"
            )
        )
        return findings
    }
}
