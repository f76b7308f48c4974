import Foundation
import Notation
import TestSupport
import Testing

/// Orders to a bridge from the command line need what they use: an address and a token, or a store.
@Suite("Orders from the command line")
struct OrderTests {
    private static let orders = [["agents", "list"], ["pause"], ["holds", "list"], ["plan"], ["resume"], ["agents", "why", "nobody"]]

    /// What an order comes to: `agents why` of somebody of whom nothing was decided says that, and fails.
    private func expect(_ order: [String], _ more: [String], _ environment: [String: String] = [:]) async throws {
        let ended = try await Program.run(order + more, environment: environment)
        let isWhy = order.contains("why")
        #expect(ended.code == (isWhy ? 1 : 0), "\(order): \(ended.complaints)")
        if isWhy { #expect(ended.complaints.contains("nothing has been decided about nobody"), "\(ended.complaints)") }
        #expect(!ended.complaints.contains("cxone"), "\(ended.complaints)")
    }

    @Test("A running bridge needs its directory, or its address and a token, and nothing of CXone")
    func running() async throws {
        let serving = try await Serving()
        let broken = serving.directory.path(of: "broken.json")
        try #"{"cxone": {"default": {"dialect": "telepathy"}}}"#.write(toFile: broken, atomically: true, encoding: .utf8)
        let address = try serving.text("operatorUrl")
        let token = try serving.text("operatorToken")
        for order in Self.orders {
            try await expect(order, ["--data", serving.data])
            // A mistake elsewhere in the configuration is the bridge's affair, not the order's.
            try await expect(order, ["--bridge", address, "--config", broken], ["WFM_BRIDGE_TOKEN": token])
        }
        let paused = try await Program.run(["pause", "--data", serving.data, "--json"])
        #expect(try JSONValue(parsing: paused.output)["wasPaused"] == false)
        let resumed = try await Program.run(["resume", "--bridge", address, "--json"], environment: ["WFM_BRIDGE_TOKEN": token])
        #expect(try JSONValue(parsing: resumed.output)["wasPaused"] == true)

        let folder = try TemporaryDirectory()
        let nameless = try await Program.run(["holds", "list", "--bridge", address, "--data", folder.path(of: "none")])
        #expect(nameless.code == 1)
        for words in ["WFM_BRIDGE_TOKEN", "--data"] { #expect(nameless.complaints.contains(words), "\(nameless.complaints)") }
        let gone = try await Program.run(["plan", "--bridge", "http://127.0.0.1:1"], environment: ["WFM_BRIDGE_TOKEN": token])
        #expect(gone.code == 1 && gone.complaints.contains("http://127.0.0.1:1 does not answer"), "\(gone.complaints)")
        #expect(await serving.stop() == 0)
    }

    @Test("Where no bridge runs the store is enough; where none has run, what to name is said")
    func stopped() async throws {
        let serving = try await Serving()
        #expect(await serving.stop() == 0)
        for order in Self.orders { try await expect(order, ["--data", serving.data]) }
        let paused = try await Program.run(["pause", "--data", serving.data, "--json"])
        #expect(try JSONValue(parsing: paused.output)["wasPaused"] == false)
        let again = try await Program.run(["pause", "--data", serving.data, "--json"])
        #expect(try JSONValue(parsing: again.output)["wasPaused"] == true, "the switch was kept")

        let folder = try TemporaryDirectory()
        for order in Self.orders {
            let ended = try await Program.run(order + ["--data", folder.path(of: "none")])
            #expect(ended.code == 1)
            for words in ["no bridge has run on", "--data", "--bridge"] { #expect(ended.complaints.contains(words), "\(ended.complaints)") }
            #expect(!ended.complaints.contains("CXONE_"), "\(ended.complaints)")
        }
    }
}
