import Reconciliation
import Testing

@testable import CXone

@Suite struct TokenGrantTests {
    @Test(
        "a life is read from a number or a numeral, and kept between nothing and a day",
        arguments: [
            ("3600", 3_600.0), ("\"1800\"", 1_800), ("59.5", 59.5), ("-4", 0), ("1e18", 86_400), ("null", 3_600),
        ]
    )
    func lives(value: String, seconds: Double) throws {
        let grant = try TokenGrant(Array(#"{"access_token": "abc", "expires_in": \#(value)}"#.utf8))
        #expect(grant.life == .seconds(seconds))
    }

    @Test(
        "an answer that grants nothing usable is unreadable",
        arguments: [
            "", "nothing", "[]", "{}", #"{"access_token": null}"#, #"{"access_token": ""}"#, #"{"access_token": 5}"#,
            #"{"access_token": "a b"}"#, #"{"access_token": "a\r\nX: y"}"#, #"{"access_token": "ä"}"#,
            #"{"access_token": "abc", "expires_in": true}"#, #"{"access_token": "abc", "expires_in": "soon"}"#,
            #"{"access_token": "abc", "expires_in": 1e999}"#, #"{"access_token": "abc", "expires_in": "nan"}"#,
        ]
    )
    func unreadable(body: String) {
        do throws(CXoneFault) {
            _ = try TokenGrant(Array(body.utf8))
            Issue.record("it was taken for a grant")
        } catch {
            #expect(error.label == "unreadable")
        }
    }
}
