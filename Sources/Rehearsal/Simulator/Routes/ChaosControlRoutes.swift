import Hummingbird
import NIOCore
import Notation

extension ControlRoutes {
    /// `GET /simulator/chaos`: the order in force, or null.
    func chaos() -> SimulatedReply {
        .json(tenant.ask { $0.chaos?.order.json } ?? .null)
    }

    /// `PUT /simulator/chaos`: begins anew with a seed, whatever came before; null: no chaos, and an end to its storm.
    func replaceChaos(_ body: ByteBuffer) throws(Refusal) -> SimulatedReply {
        let order = try ControlBody.read(body, Chaos.Order.init(parsing:))
        let now = clock.now()
        tenant.ask { tenant in
            tenant.catchUp(now)
            tenant.storm = nil
            tenant.chaos = order.map { Chaos($0, agents: tenant.agents.count, now: now) }
        }
        return chaos()
    }
}

extension Chaos.Order {
    fileprivate init(parsing fields: inout JSONFields) throws {
        let seed = try fields.requireInt("seed")
        let rate = try fields.requireDouble("rate")
        guard seed >= 0 else { throw Refusal(400, "/seed: must not be negative.") }
        guard (0...1).contains(rate) else { throw Refusal(400, "/rate: must be from 0 to 1.") }
        var kinds: Kinds?
        if let names = try fields.array("kinds") {
            var chosen = Kinds()
            for (place, value) in names.enumerated() {
                let name = value.string ?? ""
                if let kind = SimulatedFault.Kind(rawValue: name) {
                    chosen.faults.insert(kind)
                } else if let kind = Happening.Kind(rawValue: name) {
                    chosen.happenings.insert(kind)
                } else {
                    throw Refusal(400, "/kinds/\(place): must be one of \(Self.names.joined(separator: ", ")).")
                }
            }
            kinds = chosen
        }
        self.init(seed: UInt64(seed), rate: rate, kinds: kinds)
    }

    private static var names: [String] {
        SimulatedFault.Kind.allCases.map(\.rawValue) + Happening.Kind.allCases.map(\.rawValue)
    }

    fileprivate var json: JSONValue {
        let chosen = kinds.map { kinds in
            SimulatedFault.Kind.allCases.filter(kinds.faults.contains).map(\.rawValue)
                + Happening.Kind.allCases.filter(kinds.happenings.contains).map(\.rawValue)
        }
        return [
            "seed": .int(seed), "rate": .number(JSONNumber(rate)),
            "kinds": chosen.map { .array($0.map { .string($0) }) } ?? .null,
        ]
    }
}
