import NIOCore
import Notation

/// The body of a control call that takes one object.
enum ControlBody {
    /// - Returns: nil for null
    static func read<Value>(_ body: ByteBuffer, _ make: (inout JSONFields) throws -> Value) throws(Refusal) -> Value? {
        do {
            let value = try JSONValue(parsing: body.readableBytesView)
            if value.isNull { return nil }
            var fields = try JSONFields(value)
            let made = try make(&fields)
            if let unknown = fields.unread.first {
                throw Refusal(400, "\(fields.pointer(to: unknown).description): there is no such field.")
            }
            return made
        } catch {
            throw Refusal(reading: error, or: "The body is not JSON")
        }
    }
}
