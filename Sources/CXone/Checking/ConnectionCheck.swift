import NIOHTTP1
import Notation
import Reconciliation

/// Whether there is anybody at an address: name, connection, TLS; and whether the clocks agree.
struct ConnectionCheck: Sendable {
    /// Clocks further apart get a warning.
    static let notedSkew: Duration = .seconds(2)
    /// Clocks further apart are wrong: signatures and tokens are refused.
    static let largestSkew: Duration = .minutes(5)

    let plain: PlainCalls

    func findings(of addresses: [(subject: String, url: BaseURL)]) async -> [CXoneFinding] {
        var findings: [CXoneFinding] = []
        var seen: Set<String> = []
        for (subject, url) in addresses {
            let origin = BaseURL(scheme: url.scheme, host: url.host, port: url.port)
            guard seen.insert(origin.description).inserted else { continue }
            findings += await look(subject, origin)
        }
        return findings
    }

    private func look(_ subject: String, _ origin: BaseURL) async -> [CXoneFinding] {
        let asked = plain.now
        let result = await plain.attempt(OutgoingCall(call: .probe, method: .GET, url: "\(origin)/"))
        let answered = plain.now
        switch result {
        case .failure(let fault): return [CXoneFinding(.doubtful, subject, "\(origin): \(fault)")]
        case .success(.failure(let fault)):
            return [CXoneFinding(.wrong, subject, "\(origin): \(TLSWords.explain(fault.detail, host: origin.host) ?? fault.detail)")]
        case .success(.success(let answer)):
            let how = origin.scheme == .https ? "name, connection and certificate are fine" : "name and connection are fine; no TLS"
            let reached = CXoneFinding(origin.scheme == .https ? .well : .doubtful, subject, "\(origin): \(how)")
            return [reached, Self.skew(answer.headers.first(name: "Date"), subject, between: asked, and: answered)]
        }
    }

    /// How far the sender's clock is from ours.
    ///
    /// Its date has whole seconds and was written somewhere between question and answer: only what neither explains counts.
    static func skew(_ date: String?, _ subject: String, between asked: Instant, and answered: Instant) -> CXoneFinding {
        guard let date, let sent = HTTPDate.parse(date, now: answered) else {
            return CXoneFinding(.doubtful, "clock", "\(subject) sends no Date that could be compared with ours")
        }
        let behind = max(.zero, asked - (sent + .seconds(1)))
        let ahead = max(.zero, sent - answered)
        let skew = max(behind, ahead)
        let words =
            skew == .zero
            ? "agrees with that of \(subject)"
            : "is \(DurationWords.seconds(skew)) \(behind > ahead ? "ahead of" : "behind") that of \(subject)"
        if skew > largestSkew { return CXoneFinding(.wrong, "clock", "\(words): signatures are refused; set this machine's clock (NTP)") }
        return CXoneFinding(skew > notedSkew ? .doubtful : .well, "clock", words)
    }
}

/// Spans for people.
enum DurationWords {
    static func seconds(_ span: Duration) -> String {
        let tenths = (span.milliseconds / 100).rounded() / 10
        return "\(tenths == tenths.rounded() ? "\(Int64(tenths))" : "\(tenths)") s"
    }
}
