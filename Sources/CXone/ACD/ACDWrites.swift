import NIOHTTP1
import Notation
package import Reconciliation

extension ACDClient {
    /// Asks CXone to set a status; once, and a second time only where it refused a code and the team has another one by now.
    ///
    /// Refused without a call (`rejected`, 422) is what the agent's team has no code for. Accepted says nothing of the state:
    /// whether the change took effect is known only by a later read.
    ///
    /// - Parameters:
    ///   - end: the write does not leave after this, however long a token takes to come.
    ///   - grant: leave for it; nil: its turn is waited for.
    package func setStatus(_ userID: String, to wanted: Wanted, until end: Instant?, grant: WriteGrant? = nil) async -> WriteAnswer {
        let terms = WriteTerms(end: end, grant: grant)
        guard let segment = URLText.pathSegment(userID) else { return .notFound }
        do throws(CXoneFault) {
            switch wanted.status {
            case .available:
                return try await post("agents/\(segment)/state?state=Available", .putStatus, terms)
            case .offline where configuration.codes.offline == nil:
                return try await logOut(userID, segment, terms)
            case .busy, .onBreak, .training, .offline:
                return try await setCode(userID, segment, wanted, terms)
            }
        } catch {
            return Self.notMade(error)
        }
    }

    // MARK: Codes

    private func setCode(
        _ userID: String,
        _ segment: String,
        _ wanted: Wanted,
        _ terms: WriteTerms
    ) async throws(CXoneFault) -> WriteAnswer {
        guard let name = configuration.codes.name(for: wanted) else {
            return .rejected(http: 422, detail: "no unavailable code is configured for \(wanted.status.rawValue)")
        }
        guard let team = try await team(of: userID) else {
            return .rejected(http: 422, detail: "CXone does not say which team the agent is in, and codes are a team's")
        }
        let code: ACDCode
        switch try await search(name, of: team, userID, notBefore: nil) {
        case .none(let words): return .rejected(http: 422, detail: words)
        case .found(let found): code = found
        }
        let answer = try await post(code, segment, terms)
        switch answer {
        case .conflict, .notFound:
            codeBook.forget(team)
            return answer
        case .rejected(let http, _) where http != 404:
            // Nothing was changed. The code may be another one by now, or the agent in another team: then that one is asked for.
            let nowIn = try await freshTeam(of: userID) ?? team
            for team in [team, nowIn] { codeBook.forget(team) }
            switch try await search(name, of: nowIn, userID, notBefore: calls.now) {
            case .none(let words): return .rejected(http: http, detail: words)
            case .found(let same) where same.id == code.id: return answer
            case .found(let other): return try await post(other, segment, terms)
            }
        default:
            return answer
        }
    }

    private func post(_ code: ACDCode, _ segment: String, _ terms: WriteTerms) async throws(CXoneFault) -> WriteAnswer {
        try await post("agents/\(segment)/state?state=Unavailable&outStateId=\(code.id)", .putStatus, terms)
    }

    /// Looks for a code among those of a team.
    ///
    /// - Parameter notBefore: codes read earlier do not do; nil: those remembered do for finding one.
    private func search(
        _ name: String,
        of team: String,
        _ userID: String,
        notBefore: Instant?
    ) async throws(CXoneFault) -> ACDCodeSearch {
        let asked = calls.now
        var codes: Observed<[ACDCode]> =
            if let notBefore { try await codeBook.freshCodes(of: team, notBefore: notBefore) } else { try await codeBook.codes(of: team) }
        var search = ACDCodeSearch(name, among: codes.value, team: team, onContact: false)
        if case .none = search, codes.at < asked {
            // A refusal rests on codes of now, not on those remembered.
            codes = try await codeBook.freshCodes(of: team, notBefore: asked)
            search = ACDCodeSearch(name, among: codes.value, team: team, onContact: false)
        }
        let onContact = ACDCodeSearch(name, among: codes.value, team: team, onContact: true)
        guard case .none = search, case .found = onContact else { return search }
        if lastState(of: userID)?.onContact(configuration.states) == .yes { return onContact }
        return try await singleState(of: userID, .zero).value?.onContact(configuration.states) == .yes ? onContact : search
    }

    // MARK: Logging out

    /// Ends the agent's session, if that is allowed, and if a read of now shows no contact that would be dropped.
    private func logOut(_ userID: String, _ segment: String, _ terms: WriteTerms) async throws(CXoneFault) -> WriteAnswer {
        guard configuration.logoutForOffline else {
            return .rejected(
                http: 422,
                detail: "Offline has no unavailable code (codes.Offline), and logging agents out is not allowed (logoutForOffline)"
            )
        }
        guard let state = try await singleState(of: userID, .zero).value else {
            return .notSent(detail: "CXone does not show the agent's state: nobody is logged out who may be on a contact")
        }
        guard state.onContact(configuration.states) == .no, state.openContacts == 0 else {
            return .conflict(detail: "the agent is or may be on a contact, which a logout would drop")
        }
        return try await post("agents/\(segment)/logout", .logout, terms)
    }

    // MARK: The call

    private func post(_ path: String, _ call: CXoneCall, _ terms: WriteTerms) async throws(CXoneFault) -> WriteAnswer {
        let base = try await reader.base()
        let outgoing = OutgoingCall(call: call, method: .POST, url: reader.url(base, path))
        let attempt = await calls.write(outgoing, realm: .status, until: terms.end, grant: terms.grant)
        let accepted = configuration.successCodes
        let answer = WriteVerdict.judge(attempt, right: .acd(call), now: calls.now) { answer in
            if let accepted, !accepted.contains(answer.status) {
                return .lost(detail: "CXone answered \(answer.status), which is none of the answers configured as a yes")
            }
            return .accepted(nil)
        }
        switch answer {
        case .accepted: addresses.prove(base)
        case .notFound where !addresses.isProven(base):
            return .rejected(http: 404, detail: reader.wrongPlace(call, at: base).description)
        case .notSent, .lost: addresses.doubt()
        default: break
        }
        return answer
    }

    /// The write was not made because something had to be read first and could not be.
    private static func notMade(_ fault: CXoneFault) -> WriteAnswer {
        switch fault {
        case .throttled(let until, _): .throttled(until: until)
        case .forbidden(let right, _): .forbidden(right)
        case .notFound: .notFound
        default: .notSent(detail: fault.description)
        }
    }
}

/// Until when a write may leave, and the leave for it.
private struct WriteTerms {
    let end: Instant?
    let grant: WriteGrant?
}

extension ACDConfiguration {
    /// What a team has codes for and what not, of everything that could be asked for.
    func offer(_ codes: [ACDCode], team: String) -> StatusOffer {
        var offer = StatusOffer()
        for status in [Status.onBreak, .training, .busy, .offline] {
            guard let name = self.codes.name(for: Wanted(status: status)) else { continue }
            let (code, why, needsContact) = find(name, codes, team)
            offer.timeouts[status] = code?.timeout
            offer.missing[status] = why
            if needsContact { offer.onContactOnly.insert(status) }
        }
        if self.codes.offline == nil, !logoutForOffline {
            offer.missing[.offline] = "Offline has no unavailable code, and logging agents out is not allowed"
        }
        for reason in Set(self.codes.pauseReasons).union(self.codes.reasons.keys) {
            guard let name = self.codes.name(for: Wanted(status: .onBreak, pauseReason: reason)) else { continue }
            let (code, why, needsContact) = find(name, codes, team)
            offer.reasonTimeouts[reason] = code?.timeout
            offer.missingReasons[reason] = why
            if needsContact { offer.reasonsOnContactOnly.insert(reason) }
        }
        return offer
    }

    /// A code that can be used, or why there is none; and whether there is one on a contact.
    private func find(_ name: String, _ codes: [ACDCode], _ team: String) -> (code: ACDCode?, why: String?, needsContact: Bool) {
        switch (
            ACDCodeSearch(name, among: codes, team: team, onContact: false), ACDCodeSearch(name, among: codes, team: team, onContact: true)
        ) {
        case (.found(let code), _): return (code, nil, false)
        case (.none(let why), .found(let code)): return (code, why, true)
        case (.none(let why), .none): return (nil, why, false)
        }
    }
}
