package import Notation

/// The content of one journal line, before the journal gives it its number and its link.
///
/// The fourteen members of the contract are always written, `null` where there is nothing to say, in a fixed order; after them
/// `complianceNotes` (only where a flag is null) and `others` in their own order.
package struct JournalRecord: Sendable, Hashable {
    /// Unique among all records of the journal: it is how a record is found again after a crash.
    package var recordID: String
    /// When the step happened, not when it was written.
    package var timestamp: UnixMicroseconds
    /// Which run of the process made the record.
    package var boot: String
    package var type: JournalRecordType
    /// What was done; `JournalRecord.statusUpdate` for every step of a change.
    package var action: String?
    package var userID: String?
    package var source: String?
    package var requestID: String?
    package var changeID: String?
    package var payload: JSONValue
    /// The decision as the rules gave it: a code, or an object with the chain that led to it.
    package var decision: JSONValue
    package var success: Bool?
    package var latencyMilliseconds: Double?
    /// For records of a change; nil for all others.
    package var compliance: ComplianceFlags?
    /// Further members. Names of the contract, `seq`, `prev` and `complianceNotes` are not taken from here.
    package var others: JSONObject

    /// The `action` of every record of a change.
    package static let statusUpdate = "status_update"

    package init(
        recordID: String,
        timestamp: UnixMicroseconds,
        boot: String,
        type: JournalRecordType,
        action: String? = nil,
        userID: String? = nil,
        source: String? = nil,
        requestID: String? = nil,
        changeID: String? = nil,
        payload: JSONValue = .null,
        decision: JSONValue = .null,
        success: Bool? = nil,
        latencyMilliseconds: Double? = nil,
        compliance: ComplianceFlags? = nil,
        others: JSONObject = JSONObject()
    ) {
        self.recordID = recordID
        self.timestamp = timestamp
        self.boot = boot
        self.type = type
        self.action = action
        self.userID = userID
        self.source = source
        self.requestID = requestID
        self.changeID = changeID
        self.payload = payload
        self.decision = decision
        self.success = success
        self.latencyMilliseconds = latencyMilliseconds
        self.compliance = compliance
        self.others = others
    }
}
