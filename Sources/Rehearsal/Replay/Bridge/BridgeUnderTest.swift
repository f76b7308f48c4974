package import Notation

/// What a bridge needs to know to be rehearsed against the simulator.
package struct RehearsalNeeds: Sendable {
    /// The base of the simulated CXone, for the status interface and the reporting interface alike.
    package let cxoneURL: String
    package let cxoneClientID: String
    package let cxoneClientSecret: Secret
    /// Where events are to be sent.
    package let eventsURL: String
    /// The clock that simulator and stand-in run by; the bridge must run by this very value.
    package let clock: WallClock
    /// The ids of the simulated agents.
    package let agents: [String]
}

/// A bridge that runs, and how to talk to it.
package struct BridgeHandle: Sendable {
    /// Without a path.
    package let intakeURL: String
    package let source: String
    /// `whsec_…`, with which requests are signed.
    package let signingSecret: Secret
    /// `whsec_…`, with which the bridge signs its events.
    package let eventSecret: Secret
    /// Without a path; nil: final states are known from events alone.
    package let operatorURL: String?
    package let operatorToken: Secret?
    package let stop: @Sendable () async -> Void

    package init(
        intakeURL: String,
        source: String = "wfm",
        signingSecret: Secret,
        eventSecret: Secret,
        operatorURL: String? = nil,
        operatorToken: Secret? = nil,
        stop: @escaping @Sendable () async -> Void = {}
    ) {
        self.intakeURL = intakeURL
        self.source = source
        self.signingSecret = signingSecret
        self.eventSecret = eventSecret
        self.operatorURL = operatorURL
        self.operatorToken = operatorToken
        self.stop = stop
    }
}

extension BridgeHandle {
    /// Reads the object that `serve --info FILE` writes.
    ///
    /// - Parameter url: the bridge's address, if it is reached by another one than it knows of itself.
    package init(info: JSONValue, url: String? = nil) throws(ReplayFault) {
        do throws(FieldFault) {
            var fields = try JSONFields(info)
            let own = try fields.requireString("url", maxLength: 2_048)
            self.init(
                intakeURL: url ?? own,
                source: try fields.requireString("source"),
                signingSecret: Secret(try fields.requireString("signingSecret")),
                eventSecret: Secret(try fields.requireString("eventSecret")),
                operatorURL: try fields.string("operatorUrl", maxLength: 2_048),
                operatorToken: try fields.string("operatorToken").map { Secret($0) }
            )
        } catch {
            throw .unusableInfo("\(error.pointer): \(error.detail)")
        }
    }
}

/// What runs while a fixture is replayed, and on afterwards if that is wanted.
package struct RehearsalParts: Sendable {
    package let bridge: BridgeHandle
    /// The simulated CXone; nil where none is known.
    package let cxoneURL: String?
    /// Where the stand-in for the WFM receives events.
    package let eventsURL: String
    package let clock: WallClock
}

/// Which bridge is rehearsed.
package enum BridgeUnderTest: Sendable {
    /// One that the closure starts, against a simulator and a stand-in that the rehearsal runs. Returns once it accepts requests.
    case own(@Sendable (RehearsalNeeds) async throws -> BridgeHandle)
    /// One that runs already and sends its events to the address named here.
    ///
    /// - Parameter cxoneURL: the simulator that it works with, if it is one.
    case given(BridgeHandle, cxoneURL: String?, listenHost: String, listenPort: Int)
}
