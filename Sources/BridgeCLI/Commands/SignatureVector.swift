import LibCrypto
import Notation
import WebhookSignature

/// One verification vector: a signed request, and whether it must be accepted.
struct SignatureVector {
    struct Unreadable: Error {
        let words: String
    }

    let id: String
    let expectsAcceptance: Bool
    private let keys: KeyRing
    private let now: Double
    private let tolerance: Double
    private let headers: [WebhookHeader]
    private let body: [UInt8]

    init(_ line: [UInt8]) throws {
        do {
            var fields = try JSONFields(try JSONValue(parsing: line))
            id = try fields.string("id", maxLength: 1_024) ?? "(without an id)"
            let scheme = try fields.string("scheme") ?? "standard"
            guard scheme == "standard" else { throw Unreadable(words: "\(id): the scheme \"\(scheme)\" is not known; \"standard\" is") }
            now = try fields.requireDouble("now")
            tolerance = try fields.double("tolerance") ?? 300
            headers = try Self.headers(try fields.requireFields("headers"), of: id)
            keys = try Self.ring(try fields.requireArray("keys"), of: id)
            if let text = try fields.string("body", maxLength: .max) {
                body = Array(text.utf8)
            } else if let text = try fields.string("bodyBase64", maxLength: .max) {
                guard let bytes = Base64.decode(text.utf8) else { throw Unreadable(words: "\(id): bodyBase64 is not base64") }
                body = bytes
            } else {
                throw Unreadable(words: "\(id): neither body nor bodyBase64 is given")
            }
            switch try fields.requireString("expect") {
            case "accept": expectsAcceptance = true
            case "reject": expectsAcceptance = false
            case let other: throw Unreadable(words: "\(id): expect must be \"accept\" or \"reject\", not \"\(other)\"")
            }
        } catch let fault as JSONFault {
            throw Unreadable(words: "no acceptable JSON: \(fault)")
        } catch let fault as FieldFault {
            throw Unreadable(words: "\(fault.pointer): \(fault.detail)")
        }
    }

    private static func ring(_ values: [JSONValue], of id: String) throws -> KeyRing {
        var entries: [KeyRing.Entry] = []
        for (index, value) in values.enumerated() {
            guard let text = value.string else { throw Unreadable(words: "\(id): keys must be strings") }
            do {
                entries.append(KeyRing.Entry(key: try WebhookKey(text), id: "key-\(index)"))
            } catch {
                throw Unreadable(words: "\(id): key \(index) cannot be used: \(error.description)")
            }
        }
        return KeyRing(entries)
    }

    private static func headers(_ fields: JSONFields, of id: String) throws -> [WebhookHeader] {
        var fields = fields
        var headers: [WebhookHeader] = []
        for name in fields.unread {
            switch fields.value(name) {
            case .string(let value)?:
                headers.append((name, value))
            case .array(let values)?:
                for value in values {
                    guard let text = value.string else { throw Unreadable(words: "\(id): the values of \(name) must be strings") }
                    headers.append((name, text))
                }
            case nil:
                continue
            default:
                throw Unreadable(words: "\(id): the header \(name) must be a string or an array of strings")
            }
        }
        return headers
    }

    /// What verification says.
    func verdict() -> (accepted: Bool, words: String) {
        do {
            _ = try StandardWebhooks.verify(headers: headers, body: body, keys: keys, now: now, tolerance: tolerance)
            return (true, "accept")
        } catch {
            return (false, "reject (\(error.code))")
        }
    }
}
