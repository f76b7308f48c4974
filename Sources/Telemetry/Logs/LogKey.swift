package import Logging

/// The keys of log metadata: lower case, dotted, one name for one thing in the whole program.
///
/// Messages are static; what varies goes under one of these:
///
///     logger.info("Change accepted", metadata: .fields([.changeID: "\(id)", .agentID: "\(agent)"]))
package enum LogKey: String, CaseIterable, Sendable {
    // What it is about
    case agentID = "agent.id"
    case changeID = "change.id"
    case changeState = "change.state"
    case changeStatus = "change.status"
    case requestID = "request.id"
    case reference = "reference"
    case source = "source"
    case tenant = "tenant"
    case eventID = "event.id"
    case eventType = "event.type"
    case deliveryID = "delivery.id"
    case deliveryAttempt = "delivery.attempt"
    case endpoint = "endpoint"
    case `operator` = "operator"
    case keyID = "key.id"

    // What was decided and how it ended
    case decision = "decision"
    case rule = "rule"
    case reason = "reason"
    case outcome = "outcome"
    case error = "error"
    case errorDetail = "error.detail"
    case hint = "hint"

    // Measures
    case count = "count"
    case bytes = "bytes"
    case attempt = "attempt"
    case limit = "limit"
    case durationMs = "duration.ms"
    case retryAfterSeconds = "retry.after.seconds"
    case dueAt = "due.at"

    // Wires
    case httpMethod = "http.method"
    case httpRoute = "http.route"
    case httpStatus = "http.status"
    case peer = "peer"
    case url = "url"
    case host = "host"
    case port = "port"
    case cxoneCall = "cxone.call"

    // Disk and process
    case path = "path"
    case storeVersion = "store.version"
    case journalSeq = "journal.seq"
    case journalSegment = "journal.segment"
    case configKey = "config.key"
    case version = "version"
    case boot = "boot"
    case signal = "signal"
    case seed = "seed"
    case speed = "speed"
    case agents = "agents"
}

extension Dictionary where Key == String, Value == Logger.MetadataValue {
    /// Metadata from keys of the house; of a key given twice the last value counts.
    package static func fields(_ pairs: KeyValuePairs<LogKey, Logger.MetadataValue>) -> Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        for (key, value) in pairs {
            metadata[key.rawValue] = value
        }
        return metadata
    }
}

extension Logger {
    /// Metadata that goes with every message of this logger.
    package subscript(key: LogKey) -> Logger.MetadataValue? {
        get { self[metadataKey: key.rawValue] }
        set { self[metadataKey: key.rawValue] = newValue }
    }
}
