import Foundation
import Notation
import Rehearsal
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct SimulatorPageTests {
    @Test("the page shows calls, newest first, and agents, with nothing from elsewhere and no script")
    func shows() async throws {
        try await withSimulator { simulated in
            let (acd, platform) = (try await simulated.acd(), try await simulated.caller())
            expect(202, of: try await acd.unavailable(try simulated.number(0), 1_014))
            expect(200, of: try await platform.put("/api/v2/users/\(try simulated.id(1))/status", ["status": "Training"]))
            let reply = try await simulated.anonymous.get("/simulator")
            expect(200, of: reply)
            #expect(reply.header("content-type") == "text/html; charset=utf-8")
            #expect(reply.header("content-security-policy")?.contains("default-src 'none'") == true)
            let html = reply.text
            let newer = try #require(html.range(of: "/status</td>"))
            let older = try #require(html.range(of: "state?state=Unavailable&amp;outStateId=1014"))
            #expect(newer.lowerBound < older.lowerBound)
            for text in ["Manager Meeting", try simulated.id(0), String(try simulated.number(0)), "applied", "200 agents"] {
                #expect(html.contains(text), "\(text)")
            }
            #expect(!html.contains("<script") && !html.contains("http:") && !html.contains("https:"))
            #expect(!html.contains("key-secret") && !html.contains("simulator-secret"))
        }
    }

    @Test("what clients send is text there, never markup")
    func escapes() async throws {
        try await withSimulator { simulated in
            _ = try await simulated.caller().send(
                .PUT,
                "/api/v2/users/%3Cb%3E/status?x=%22<i>",
                body: Array("<script>alert('x')</script>".utf8)
            )
            let html = try await simulated.anonymous.get("/simulator").text
            #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
            #expect(!html.contains("<script") && !html.contains("<i>"))
        }
    }
}
