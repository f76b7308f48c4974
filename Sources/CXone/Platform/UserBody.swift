import Notation
import Reconciliation

/// The answer of GET user: `roles: [{name}]`, `shiftSchedule: {start, end}` in Unix seconds.
enum UserBody {
    static func decode(_ bytes: [UInt8]) throws(CXoneFault) -> User {
        do {
            var body = try JSONFields(JSONValue(parsing: bytes))
            // Without its roles a user could be taken for one who may not be moved.
            var roles: [String] = []
            for role in try body.requireArray("roles") {
                if let name = role["name"]?.string ?? role.string { roles.append(name) }
            }
            var user = User(roles: roles)
            if var shift = try body.fields("shiftSchedule") {
                user.shiftStart = try instant("start", in: &shift)
                user.shiftEnd = try instant("end", in: &shift)
            }
            return user
        } catch {
            throw .unreadable(detail: PlainText.line("\(error)"), call: .user)
        }
    }

    private static func instant(_ name: String, in fields: inout JSONFields) throws -> Instant? {
        guard let seconds = try fields.double(name) else { return nil }
        guard let instant = TimeText.parse(unixSeconds: seconds) else {
            throw FieldFault(pointer: fields.pointer(to: name), code: .wrongType, detail: "\(name) is no time in Unix seconds")
        }
        return instant
    }
}
