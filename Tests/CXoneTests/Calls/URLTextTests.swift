import Testing

@testable import CXone

@Suite struct URLTextTests {
    @Test(
        "an id is one segment of a path whatever is in it",
        arguments: [
            ("12345-abcde-67890", "12345-abcde-67890"), ("a/b", "a%2Fb"), ("50%", "50%25"), ("../x", "..%2Fx"), ("a?b#c", "a%3Fb%23c"),
            ("me@host:1", "me%40host%3A1"), ("ü\u{0}", "%C3%BC%00"), ("a b+c", "a%20b%2Bc"), ("...", "..."), ("a;b=c", "a%3Bb%3Dc"),
        ]
    )
    func segments(id: String, segment: String) {
        #expect(URLText.pathSegment(id) == segment)
    }

    @Test("ids that would name another place have no segment", arguments: ["", ".", ".."])
    func noSegment(id: String) {
        #expect(URLText.pathSegment(id) == nil)
    }

    @Test("a query keeps plus signs, a form writes spaces as such") func queries() {
        #expect(
            URLText.query([("start_date_time", "2026-11-20T15:00:00+00:00"), ("a b", "c&d")])
                == "start_date_time=2026-11-20T15%3A00%3A00%2B00%3A00&a%20b=c%26d"
        )
        #expect(
            URLText.form([("scope", "user:status:write user:status:read"), ("x", "1+1=2")])
                == "scope=user%3Astatus%3Awrite+user%3Astatus%3Aread&x=1%2B1%3D2"
        )
    }
}
