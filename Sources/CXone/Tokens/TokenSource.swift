import Reconciliation

/// Where the tokens of a realm come from: the request, made anew for each flight.
///
/// A dialect whose endpoint has to be found first finds it here.
struct TokenSource: Sendable {
    /// Realms of one key share their tokens.
    let key: String
    let request: @Sendable (PlainCalls) async -> Result<TokenRequest, CXoneFault>

    /// A request that is always the same.
    static func fixed(_ request: TokenRequest, key: String) -> TokenSource {
        TokenSource(key: key) { _ in .success(request) }
    }
}
