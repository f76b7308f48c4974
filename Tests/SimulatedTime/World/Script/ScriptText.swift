import Reconciliation

/// A script as lines of text: the world first, then one line for each event.
extension Script {
    package var text: String {
        let world = "world seed=\(seed) agents=\(agents) acd=\(isACD ? 1 : 0)"
        let head = "\(world) policy=\(policy.rawValue) sweep=\(sweep.inMicroseconds / 1_000) limit=\(limit)"
        return ([head] + events.map(\.text)).joined(separator: "\n") + "\n"
    }

    /// Reads it; nil if a line makes no sense.
    package init?(text: String) {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        guard let head = lines.first, head.hasPrefix("world ") else { return nil }
        let fields = ScriptFields(head.split(separator: " ").dropFirst())
        guard let seed = fields["seed"].flatMap({ UInt64($0) }), let agents = fields.int("agents"), (1...50).contains(agents),
            let policy = fields["policy"].flatMap({ PolicyChoice(rawValue: $0) }), let sweep = fields.int("sweep")
        else { return nil }
        var events: [ScriptEvent] = []
        for line in lines.dropFirst() {
            guard let event = ScriptEvent(line), (0..<agents).contains(event.agent), Self.sources.indices.contains(event.source) else {
                return nil
            }
            events.append(event)
        }
        let isACD = fields.int("acd") == 1
        self.init(
            seed: seed,
            agents: agents,
            isACD: isACD,
            policy: policy,
            sweep: .milliseconds(sweep),
            limit: fields.int("limit") ?? 0,
            events: events
        )
    }
}

/// Fields of a line, `name=value`.
struct ScriptFields {
    private var values: [String: String] = [:]

    init(_ words: some Sequence<Substring>) {
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
    }

    subscript(name: String) -> String? { values[name] }
    func int(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
    func span(_ name: String) -> Duration { .milliseconds(int(name) ?? 0) }
}

extension ScriptEvent {
    var text: String {
        func milliseconds(_ span: Duration) -> Int64 { span.inMicroseconds / 1_000 }
        var words = ["\(milliseconds(at))", kind.rawValue, "agent=\(agent)"]
        if source != 0 { words.append("source=\(source)") }
        if kind.hasStatus { words.append("status=\(status.rawValue)") }
        if reference != 0 { words.append("ref=\(reference)") }
        if version != 0 { words.append("version=\(version)") }
        if lead != .zero { words.append("lead=\(milliseconds(lead))") }
        if grace != .zero { words.append("grace=\(milliseconds(grace))") }
        if length != .zero { words.append("length=\(milliseconds(length))") }
        if count != 1 { words.append("count=\(count)") }
        if kind == .fault { words += ["call=\(call.rawValue)", "fault=\(fault.rawValue)"] }
        if !respectsWrapUp { words.append("respect=0") }
        return words.joined(separator: " ")
    }

    init?(_ line: Substring) {
        let words = line.split(separator: " ")
        guard words.count >= 2, let at = Int(words[0]), let kind = Kind(rawValue: String(words[1])) else { return nil }
        let fields = ScriptFields(words.dropFirst(2))
        self.init(at: .milliseconds(at), kind: kind)
        agent = fields.int("agent") ?? 0
        source = fields.int("source") ?? 0
        if let name = fields["status"] {
            guard let known = Status(rawValue: name) else { return nil }
            status = known
        }
        reference = fields.int("ref") ?? 0
        version = fields.int("version") ?? 0
        lead = fields.span("lead")
        grace = fields.span("grace")
        length = fields.span("length")
        count = fields.int("count") ?? 1
        if kind == .fault {
            guard let call = fields["call"].flatMap({ CallKind(rawValue: $0) }),
                let fault = fields["fault"].flatMap({ CallFault(rawValue: $0) })
            else { return nil }
            self.call = call
            self.fault = fault
        }
        respectsWrapUp = fields["respect"] != "0"
    }
}
