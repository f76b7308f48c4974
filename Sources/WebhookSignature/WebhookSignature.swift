// The room WebhookSignature.
