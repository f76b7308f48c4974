/// What a look at the connection to CXone found, for the person who configures it.
package struct CXoneFinding: Sendable, Hashable {
    package enum Mark: Sendable, Hashable {
        /// Seen working.
        case well
        /// Worth knowing, or not tried.
        case doubtful
        /// Does not work.
        case wrong
    }

    package let mark: Mark
    package let subject: String
    package let words: String

    package init(_ mark: Mark, _ subject: String, _ words: String) {
        self.mark = mark
        self.subject = subject
        self.words = words
    }

    /// What one call shows: its words, or its fault.
    static func of(_ subject: String, _ call: () async throws(CXoneFault) -> String) async -> CXoneFinding {
        do throws(CXoneFault) {
            return CXoneFinding(.well, subject, try await call())
        } catch {
            return CXoneFinding(.wrong, subject, "\(error)")
        }
    }
}
