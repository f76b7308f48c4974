/// What a request is about, before its body is looked at.
struct RequestLine: Sendable, Hashable {
    let method: String
    /// As it came, without the query.
    let path: String
    let query: String?
    /// Decoded, from the path; for the history from the query.
    let userID: String?
}
