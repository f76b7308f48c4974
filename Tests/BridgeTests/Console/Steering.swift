import Foundation
import Notation
import Rehearsal

// What tests do to CXone, to its agents and to the bridge while a rig runs.

extension Rig {
    /// Replaces the faults of the simulator.
    func faults(_ list: JSONValue...) async throws {
        let answer = try await simulator("PUT", "/simulator/faults", .array(list))
        guard answer.status / 100 == 2 else { throw RigTrouble("faults: \(answer.text)") }
    }

    /// Moves or changes an agent, as a person, a contact or the platform would.
    func steer(_ userID: String, _ order: JSONObject) async throws {
        let answer = try await simulator("PUT", "/simulator/agents/\(userID.percentEncoded)", .object(order))
        guard answer.status / 100 == 2 else { throw RigTrouble("agent: \(answer.text)") }
    }

    /// All status PUTs for an agent in order, whatever came of them.
    func puts(to userID: String) async throws -> [JSONValue] {
        try await calls(of: userID).filter { $0["call"]?.string == "put_status" }
    }

    func calls(of userID: String) async throws -> [JSONValue] {
        try await (simulator("GET", "/simulator/calls").json?.array ?? []).filter { $0["userId"]?.string == userID }
    }

    /// Pushes one change and gives its id.
    func change(_ members: JSONObject) async throws -> String {
        let answer = try await push(members)
        guard answer.status == 202, let id = answer.changeID else { throw RigTrouble("\(answer.status): \(answer.text)") }
        return id
    }

    /// A time by the rig's clock, as requests write it.
    func time(in seconds: Double) -> JSONValue {
        .string(RFC3339.format(clock.now() + Int64(seconds * 1_000_000)))
    }

    /// Waits for the decision that a change waits for a reason.
    @discardableResult
    func waiting(_ changeID: String, for reason: String) async throws -> JSONValue {
        let events = try await standIn.waitFor(within: .seconds(30)) { event in
            event.type == "agent_status_decision" && event.json?["changeId"]?.string == changeID && event.json?["code"]?.string == reason
        }
        return events.first?.json ?? .null
    }

    /// Waits for the event that ends a change.
    func end(of changeID: String) async throws -> JSONValue {
        let events = try await standIn.waitFor(within: .seconds(60)) { event in
            event.type != "agent_status_decision" && event.json?["changeId"]?.string == changeID
        }
        return events.first?.json ?? .null
    }
}

struct RigTrouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension String {
    /// As one segment of a path.
    var percentEncoded: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self
    }
}

extension JSONValue {
    /// Microseconds of a member that holds a time.
    func time(_ name: String) -> UnixMicroseconds? {
        self[name]?.string.flatMap { try? RFC3339.parse($0) }
    }
}
