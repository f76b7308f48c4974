import Foundation
import Notation
import TestSupport
import Testing

@testable import CXone

@Suite struct SecretScreenTests {
    private static let secret = #"s3cret&+ "ü/\"#

    @Test(
        "a secret is found in every spelling",
        arguments: [
            secret, "s3cret%26%2B%20%22%C3%BC%2F%5C", "s3cret%26%2b+%22%c3%bc%2f%5c", #"s3cret&+ \"ü\/\\"#,
            #"s3cret\u0026\u002B \u0022\u00FC/\u005c"#, "s3cret%2526%252B%2520%2522%25C3%25BC%252F%255C", "s3cret%26+ %22ü/%5C",
            "%733cret&+ \"ü/\\",
        ]
    )
    func spellings(text: String) {
        let screen = SecretScreen([Secret(Self.secret)])
        #expect(screen.screen("a \(text) b") == "a \(SecretScreen.mark) b")
    }

    @Test("inside base64 nothing of a secret is left, wherever it stands there", arguments: ["", "a", "ab", "the client:"])
    func base64(before: String) {
        let secret = Self.secret + "????>>>>"
        let text = Data("\(before)\(secret)&c=d".utf8).base64EncodedString()
        for spelling in [text, text.replacing("+", with: "-").replacing("/", with: "_"), text.replacing("+", with: "%2B")] {
            let shown = SecretScreen([Secret(secret)]).screen("x \(spelling) y")
            #expect(shown.hasPrefix("x ") && shown.hasSuffix(" y"))
            #expect(shown.count < before.count * 4 / 3 + 30, "\(shown)")
            #expect(shown.contains(SecretScreen.mark))
        }
    }

    @Test(
        "what follows the name of a scheme is not shown, and words are",
        arguments: [
            ("invalid header Authorization: Bearer eyJhbGciOi.x_y-z=, twice", "invalid header Authorization: Bearer (not shown), twice"),
            ("BASIC dGhl+/==", "BASIC (not shown)"), ("bearer:  'Abc1'", "bearer:  '(not shown)'"),
            ("Bearer%20eyJ0", "Bearer%20(not shown)"),
            ("the bearer token is no longer valid.", "the bearer token is no longer valid."), ("Basic", "Basic"),
            ("forbearer A1", "forbearer A1"),
        ]
    )
    func schemes(text: String, shown: String) {
        #expect(SecretScreen([]).screen(text) == shown)
    }

    @Test("whatever stands around it, no part of a secret is left, and what surrounds it is")
    func random() {
        var random = SeededRandom()
        let alphabet = Array("abcABC019&+ %/=-_.ß\\\"".unicodeScalars)
        func text(_ length: ClosedRange<Int>) -> String {
            var text = ""
            for _ in 0..<Int.random(in: length, using: &random) {
                text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? " ")
            }
            return text
        }
        for _ in 0..<300 {
            let secret = "Q" + text(8...20) + "Q"
            let written = [secret, URLText.encode(secret), URLText.encode(secret, space: "+")].randomElement(using: &random) ?? secret
            let (before, after) = (text(0...20), text(0...20))
            #expect(SecretScreen([Secret(secret)]).screen(before + written + after) == before + SecretScreen.mark + after)
        }
    }
}
