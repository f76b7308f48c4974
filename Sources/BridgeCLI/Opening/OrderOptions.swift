import ArgumentParser
import Bridge
import Foundation
import Logging
import NIOHTTP1
import Notation
import Reconciliation
import Telemetry

/// Options of commands that are one order to a bridge.
struct OrderOptions: ParsableArguments {
    @Option(help: "The operators' address of the bridge to use.") var bridge: String?
    @Flag(help: "Print the answer as JSON.") var json = false
    @OptionGroup var configuration: ConfigurationOptions

    /// Gives the order to the bridge that runs on the data directory or is named; where none runs, carries it out on the store
    /// itself, under the directory's lock.
    func perform(_ order: ConsoleOrder) async throws -> JSONValue {
        // To a bridge that runs it takes an address and a token: whatever else is configured, or is not, is the bridge's affair.
        guard let client = try OperatorsClient.find(bridge, in: configuration.data.map { DataDirectory($0) } ?? loaded()) else {
            let configuration = try configuration.load()
            return try await carryOut(order, configuration, DataDirectory(configuration.data))
        }
        let (method, path, body) = order.request
        let answer = try await client.call(HTTPMethod(rawValue: method), path, body)
        guard let json = answer.json else {
            throw CommandFault("the bridge at \(client.url) gave no answer that can be read (\(answer.status))")
        }
        guard (200..<300).contains(answer.status) else {
            throw CommandFault(json["detail"]?.string ?? "the bridge at \(client.url) answered \(answer.status)")
        }
        return json
    }

    private func loaded() throws -> DataDirectory { DataDirectory(try configuration.load().data) }

    private func carryOut(_ order: ConsoleOrder, _ configuration: BridgeConfiguration, _ directory: DataDirectory) async throws -> JSONValue
    {
        let clock = WallClock.system
        LogOutput.bootstrap(format: configuration.log.format, level: max(configuration.log.level, .warning), now: clock.now)
        guard FileManager.default.fileExists(atPath: directory.store) else {
            throw CommandFault(
                "no bridge has run on \(directory.path) yet: name the data directory with --data, or a running bridge with --bridge URL"
            )
        }
        let lock = try directory.lock(operatorURL: nil, at: clock.now())
        defer { lock.release() }
        let start = try FirstStart.prepare(configuration, in: directory, clock: clock)
        let setup = try BridgeSetup(
            configuration,
            in: directory,
            start,
            listens: false,
            asksCXone: false,
            clock: clock,
            registry: MetricsRegistry(),
            logger: Logger(label: "wfm-bridge"),
            version: WFMBridge.version
        )
        let bridge = try await OpenedBridge.open(setup, in: directory)
        do {
            let answer = try await bridge.perform(order, by: NSUserName())
            await bridge.close()
            return answer
        } catch let problem as Problem {
            await bridge.close()
            throw CommandFault(problem.detail)
        } catch {
            await bridge.close()
            throw error
        }
    }

    /// Prints an answer as JSON where that is asked for, else in words.
    func show(_ answer: JSONValue, _ words: (JSONValue) -> String) {
        Terminal.say(json ? answer.encodedText(pretty: Terminal.outputIsTerminal) : words(answer))
    }
}
