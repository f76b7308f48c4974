import Notation
import Reconciliation

/// `agent_status_changes_cancelled`: what a source takes back.
struct WithdrawalBody: Sendable {
    enum Target: Sendable, Hashable {
        /// Every open change of the source with one of these references.
        case references([String])
        /// Every open change of the source for this user.
        case user(String)
    }

    var target: Target
    var warnings: [Problem.Fault]

    init(_ fields: inout JSONFields) throws(Problem) {
        let userID: String?
        let references: [JSONValue]?
        do throws(FieldFault) {
            userID = try fields.string("userId")
            references = try fields.array("references")
        } catch {
            throw Problem(malformed: error)
        }
        switch (userID, references) {
        case (let userID?, nil):
            guard UserIDText.isValid(userID) else {
                throw Problem(
                    .invalidUserID,
                    fields.pointer(to: "userId"),
                    "userId must be 1 to 128 of the characters A-Z a-z 0-9 . _ : @ -"
                )
            }
            target = .user(userID)
        case (nil, let references?):
            target = .references(try Self.texts(references, at: fields.pointer(to: "references")))
        case (nil, nil):
            throw Problem(.missingField, fields.pointer(to: "references"), "references or userId is required: what is to be cancelled")
        case (_?, _?):
            throw Problem(.wrongType, fields.pointer(to: "userId"), "give references or userId, not both")
        }
        warnings = fields.unread.map { name in
            let detail = "\(name) is not a field of this event and was ignored"
            return Problem.Fault(pointer: fields.pointer(to: name), code: "unknown_field", detail: detail)
        }
    }

    private static func texts(_ values: [JSONValue], at pointer: JSONPointer) throws(Problem) -> [String] {
        guard (1...RequestBody.mostItems).contains(values.count) else {
            let detail = "references must hold 1 to \(RequestBody.mostItems) items, not \(values.count)"
            let fault = Problem.Fault(pointer: pointer, code: "malformed", detail: detail)
            throw Problem(status: 400, code: "malformed", detail: detail, errors: [fault])
        }
        var texts: [String] = []
        for (index, value) in values.enumerated() {
            guard let text = value.string, (1...256).contains(text.unicodeScalars.count) else {
                throw Problem(.wrongType, pointer.appending(index), "a reference is a text of 1 to 256 characters")
            }
            texts.append(text)
        }
        return texts
    }
}
