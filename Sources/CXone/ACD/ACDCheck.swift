package import Reconciliation

extension ACDClient {
    /// Tries addresses, credentials, each right by a harmless call, and the codes that statuses are mapped to.
    ///
    /// - Parameter userID: an agent to try the rights on; without one those of the business unit are tried.
    package func check(userID: String?, now: Instant) async -> [CXoneFinding] {
        let connection = ConnectionCheck(plain: calls.plain)
        var findings: [CXoneFinding] = []
        if configuration.apiURL == nil || configuration.authURL == nil {
            findings += await connection.findings(of: [("discovery", configuration.discoveryURL)])
        }
        let found: ACDAddresses.Found
        do throws(CXoneFault) {
            found = try await addresses.found(by: calls.plain)
            let area = found.area.map { ", area \($0)" } ?? ""
            findings.append(CXoneFinding(.well, "addresses", "\(reader.url(found.api, ""))\(area), tokens from \(found.tokenURL)"))
        } catch {
            return findings + [CXoneFinding(.wrong, "addresses", "\(error)")]
        }
        findings += await connection.findings(of: [("interface", found.api)])
        let token = await CXoneFinding.of("token") { () async throws(CXoneFault) in
            try await calls.authenticate(.status)
            return "given"
        }
        findings.append(token)
        // Every other call would only say the same again.
        guard token.mark == .well else { return findings }

        let states = await checkStates(&findings)
        let teams = await checkAgent(userID, states, now, &findings)
        for team in teams { findings += await checkCodes(of: team) }
        findings.append(
            CXoneFinding(
                .doubtful,
                "changing states",
                "not tried: any call would change one (\(MissingRight.changeAgentState.right), granted under"
                    + " \(MissingRight.changeAgentState.grantedUnder))"
            )
        )
        return findings
    }

    private func checkStates(_ findings: inout [CXoneFinding]) async -> [String: ACDAgentState] {
        do throws(CXoneFault) {
            let states = try await allStates()
            findings.append(CXoneFinding(.well, "states of all agents", "\(states.count) agents have one"))
            return states
        } catch {
            let mark: CXoneFinding.Mark = configuration.stateReads == .bulk ? .wrong : .doubtful
            findings.append(CXoneFinding(mark, "states of all agents", "\(error)"))
            return [:]
        }
    }

    /// - Returns: the teams whose codes are worth looking at.
    private func checkAgent(
        _ userID: String?,
        _ states: [String: ACDAgentState],
        _ now: Instant,
        _ findings: inout [CXoneFinding]
    ) async -> [String] {
        guard let userID else {
            findings.append(CXoneFinding(.doubtful, "sample agent", "not tried: name one with --user or CXONE_USER_ID"))
            return Array(Set(states.values.compactMap(\.teamID)).sorted().prefix(Self.mostTeamsChecked))
        }
        findings.append(
            await .of("agent \(userID)") { () async throws(CXoneFault) in
                let agent = try await reader.agent(userID, patience: nil)
                return "in the directory: team \(agent.teamID ?? "not said"), roles \(agent.user.roles.joined(separator: ", "))"
            }
        )
        if configuration.schedules == .export { findings.append(await checkSchedule(of: userID)) }
        findings.append(
            await .of("state of \(userID)") { () async throws(CXoneFault) in
                guard let state = try await singleState(of: userID, nil).value else { return "none" }
                return state.reading(configuration.states, configuration.codes).status.label
            }
        )
        findings.append(
            await .of("history of \(userID)") { () async throws(CXoneFault) in
                "\(try await history(of: userID, from: now - .hours(24), to: now).count) state records in the last 24 hours"
            }
        )
        do throws(CXoneFault) {
            guard let team = try await team(of: userID) else {
                findings.append(CXoneFinding(.wrong, "team of \(userID)", "CXone does not say: no code can be found"))
                return []
            }
            return [team]
        } catch {
            return []
        }
    }

    private func checkSchedule(of userID: String) async -> CXoneFinding {
        await .of("schedule of \(userID)") { () async throws(CXoneFault) in
            guard let scheduled = try await reader.agent(userID, patience: nil).userID else {
                return "not asked for: the directory does not show the agent's user id, and shifts are not checked"
            }
            guard let shifts = try await reader.shifts(of: scheduled) else { return "no shift shown: it is not checked" }
            return "\(shifts.count) shifts"
        }
    }

    /// A large business unit has hundreds of teams; the first of them show whether names are right.
    private static let mostTeamsChecked = 20

    private func checkCodes(of team: String) async -> [CXoneFinding] {
        let subject = "codes of team \(team)"
        switch await reader.codes(of: team, all: true) {
        case .failure(let fault): return [CXoneFinding(.wrong, subject, "\(fault)")]
        case .success(let codes): return ACDCodeCheck.findings(configuration, codes, team: team, subject: subject)
        }
    }
}

/// What is the matter with a team's codes.
enum ACDCodeCheck {
    static func findings(_ configuration: ACDConfiguration, _ codes: [ACDCode], team: String, subject: String) -> [CXoneFinding] {
        var findings: [CXoneFinding] = []
        var good = 0
        for (wanted, name) in configuration.codes.everything {
            switch ACDCodeSearch(name, among: codes, team: team, onContact: false) {
            case .none(let words): findings.append(CXoneFinding(.wrong, subject, "\(wanted): \(words)"))
            case .found(let code):
                guard let timeout = code.timeout, timeout < configuration.shortestTimeout else {
                    good += 1
                    continue
                }
                let minutes = timeout.components.seconds / 60
                let words = "\(wanted): “\(name)” ends after \(minutes) minutes, and CXone then logs the agent out"
                findings.append(CXoneFinding(.doubtful, subject, words))
            }
        }
        if configuration.codes.offline == nil, !configuration.logoutForOffline {
            findings.append(
                CXoneFinding(
                    .doubtful,
                    subject,
                    "Offline will be refused: it has no code (codes.Offline), and logging out is not allowed (logoutForOffline)"
                )
            )
        }
        if good > 0 { findings.append(CXoneFinding(.well, subject, "\(good) of \(configuration.codes.everything.count) can be used")) }
        return findings
    }
}
