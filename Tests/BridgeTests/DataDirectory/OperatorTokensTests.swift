import Foundation
import Notation
import TestSupport
import Testing

@testable import Bridge

@Suite("Operators' tokens")
struct OperatorTokensTests {
    @Test("a token opens the door to its holder, and nothing else does")
    func authenticate() throws {
        var tokens = OperatorTokens()
        let first = try tokens.add(name: "ann", role: .operator, at: Planted.now, random: Planted.randomness(from: 1)).reveal()
        let second = try tokens.add(name: "bob", role: .viewer, at: Planted.now, random: Planted.randomness(from: 2)).reveal()
        #expect(first == "wbo_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA")
        #expect(tokens.authenticate(first) == Operator(name: "ann", role: .operator))
        #expect(tokens.authenticate(second) == Operator(name: "bob", role: .viewer))
        let wrong = [
            "", "wbo_", String(first.dropLast()), first + "A", first.lowercased(), String(first.dropFirst(4)), first + second, " " + first,
        ]
        for text in wrong + [String(repeating: "x", count: 100_000)] { #expect(tokens.authenticate(text) == nil) }
        #expect(OperatorTokens().authenticate(first) == nil)
    }

    @Test("tokens are base64url without padding, 43 letters behind the prefix")
    func letters() throws {
        var tokens = OperatorTokens()
        let all = try tokens.add(name: "x", role: .viewer, at: 0, random: Randomness { [UInt8](repeating: 0xFF, count: $0) }).reveal()
        #expect(all == "wbo_" + String(repeating: "_", count: 42) + "8")
        let token = try tokens.add(name: "y", role: .viewer, at: 0, random: .system).reveal()
        #expect(token.count == 47 && !token.contains("="))
    }

    @Test("a name is given once")
    func names() throws {
        var tokens = OperatorTokens()
        _ = try tokens.add(name: "ann", role: .viewer, at: Planted.now, random: .system)
        #expect(throws: DataDirectoryFault.self) { try tokens.add(name: "ann", role: .operator, at: Planted.now, random: .system) }
        #expect(tokens.tokens.map(\.holder.role) == [.viewer])
    }

    @Test("on disk there are digests, and they work after reading")
    func onDisk() throws {
        let temporary = try TemporaryDirectory()
        let path = temporary.path(of: "tokens.json")
        #expect(try OperatorTokens.read(path) == OperatorTokens())
        var tokens = OperatorTokens()
        let token = try tokens.add(name: "ann", role: .operator, at: Planted.now, random: .system).reveal()
        try tokens.write(to: path)
        #expect(try Planted.mode(path) == 0o600)
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains(token.dropFirst(4)))
        let read = try OperatorTokens.read(path)
        #expect(read == tokens && read.authenticate(token)?.name == "ann")
        #expect(read.tokens.map(\.createdAt) == [Planted.now])
        #expect(chmod(path, 0o644) == 0)
        #expect(throws: DataDirectoryFault.self) { try OperatorTokens.read(path) }
    }

    @Test(
        "a file that is not what it should be is named, not taken for an empty one",
        arguments: [
            "", "{}", #"{"tokens": [{}]}"#,
            #"{"tokens": [{"name": "a", "role": "king", "digest": "00", "createdAt": "2026-11-20T15:00:00Z"}]}"#,
            #"{"tokens": [{"name": "a", "role": "viewer", "digest": "00", "createdAt": "2026-11-20T15:00:00Z"}]}"#,
        ]
    )
    func malformed(text: String) throws {
        let temporary = try TemporaryDirectory()
        let path = try temporary.write(text, to: "tokens.json")
        #expect(chmod(path, 0o600) == 0)
        let fault = #expect(throws: DataDirectoryFault.self) { try OperatorTokens.read(path) }
        #expect(fault?.label == "malformed")
    }
}
