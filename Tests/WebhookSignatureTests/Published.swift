import WebhookSignature

/// The example message that the Standard Webhooks project publishes, and requests made from it.
enum Published {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    static let timestamp: Int64 = 1_614_265_330
    static let body = Array(#"{"test": 2432232314}"#.utf8)
    static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    static let now = Double(timestamp)

    static func ring() throws -> KeyRing {
        KeyRing([.init(key: try WebhookKey(secret), id: "published")])
    }

    static func headers(id: String = id, timestamp: String = "\(timestamp)", signature: String = signature) -> [WebhookHeader] {
        [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature)]
    }

    /// The outcome of verifying a variation of the published request, as a value.
    static func outcome(
        _ headers: [WebhookHeader] = headers(),
        body: [UInt8] = body,
        keys: KeyRing? = nil,
        now: Double = now,
        tolerance: Double = 300
    ) throws -> Result<VerifiedMessage, VerificationFault> {
        let keys = try keys ?? ring()
        do throws(VerificationFault) {
            return .success(try StandardWebhooks.verify(headers: headers, body: body, keys: keys, now: now, tolerance: tolerance))
        } catch {
            return .failure(error)
        }
    }

    /// Only the fault of that outcome, nil where the request verified.
    static func fault(
        _ headers: [WebhookHeader] = headers(),
        body: [UInt8] = body,
        keys: KeyRing? = nil,
        now: Double = now,
        tolerance: Double = 300
    ) throws -> VerificationFault? {
        switch try outcome(headers, body: body, keys: keys, now: now, tolerance: tolerance) {
        case .success: nil
        case .failure(let fault): fault
        }
    }
}
