import Hummingbird
import NIOCore
import Notation

extension ControlRoutes {
    /// `GET /simulator/limits`: the limit in force, or null.
    func limits() -> SimulatedReply {
        .json(tenant.ask { $0.limit?.rule.json } ?? .null)
    }

    /// `PUT /simulator/limits`: another limit from now on, with nothing used up; null: none.
    func replaceLimits(_ body: ByteBuffer) throws(Refusal) -> SimulatedReply {
        let rule = try ControlBody.read(body, RateLimit.Rule.init(parsing:))
        let now = clock.now()
        tenant.ask { $0.limit = rule.map { RateLimit($0, now: now) } }
        return limits()
    }
}

extension RateLimit.Rule {
    fileprivate init(parsing fields: inout JSONFields) throws {
        let perSecond = try fields.requireDouble("perSecond")
        let burst = try fields.int("burst")
        let name = try fields.string("window")
        guard (0.001...1e9).contains(perSecond) else { throw Refusal(400, "/perSecond: must be from 0.001 to 1000000000.") }
        guard burst.map({ (1...1_000_000).contains($0) }) ?? true else { throw Refusal(400, "/burst: must be from 1 to 1000000.") }
        let window = try name.map { try SimulatedFault.named($0, in: RateLimit.Window.allCases, at: fields.pointer(to: "window")) }
        self.init(perSecond: perSecond, burst: burst.map { Int($0) }, window: window ?? .bucket)
    }

    fileprivate var json: JSONValue {
        ["perSecond": .number(JSONNumber(perSecond)), "burst": burst.map { .int($0) } ?? .null, "window": .string(window.rawValue)]
    }
}
