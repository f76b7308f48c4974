import Foundation
import Notation
import TestSupport
import Testing

@Suite("Statuses and history from the command line")
struct StatusTests {
    @Test("A status is set through the running bridge, and failures have one shape")
    func running() async throws {
        let serving = try await Serving()
        let agent = try serving.agent(0)
        let set = try await status(["set", agent, "Break", "--pause-reason", "Queue Full", "--data", serving.data])
        #expect(set.code == 0)
        #expect(set.json["success"]?.bool == true && set.json["data"]?["status"]?.string == "Break")
        #expect(set.json["data"]?["pauseReason"]?.string == "Queue Full")
        for (arguments, code) in [
            ([agent, "Break"], "pause_reason_required"), ([agent, "Break", "--pause-reason", "Tea"], "unknown_pause_reason"),
            ([agent, "Lunch"], "unknown_status"), (["nobody", "Training"], "unknown_user"), (["a b/c", "Training"], "invalid_user_id"),
        ] {
            try await expectFailure(["set"] + arguments + ["--data", serving.data], code)
        }
        let token = try await expectFailure(
            ["set", agent, "Training", "--data", serving.data],
            "token_required",
            ["WFM_BRIDGE_TOKEN": "PLANTED"]
        )
        #expect(token["latencyMs"]?.double ?? 0 > 0)
        let begun = ContinuousClock.now
        let gone = try await Program.run(["status", "set", agent, "Training", "--data", serving.data, "--bridge", "http://127.0.0.1:1"])
        #expect(gone.code == 1)
        #expect(ContinuousClock.now - begun < .seconds(10))
        #expect(gone.complaints.contains("refused") && !gone.complaints.contains("errno"), "\(gone.complaints)")
        #expect(await serving.stop() == 0)
    }

    @Test("Without a bridge the command does the work itself; get and history ask CXone; check looks at it")
    func alone() async throws {
        let simulator = try Program(["simulate", "--port", "0", "--agents", "40"])
        let url = try await simulator.line { _ in true }
        let agent = try #require(try await Program.run(["simulate", "--list"]).output.split(separator: "\n").first).description
        let environment = [
            "CXONE_TENANT": url, "CXONE_BASE_URL": url, "CXONE_CLIENT_ID": "simulator", "CXONE_CLIENT_SECRET": "simulator-secret",
        ]
        let directory = try TemporaryDirectory()
        let place = ["--data", directory.path(of: "data"), "--allow-loopback"]
        let set = try await status(["set", agent, "Training"] + place, environment)
        #expect(set.code == 0, "\(set.json)")
        let get = try await status(["get", agent] + place, environment)
        #expect(get.code == 0 && get.json["data"]?["status"]?.string == "Training")
        try await expectFailure(["get", "nobody"] + place, "not_found", environment)
        try await expectHistory(of: agent, place, environment)

        let well = try await Program.run(["check", "--user", agent] + place, environment: environment)
        #expect(well.code == 0 && !well.output.contains("FAIL"), "\(well.output)")
        let wrong = environment.merging(["CXONE_CLIENT_SECRET": "PLANTED"]) { $1 }
        let bad = try await Program.run(["check", "--user", agent] + place, environment: wrong)
        #expect(bad.code == 1 && bad.output.contains("FAIL") && bad.complaints.isEmpty, "\(bad.complaints)")
        #expect(!bad.output.contains("PLANTED"))
        simulator.signal(SIGTERM)
        #expect(await simulator.exitCode() == 0)
    }

    @Test("Where several tenants are configured, the one that is meant is named; check looks at all of them")
    func tenants() async throws {
        let simulator = try Program(["simulate", "--port", "0", "--agents", "10"])
        let url = try await simulator.line { _ in true }
        let agents = try JSONValue(parsing: try await Web.get("\(url)/simulator/agents", token: "")).array ?? []
        let ordinary = try #require(agents.first { $0["trait"]?.string == "ordinary" && $0["teamId"]?.int == 501 })
        let agent = "\(try #require(ordinary["agentId"]?.int))"
        let directory = try TemporaryDirectory()
        let emea: JSONValue = [
            "dialect": "acd", "apiUrl": .string(url), "authUrl": .string(url), "accessKeyId": "simulator-key",
            "accessKeySecret": "simulator-key-secret", "clientId": "simulator", "clientSecret": "simulator-secret",
        ]
        let apac: JSONValue = [
            "tenant": .string(url), "baseUrl": .string(url), "clientId": "simulator", "clientSecret": "PLANTED",
        ]
        func place(_ tenants: JSONValue, in name: String) throws -> [String] {
            let file = directory.path(of: name)
            let sources: JSONValue = ["wfm": ["tenant": "emea"]]
            let settings: JSONValue = ["cxone": tenants, "sources": sources]
            try settings.encodedText(pretty: true).write(toFile: file, atomically: true, encoding: .utf8)
            return ["--config", file, "--data", directory.path(of: "data"), "--allow-loopback"]
        }

        let only = try place(["emea": emea], in: "one.json")
        let found = try await status(["get", agent] + only)
        #expect(found.code == 0, "\(found.json)")
        let alone = try await Program.run(["check", "--user", agent] + only)
        #expect(alone.code == 0 && !alone.output.contains("emea: "), "\(alone.output)")

        let both = try place(["emea": emea, "apac": apac], in: "two.json")
        for command in [["status", "get", agent], ["history", agent], ["check", "--user", agent]] {
            let unnamed = try await Program.run(command + both)
            #expect(unnamed.code == 1 && unnamed.complaints.contains("apac, emea") && unnamed.complaints.contains("--tenant"), "\(unnamed)")
            let unknown = try await Program.run(command + both + ["--tenant", "emaa"])
            #expect(unknown.code == 1 && unknown.complaints.contains("emea"), "\(unknown.complaints)")
            let named = try await Program.run(command + both + ["--tenant", "emea"])
            #expect(named.code == 0, "\(named.complaints)")
        }
        let all = try await Program.run(["check"] + both)
        let failed = all.output.split(separator: "\n").filter { $0.hasPrefix("FAIL") }
        #expect(all.code == 1 && !failed.isEmpty && failed.contains { $0.contains("apac: token") }, "\(all.output)")
        #expect(all.output.contains("emea: token: given") && !all.output.contains("PLANTED"), "\(all.output)")
        simulator.signal(SIGTERM)
        #expect(await simulator.exitCode() == 0)
    }

    private func expectHistory(of agent: String, _ place: [String], _ environment: [String: String]) async throws {
        let history = { (more: [String]) in
            try await Program.run(["history", agent] + place + more, environment: environment)
        }
        let records = try #require(try JSONValue(parsing: try await history(["--format", "json"]).output).array)
        #expect(records.count > 100)
        let fields = ["start_time", "end_time", "state", "state_id", "duration_seconds", "duration_formatted"]
        #expect(records.allSatisfy { Set($0.object?.members.map(\.name) ?? []) == Set(fields) })
        #expect(records.filter { $0["end_time"]?.string == nil }.count == 1 && records.last?["end_time"]?.string == nil)
        let starts = records.compactMap { $0["start_time"]?.string }
        #expect(starts == starts.sorted())
        let csv = try await history(["--format", "csv"]).output.split(separator: "\n")
        #expect(csv.first == "start_time,end_time,state,state_id,duration_seconds,duration_formatted")
        #expect(csv.count >= records.count)
        let table = try await history(["--timezone", "America/New_York", "--last", "2h"]).output.split(separator: "\n")
        #expect(table.first?.contains("America/New_York") == true && table.last?.contains("open") == true)
        #expect(table.dropFirst().allSatisfy { $0.contains("-05:00") || $0.contains("-04:00") })
        #expect(table.count < records.count && !table.joined().contains("\u{1B}"))
        let unnamed = try await Program.run(["history"] + place, environment: environment)
        #expect(unnamed.code == 1 && unnamed.complaints.contains("CXONE_USER_ID"))
    }

    private func status(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> (code: Int32, json: JSONValue) {
        let ended = try await Program.run(["status"] + arguments, environment: environment)
        #expect(!ended.complaints.contains("PLANTED"))
        return (ended.code, try JSONValue(parsing: ended.output))
    }

    @discardableResult
    private func expectFailure(
        _ arguments: [String],
        _ code: String,
        _ environment: [String: String] = [:]
    ) async throws -> JSONValue {
        let ended = try await status(arguments, environment)
        #expect(ended.code == 1)
        #expect(Set(ended.json.object?.members.map(\.name) ?? []) == ["success", "data", "error", "latencyMs"])
        #expect(ended.json["success"]?.bool == false && ended.json["error"]?["code"]?.string == code, "\(ended.json)")
        return ended.json
    }
}
