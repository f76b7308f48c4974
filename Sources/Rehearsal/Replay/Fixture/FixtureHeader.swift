import Notation

/// The file `fixture.json`: what holds for the fixture as a whole.
struct FixtureHeader: Sendable {
    /// The only version of the format there is so far.
    static let format: Int64 = 1

    let name: String
    let about: String
    let agents: Int
    let seed: UInt64
    let speed: Double
    let simulator: Fixture.SimulatorSettings
    let deadline: Duration
    let quiet: Duration

    init(_ value: JSONValue) throws(FieldFault) {
        var fields = try JSONFields(value)
        guard try fields.requireInt("format") == Self.format else {
            throw FieldFault(at: fields.pointer(to: "format"), "must be \(Self.format), the only format there is")
        }
        name = try fields.requireString("name")
        about = try fields.requireString("about", maxLength: 2_000)
        agents = Int(try fields.number("agents", in: 1...100_000, default: 200))
        seed = UInt64(try fields.number("seed", in: 0...Int64.max, default: 1))
        speed = try fields.double("speed") ?? 1
        guard (0.1...1_000).contains(speed) else {
            throw FieldFault(at: fields.pointer(to: "speed"), "must be from 0.1 to 1000")
        }
        deadline = try fields.requireSpan("deadline")
        quiet = try fields.span("quiet") ?? .seconds(5)
        if var settings = try fields.fields("simulator") {
            simulator = try Fixture.SimulatorSettings(&settings)
        } else {
            simulator = Fixture.SimulatorSettings()
        }
        try fields.refuseUnread()
    }
}

extension Fixture.SimulatorSettings {
    fileprivate init(_ fields: inout JSONFields) throws(FieldFault) {
        latency = try fields.span("latency") ?? .zero
        limit = try fields.double("limit")
        if let limit, limit <= 0 { throw FieldFault(at: fields.pointer(to: "limit"), "must be more than 0 requests a second") }
        pages = try fields.choice("pages", among: HistoryPageShape.self) ?? .records
        try fields.refuseUnread()
    }
}
