import Foundation

/// The form of a token request (RFC 6749, section 4).
enum TokenForm {
    static func read(_ body: some Collection<UInt8>, contentType: String?) throws(Refusal) -> Parameters {
        let mediaType = contentType?.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        guard mediaType == "application/x-www-form-urlencoded" else {
            throw Refusal(oauth: "invalid_request", "The body must be application/x-www-form-urlencoded.")
        }
        guard let text = String(validating: body, as: UTF8.self) else {
            throw Refusal(oauth: "invalid_request", "The form is not UTF-8.")
        }
        do {
            return try Parameters(parsing: text[...], plusIsSpace: true)
        } catch {
            throw Refusal(oauth: "invalid_request", error.message)
        }
    }
}
