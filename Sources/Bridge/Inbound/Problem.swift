package import Notation

/// An error answer: RFC 9457 `application/problem+json` with a stable code and pointers to the fields at fault.
package struct Problem: Error, Sendable, Hashable {
    package struct Fault: Sendable, Hashable {
        /// RFC 6901.
        package var pointer: JSONPointer
        package var code: String
        package var detail: String

        package init(pointer: JSONPointer, code: String, detail: String) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }

        var json: JSONValue {
            ["pointer": .string(pointer.description), "code": .string(code), "detail": .string(detail)]
        }
    }

    package var status: Int
    package var code: String
    package var detail: String
    package var errors: [Fault]
    /// Seconds, for 429 and 503.
    package var retryAfter: Int?
    /// The methods that a path has, for 405.
    package var allow: String?

    package init(
        status: Int,
        code: String,
        detail: String,
        errors: [Fault] = [],
        retryAfter: Int? = nil,
        allow: String? = nil
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.retryAfter = retryAfter
        self.allow = allow
    }

    package var json: JSONValue {
        [
            "type": .string("urn:wfm-bridge:problem:\(code)"),
            "title": .string(Self.title(status)),
            "status": .number(JSONNumber(Int64(status))),
            "code": .string(code),
            "detail": .string(detail),
            "errors": .array(errors.map(\.json)),
        ]
    }

    /// How to authenticate, which a 401 has to say (RFC 9110, section 15.5.2).
    var challenge: String? {
        guard status == 401 else { return nil }
        return code == "token_required" ? "Bearer" : "StandardWebhooks"
    }

    private static func title(_ status: Int) -> String {
        switch status {
        case 400: "Bad request"
        case 401: "Not verified"
        case 403: "Not permitted"
        case 404: "Not found"
        case 405: "Method not allowed"
        case 408: "Too slow"
        case 409: "Conflict"
        case 413: "Too large"
        case 415: "Media type not supported"
        case 422: "Nothing acceptable"
        case 429: "Too many requests"
        case 431: "Head too large"
        case 503: "Cannot record at present"
        default: "Error"
        }
    }
}
