import CXone
import Notation
import Testing

@Suite struct PlatformConfigurationTests {
    let configuration = PlatformConfiguration(clientID: "id", clientSecret: Secret("hidden"))

    @Test("without settings the hosts and rights are CXone's own") func defaults() {
        #expect(configuration.statusURL.description == "https://platformapi.nicecxone.com")
        #expect(configuration.reportingURL.description == "https://api-us-1.cxone.com")
        #expect(configuration.tokenURL(of: .status) == "https://platformapi.nicecxone.com/oauth/token")
        #expect(configuration.tokenURL(of: .reporting) == "https://api-us-1.cxone.com/oauth/token")
        #expect(configuration.scopes(of: .status) == ["user:status:write", "user:status:read"])
        #expect(configuration.scopes(of: .reporting) == ["reporting:read"])
        #expect(configuration.callDeadline == .seconds(10))
    }

    @Test("a token endpoint of its own is used as it is written") func tokenURL() throws {
        var configuration = configuration
        configuration.reportingTokenURL = try BaseURL("https://auth.example/issuer/oauth2/token")
        #expect(configuration.tokenURL(of: .reporting) == "https://auth.example/issuer/oauth2/token")
        #expect(configuration.tokenURL(of: .status) == "https://platformapi.nicecxone.com/oauth/token")
    }

    @Test("the secret is in no description") func secret() {
        #expect(!String(reflecting: configuration).contains("hidden"))
        #expect(!"\(configuration)".contains("hidden"))
    }
}
