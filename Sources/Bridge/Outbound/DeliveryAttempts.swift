import Store

/// Makes attempts to deliver to one endpoint: over the network, or wherever else the time of deliveries is not a network's.
protocol DeliveryAttempts: Sendable {
    var endpoint: Endpoint { get }
    /// How long one attempt may last.
    var deadline: Duration { get }

    func attempt(_ delivery: Delivery) async -> AttemptResult
}

extension Poster: DeliveryAttempts {}
