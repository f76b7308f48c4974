import CXone
import Testing

@Suite struct BaseURLTests {
    @Test(
        "a host name means https, and a URL means what it says",
        arguments: [
            ("platformapi.nicecxone.com", "https://platformapi.nicecxone.com"),
            ("  PlatformAPI.nicecxone.com/ ", "https://platformapi.nicecxone.com"),
            ("https://api-us-1.cxone.com", "https://api-us-1.cxone.com"),
            ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
            ("localhost:8080", "https://localhost:8080"),
            ("HTTPS://gate.example/cxone/v9//", "https://gate.example/cxone/v9"),
            ("http://[::1]:9", "http://[::1]:9"),
            ("http://[fe80::1]", "http://[fe80::1]"),
        ]
    )
    func accepts(text: String, address: String) throws {
        #expect(try BaseURL(text).description == address)
    }

    @Test(
        "what is no address is named as what it is",
        arguments: [
            ("", "empty"), ("   ", "empty"), ("ftp://x", "scheme"), ("https://", "host"), ("https://user:pw@host", "credentials"),
            ("https://host:0", "port"), ("https://host:65536", "port"), ("https://host:http", "port"), ("https://ho st", "host"),
            ("https://host/a?b=c", "path"), ("https://host/a#b", "path"), ("https://host/a b", "path"), ("https://ho%st", "host"),
            ("http://[::g]", "host"), ("http://[12]", "host"), ("https://host\n", ""), ("https://ho\nst", "host"),
        ]
    )
    func refuses(text: String, label: String) {
        do throws(BaseURLFault) {
            let address = try BaseURL(text)
            #expect(label.isEmpty, "accepted as \(address)")
        } catch {
            #expect(error.label == label)
            #expect(!error.description.contains("pw"))
        }
    }
}
