import AsyncHTTPClient
import Logging
import NIOCore
import NIOPosix
import Reconciliation
import Telemetry
import Testing

@testable import CXone

@Suite(.timeLimit(.minutes(1))) struct ConnectionCheckTests {
    private static func findings(_ url: String) async throws -> [CXoneFinding] {
        let http = CXoneHTTP.client()
        let metrics = CXoneMetrics(in: MetricsRegistry())
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let exchange = Exchange(
            http: http,
            userAgent: "test",
            responseLimit: 1 << 20,
            callDeadline: .seconds(8),
            secrets: [],
            metrics: metrics,
            logger: logger
        )
        let manners = Manners(
            RateSettings(),
            tenant: .standard,
            clock: JumpingClock().wallClock,
            metrics: metrics,
            logger: logger,
            jitter: Jitter { 0 }
        )
        let plain = PlainCalls(exchange: exchange, manners: manners)
        let findings = await ConnectionCheck(plain: plain).findings(of: [("interface", try BaseURL(url)), ("the same", try BaseURL(url))])
        try await http.shutdown()
        return findings
    }

    @Test(
        "clocks are compared as far as a date of whole seconds can tell",
        arguments: [
            ("Fri, 20 Nov 2026 15:00:00 GMT", CXoneFinding.Mark.well, "agrees"), ("Fri, 20 Nov 2026 14:59:59 GMT", .well, "agrees"),
            ("Fri, 20 Nov 2026 14:59:57 GMT", .well, "2 s ahead"), ("Fri, 20 Nov 2026 14:59:50 GMT", .doubtful, "9 s ahead"),
            ("Fri, 20 Nov 2026 15:00:03 GMT", .doubtful, "3 s behind"), ("Fri, 20 Nov 2026 15:06:00 GMT", .wrong, "360 s behind"),
            ("Fri, 20 Nov 2026 14:50:00 GMT", .wrong, "NTP"), ("yesterday", .doubtful, "no Date"),
        ] as [(String, CXoneFinding.Mark, String)]
    )
    func clock(date: String, mark: CXoneFinding.Mark, words: String) async throws {
        let server = try await ScriptedServer { _ in .answer(404, headers: ["Date": date]) }
        let findings = try await Self.findings("http://127.0.0.1:\(server.port)/base")
        #expect(findings.map(\.subject) == ["interface", "clock"])
        #expect(findings.last?.mark == mark && findings.last?.words.contains(words) == true, "\(findings)")
        #expect(server.requests.map(\.target) == ["/"])
        try await server.shutdown()
    }

    @Test("a name that does not exist, a port where nobody is, and one without TLS are told apart") func connections() async throws {
        let name = try await Self.findings("https://no-such-host.invalid")
        #expect(name.count == 1 && name[0].mark == .wrong && name[0].words.contains("no-such-host.invalid"), "\(name)")
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(PlainGreeting()) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let noTLS = try await Self.findings("https://127.0.0.1:\(port)")
        #expect(noTLS.count == 1 && noTLS[0].mark == .wrong && noTLS[0].words.contains("does not speak TLS"), "\(noTLS)")
        try await server.close()
        let nobody = try await Self.findings("http://127.0.0.1:\(port)")
        #expect(nobody.count == 1 && nobody[0].mark == .wrong && nobody[0].words.contains("\(port)"), "\(nobody)")
    }

    @Test(
        "faults of TLS are told in words",
        arguments: [
            (
                "handshakeFailed(NIOSSL.BoringSSLError.sslError([error:1000007d:SSL routines:CERTIFICATE_VERIFY_FAILED]))",
                "not trusted"
            ),
            ("NIOSSLExtraError.failedToValidateHostname: Couldn't find x in certificate from peer", "other names"),
            ("error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER", "does not speak TLS"),
        ]
    )
    func tls(detail: String, words: String) {
        #expect(TLSWords.explain(detail, host: "h")?.contains(words) == true)
    }

    @Test("other faults are not blamed on TLS") func notTLS() {
        #expect(TLSWords.explain("connection refused (errno: 111)", host: "h") == nil)
    }
}

/// Answers whatever comes in plain http, as a server does that was not meant to be spoken to in TLS.
private final class PlainGreeting: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")), promise: nil)
        context.close(promise: nil)
    }
}
