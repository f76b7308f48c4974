import Foundation
import Notation
import Reconciliation
import TestSupport
import Testing
import WebhookSignature

@testable import Bridge

@Suite("The first start")
struct FirstStartTests {
    private let place: ConfigurationPlace
    private let directory: DataDirectory
    private let clock = ManualClock(at: Planted.now)

    init() throws {
        place = try ConfigurationPlace()
        directory = DataDirectory(place.directory.path(of: "data"))
    }

    private func start(_ configuration: BridgeConfiguration) throws -> FirstStart {
        try FirstStart.prepare(configuration, in: directory, clock: clock.wallClock)
    }

    @Test("an empty directory gets a source wfm with a key, and a token")
    func empty() throws {
        let first = try start(place.load())
        #expect(first.sources.keys.map(\.text) == ["wfm"] && first.endpoints.isEmpty)
        #expect(first.sources[.standard]?.entries.map(\.id) == ["wfm-1"])
        #expect(Set(first.made) == [directory.keys + "/wfm.json", directory.operatorToken, directory.tokens])
        for path in first.made { #expect(try Planted.mode(path) == 0o600) }
        let token = try #require(first.operatorToken).reveal()
        #expect(try String(contentsOfFile: directory.operatorToken, encoding: .utf8) == token + "\n")
        #expect(first.tokens.authenticate(token) == Operator(name: "first", role: .operator))
        #expect(try FirstStart.operatorToken(in: directory)?.reveal() == token)
        #expect(try KeyFile.read(directory.keys + "/wfm.json").keys.map(\.createdAt) == [Planted.now])
    }

    @Test("the second start makes nothing and finds the same")
    func second() throws {
        let configuration = try place.load(environment: ["WFM_WEBHOOK_URL": "https://wfm.example.com"])
        let first = try start(configuration)
        #expect(first.made.count == 4)
        let second = try start(configuration)
        #expect(second.made.isEmpty && second.sources == first.sources && second.endpoints == first.endpoints)
        #expect(second.tokens == first.tokens && second.operatorToken == first.operatorToken)
    }

    @Test("where an address is known an endpoint wfm gets a key of its own")
    func endpoint() throws {
        let first = try start(place.load(environment: ["WFM_WEBHOOK_URL": "https://wfm.example.com"]))
        #expect(first.made.contains(directory.keys + "/wfm-events.json"))
        let key = try #require(first.endpoints[.standard]?.entries.first)
        #expect(key.id == "wfm-events-1" && key.key != first.sources[.standard]?.entries.first?.key)
    }

    @Test("WFM_WEBHOOK_SECRET signs in place of a made key and is not written down")
    func givenSecret() throws {
        let first = try start(place.load(environment: ["WFM_WEBHOOK_URL": "https://wfm.example.com", "WFM_WEBHOOK_SECRET": Planted.key]))
        #expect(first.endpoints[.standard]?.entries.map(\.key) == [try WebhookKey(Planted.key)])
        #expect(!first.made.contains { $0.hasSuffix("wfm-events.json") })
        let files = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        for file in files {
            guard let bytes = FileManager.default.contents(atPath: directory.path + "/" + file) else { continue }
            #expect(!String(decoding: bytes, as: UTF8.self).contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "\(file)")
        }
        #expect(!Planted.everyPrinting(first).contains("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    }

    @Test("the token and the keys are in no printing")
    func printing() throws {
        let first = try start(place.load())
        let printed = Planted.everyPrinting(first)
        #expect(!printed.contains(try #require(first.operatorToken).reveal().dropFirst(4)))
        #expect(!printed.contains(try #require(first.sources[.standard]?.entries.first).key.text.dropFirst(6)))
    }

    @Test("the keys of a configured source are read where the configuration says")
    func configured() throws {
        try directory.create()
        try KeyFile.create(id: "k", at: Planted.now, random: .system).write(to: directory.resolve("mine.json"))
        let outside = place.directory.path(of: "outside.json")
        try KeyFile.create(id: "o", at: Planted.now, random: .system).write(to: outside)
        let json =
            #"{"sources": {"acme": {"keys": "mine.json"}, "other": {"keys": "\#(outside)"}, "third": {"secret": "\#(Planted.key)"}}}"#
        let first = try start(place.load(json: json))
        #expect(
            first.sources.mapValues { $0.entries.map(\.id) } == [
                SourceName("acme"): ["k"], SourceName("other"): ["o"], SourceName("third"): ["third-given"],
            ]
        )
    }

    @Test(
        "a configured key file that is not there is not made but named",
        arguments: [#"{"acme": {}}"#, #"{"wfm": {"keys": "keys/wfn.json"}}"#]
    )
    func missing(sources: String) throws {
        let configuration = try place.load(json: #"{"sources": \#(sources)}"#)
        let fault = #expect(throws: DataDirectoryFault.self) { try start(configuration) }
        #expect(fault?.label == "no_key_file")
        #expect(fault?.description.contains("wfm-bridge keys new") == true)
    }

    @Test("the standard names at their standard place are made even where a file spells them out")
    func spelledOut() throws {
        let json =
            #"{"sources": {"wfm": {"keys": "keys/wfm.json"}}, "endpoints": {"wfm": {"url": "https://a.example", "keys": "keys/wfm-events.json"}}}"#
        #expect(try start(place.load(json: json)).made.count == 4)
    }

    @Test("a key file or token that others may read stops the start", arguments: ["keys/wfm.json", "operator-token", "tokens.json"])
    func open(name: String) throws {
        _ = try start(place.load())
        #expect(chmod(directory.path + "/" + name, 0o644) == 0)
        let configuration = try place.load()
        #expect(throws: DataDirectoryFault.readableByOthers(path: directory.path + "/" + name, mode: 0o644 | S_IFREG)) {
            try start(configuration)
        }
    }

    @Test("after a crash between the token and its digest the next start makes both anew")
    func crash() throws {
        let first = try start(place.load())
        try FileManager.default.removeItem(atPath: directory.tokens)
        let second = try start(place.load())
        let token = try #require(second.operatorToken)
        #expect(token != first.operatorToken)
        #expect(second.tokens.authenticate(token.reveal()) != nil)
    }

    @Test("a token whose file was taken away is still accepted, and none is made in its place")
    func tokenTakenAway() throws {
        let first = try start(place.load())
        try FileManager.default.removeItem(atPath: directory.operatorToken)
        let second = try start(place.load())
        #expect(second.operatorToken == nil && second.made.isEmpty)
        #expect(second.tokens.authenticate(try #require(first.operatorToken).reveal()) != nil)
    }
}
