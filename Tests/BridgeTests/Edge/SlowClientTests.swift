import Foundation
import NIOCore
import Notation
import Telemetry
import TestSupport
import Testing

@testable import Bridge

/// Every test waits for the connection's end, never for a time.
@Suite("Slow and idle clients")
struct SlowClientTests {
    private static let path = "/v1/sources/wfm/status-changes"

    private static func options(
        head: TimeAmount = .seconds(60),
        request: TimeAmount = .seconds(60),
        idle: TimeAmount = .seconds(60)
    ) -> Rig.Options {
        Rig.Options(adjust: { setup in
            setup.limits.headTime = head
            setup.limits.requestTime = request
            setup.limits.idleTime = idle
        })
    }

    /// Sends one byte after the other until the other side has had enough; answers what that says.
    private static func drip(_ text: String, into connection: RawConnection) async throws -> RawConnection.Answer {
        var left = Array(text.utf8)[...]
        while try await !connection.hasNews(within: 20) {
            if left.isEmpty { left = Array(text.utf8)[...] }
            try await connection.send([left.removeFirst()])
        }
        return try await connection.readAnswer()
    }

    @Test("A head that drips is answered 408 once its time is over, however steadily it drips")
    func drippingHead() async throws {
        try await Rig.with(Self.options(head: .milliseconds(300), request: .seconds(1))) { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send("GET /healthz HTTP/1.1\r\n")
            let answer = try await Self.drip("X: y\r\n", into: connection)
            #expect(answer.status == 408)
            #expect(answer.code == "too_slow")
        }
    }

    @Test("Half a head and then silence is answered 408")
    func silentHead() async throws {
        try await Rig.with(Self.options(head: .milliseconds(200))) { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send("GET /healthz HT")
            #expect(try await connection.readAnswer().status == 408)
            // The second request of a connection has no more time than the first.
            let second = try RawConnection(url: rig.intakeURL)
            try await second.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await second.readAnswer().status == 200)
            try await second.send("GET /hea")
            #expect(try await second.readAnswer().status == 408)
        }
    }

    @Test("A body that does not come is answered 408 after the request's time")
    func missingBody() async throws {
        try await Rig.with(Self.options(request: .milliseconds(300))) { rig in
            for framing in ["Content-Length: 100", "Transfer-Encoding: chunked"] {
                let connection = try RawConnection(url: rig.intakeURL)
                try await connection.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\n\(framing)\r\n\r\n")
                let answer = try RawConnection.onlyAnswer(try await connection.readToEnd())
                #expect(answer.status == 408, "\(framing)")
                #expect(answer.code == "too_slow")
            }
        }
    }

    @Test("A body that drips is cut off too")
    func drippingBody() async throws {
        try await Rig.with(Self.options(request: .milliseconds(400))) { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            try await connection.send("POST \(Self.path) HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            #expect(try await Self.drip("          ", into: connection).status == 408)
            _ = try await connection.waitForClose()
        }
    }

    @Test("A body that is not wanted any more is not waited for either")
    func unwantedBody() async throws {
        try await Rig.with(Self.options(request: .seconds(2))) { rig in
            let connection = try RawConnection(url: rig.intakeURL)
            // Answered from the head alone, and then nothing comes.
            try await connection.send("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
            let answer = try RawConnection.onlyAnswer(try await connection.waitForClose())
            #expect(answer.status == 404)
        }
    }

    @Test("Connections that say nothing are closed, new ones and used ones")
    func idle() async throws {
        try await Rig.with(Self.options(idle: .milliseconds(300))) { rig in
            let silent = try RawConnection(url: rig.intakeURL)
            #expect(try await silent.readToEnd().isEmpty)
            let used = try RawConnection(url: rig.operatorURL)
            try await used.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await used.readAnswer().status == 200)
            #expect(try await used.readToEnd().isEmpty)
        }
    }

    @Test("Connections are counted while they are open, and what ended them")
    func counted() async throws {
        try await Rig.with(Self.options(head: .milliseconds(200))) { rig in
            func open() -> Double { rig.registry.value(.httpConnections, ListenerLabel.intake) ?? 0 }
            let before = open()
            do {
                let slow = try RawConnection(url: rig.intakeURL)
                let idle = try RawConnection(url: rig.intakeURL)
                try await slow.send("G")
                #expect(try await slow.readAnswer().status == 408)
                try await idle.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await idle.readAnswer().status == 200)
                #expect(open() == before + 2)
                #expect(rig.registry.value(.httpConnectionFaults, ListenerLabel.intake, ConnectionEnd(label: "slow_head")) == 1)
            }
            // The clients are gone: each connection goes as soon as the listener sees that.
            try await Observation.that("the connections to be gone") { open() <= before }
        }
    }
}
