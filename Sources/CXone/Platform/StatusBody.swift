import Notation
import Reconciliation

/// The live status, as GET and PUT status write it: `{userId, status, pauseReason, wrapUpCode, timestamp}`.
enum StatusBody {
    /// Reads an answer.
    ///
    /// `onContact` and `inWrapUp` are always unknown: this dialect shows a contact as Busy only, which may be the bridge's
    /// own. What to make of that is for the rules to say, which know what the bridge wrote.
    static func decode(
        _ bytes: [UInt8],
        of userID: String,
        states: StateTable,
        origin: LiveReading.Origin,
        call: CXoneCall
    ) throws(CXoneFault) -> LiveReading {
        do {
            var body = try JSONFields(JSONValue(parsing: bytes))
            // An answer about somebody else (a mixed-up cache in between) must not move this agent.
            if let named = body.value("userId"), let other = named.string ?? named.int.map(String.init),
                other.lowercased() != userID.lowercased()
            {
                throw CXoneFault.unreadable(detail: "it is about another user", call: call)
            }
            let status = try body.requireString("status")
            return LiveReading(
                status: states.live(status),
                pauseReason: try body.string("pauseReason").flatMap { $0.isEmpty ? nil : $0 },
                wrapUpCode: try body.string("wrapUpCode").flatMap { $0.isEmpty ? nil : $0 },
                since: since(body.value("timestamp")),
                onContact: .unknown,
                inWrapUp: .unknown,
                origin: origin
            )
        } catch let fault as CXoneFault {
            throw fault
        } catch {
            throw .unreadable(detail: PlainText.line("\(error)"), call: call)
        }
    }

    /// What PUT status sends.
    static func encode(_ wanted: Wanted) -> [UInt8] {
        let flags = JSONObject([
            "autoAvailable": .bool(wanted.forceAvailability),
            "respectWrapUp": .bool(wanted.respectWrapUp),
        ])
        let body = JSONObject([
            "status": .string(wanted.status.rawValue),
            "pauseReason": .string(orNull: wanted.pauseReason),
            "wrapUpCode": .string(orNull: wanted.wrapUpCode),
            "directiveFlags": .object(flags),
        ])
        return JSONValue.object(body).encoded()
    }

    /// Since when. The status counts without it, so what cannot be read is left out.
    private static func since(_ value: JSONValue?) -> Instant? {
        switch value {
        case .string(let text): TimeText.parse(text)
        case .number(let number): TimeText.parse(unixSeconds: number.double)
        default: nil
        }
    }
}
