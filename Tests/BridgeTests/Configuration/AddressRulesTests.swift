import Testing

@testable import Bridge

@Suite("Addresses that the bridge may speak to")
struct AddressRulesTests {
    static let nothing = AddressRules()
    static let loopback = AddressRules(allowLoopback: true)
    static let named = AddressRules(
        hosts: ["10.0.0.5", "fd00::5", "localhost", "wfm.internal", "127.0.0.1"],
        plainHTTPHosts: ["10.0.0.5", "wfm.internal"]
    )

    @Test(
        "the rules, one by one",
        arguments: [
            ("https://wfm.example.com/x", true, true, true), ("https://93.184.216.34", true, true, true),
            ("https://[2606:4700::1111]", true, true, true), ("http://wfm.example.com", false, false, false),
            ("http://wfm.internal:8000/x", false, false, true), ("http://93.184.216.34", false, false, false),
            ("https://10.0.0.5", false, false, true), ("http://10.0.0.5", false, false, true), ("https://10.0.0.6", false, false, false),
            ("https://172.16.0.1", false, false, false), ("https://172.31.255.255", false, false, false),
            ("https://172.32.0.1", true, true, true),
            ("https://192.168.1.1", false, false, false), ("https://169.254.169.254/latest", false, false, false),
            ("https://100.64.0.1", false, false, false), ("https://100.128.0.1", true, true, true),
            ("https://0.0.0.0", false, false, false),
            ("https://224.0.0.1", false, false, false), ("https://255.255.255.255", false, false, false),
            ("https://192.0.2.7", false, false, false),
            ("https://127.0.0.1", false, true, true), ("http://127.0.0.1:8080/a", false, true, false),
            ("http://127.9.9.9", false, true, false),
            ("https://localhost", false, true, true), ("http://localhost:1", false, true, false),
            ("http://a.localhost", false, true, false),
            ("http://LOCALHOST.", false, true, false), ("http://[::1]:9", false, true, false), ("https://[::]", false, false, false),
            ("https://[fd00::5]", false, false, true), ("https://[fd00:0:0::5]", false, false, true),
            ("https://[fd00::6]", false, false, false),
            ("https://[fe80::1]", false, false, false), ("https://[ff02::1]", false, false, false),
            ("https://[2001:db8::1]", false, false, false),
            ("https://[::ffff:127.0.0.1]", false, false, false), ("https://[::ffff:93.184.216.34]", false, false, false),
            ("https://[64:ff9b::a00:1]", false, false, false), ("https://[2002:a00:1::]", false, false, false),
        ]
    )
    func table(text: String, plain: Bool, withLoopback: Bool, withNames: Bool) throws {
        let address = try WebAddress(text)
        #expect((Self.nothing.refusal(of: address) == nil) == plain)
        #expect((Self.loopback.refusal(of: address) == nil) == withLoopback)
        #expect((Self.named.refusal(of: address) == nil) == withNames)
    }

    @Test("a refusal names the key, the variable and, on loopback, the flag that would allow it")
    func words() throws {
        let plain = try #require(Self.nothing.refusal(of: WebAddress("http://wfm.example.com/token-in-path")))
        #expect(plain.contains("\"wfm.example.com\" to allow.plainHttp (WFM_BRIDGE_ALLOW_PLAIN_HTTP)"))
        #expect(!plain.contains("loopback") && !plain.contains("token-in-path"))
        let notPublic = try #require(Self.nothing.refusal(of: WebAddress("https://169.254.1.1")))
        #expect(notPublic.contains("not a public address (link-local)") && notPublic.contains("allow.hosts (WFM_BRIDGE_ALLOW_HOSTS)"))
        #expect(try #require(Self.nothing.refusal(of: WebAddress("http://localhost"))).contains("--allow-loopback"))
    }

    @Test(
        "what a refusal asks for does allow it",
        arguments: ["http://10.1.2.3/x", "http://localhost", "https://[::1]", "http://wfm.example.com"]
    )
    func remedy(text: String) throws {
        let address = try WebAddress(text)
        #expect(Self.nothing.refusal(of: address) != nil)
        #expect(AddressRules(hosts: [address.host], plainHTTPHosts: [address.host]).refusal(of: address) == nil)
    }

    @Test(
        "a name that leads inside is seen when it is dialled",
        arguments: [
            ("93.184.216.34", "wfm.example.com", true, true), ("10.0.0.9", "wfm.example.com", false, false),
            ("10.0.0.9", "wfm.internal", false, true),
            ("10.0.0.5", "other.example.com", false, true), ("127.0.0.1", "localhost", false, true),
            ("::1", "evil.example.com", false, false),
            ("::ffff:10.0.0.9", "wfm.example.com", false, false), ("nonsense", "wfm.internal", false, false),
        ]
    )
    func dialling(address: String, host: String, plain: Bool, withNames: Bool) {
        #expect(Self.nothing.permits(address: address, resolvedFrom: host) == plain)
        #expect(Self.named.permits(address: address, resolvedFrom: host) == withNames)
    }

    @Test("with loopback allowed, loopback may be dialled and nothing else inside")
    func diallingLoopback() {
        #expect(Self.loopback.permits(address: "127.0.0.1", resolvedFrom: "localhost"))
        #expect(Self.loopback.permits(address: "::1", resolvedFrom: "::1"))
        #expect(!Self.loopback.permits(address: "10.0.0.1", resolvedFrom: "localhost"))
    }
}

@Suite("Reading a URL")
struct WebAddressTests {
    @Test(
        "what is no address is refused with its reason",
        arguments: [
            ("", .noScheme), ("wfm.example.com", .noScheme), ("ftp://a.example", .scheme), ("https://", .host), ("https:///x", .host),
            ("https://a.example/#f", .fragment), ("https://u@a.example", .credentials), ("https://u:p@a.example/", .credentials),
            ("https://a.example:0", .port), ("https://a.example:65536", .port), ("https://a.example:", .port),
            ("https://a.example:+80", .port),
            ("https://a b", .character), ("https://a.example/\u{7f}", .character), ("https://ä.example", .character),
            ("https://a\\b", .character),
            ("https://a..b", .host), ("https://::1", .host), ("https://[::1", .host), ("https://[10.0.0.1]", .host),
            ("https://a%2eb", .host),
            ("https://2130706433", .number), ("https://127.1", .number), ("https://0x7f.0.0.1", .number), ("https://010.0.0.1", .number),
            ("https://1.2.3.4.5", .number), ("https://a.0x10", .number),
        ] as [(String, WebAddressFault)]
    )
    func refused(text: String, fault: WebAddressFault) {
        #expect(throws: fault) { try WebAddress(text) }
    }

    @Test("an address keeps its path and query, and loses nothing but upper case")
    func parts() throws {
        let address = try WebAddress("HTTPS://Wfm.Example.COM:8443/In/?t=A")
        #expect(address.scheme == .https && address.host == "wfm.example.com" && address.port == 8443 && address.target == "/In/?t=A")
        #expect(address.description == "https://wfm.example.com:8443/In/?t=A")
        #expect(address.origin == "https://wfm.example.com:8443")
        #expect(try WebAddress("https://[2606:4700:0:0::1]/").base == "https://[2606:4700::1]")
    }

    @Test("a bare host means https where it will do")
    func bareHost() throws {
        #expect(try WebAddress("cx.example.com", allowsBareHost: true).description == "https://cx.example.com")
        #expect(try WebAddress("cx.example.com:99/a/", allowsBareHost: true).base == "https://cx.example.com:99/a")
        #expect(throws: WebAddressFault.query) { try WebAddress("https://a.example?x", allowsQuery: false) }
    }
}
