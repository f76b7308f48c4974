/// How one shared transaction went: for metrics.
package struct CommitReport: Sendable, Hashable {
    package var verbs: Int
    /// From BEGIN to the return of COMMIT.
    package var took: Duration
    package var isCommitted: Bool

    package init(verbs: Int, took: Duration, isCommitted: Bool) {
        self.verbs = verbs
        self.took = took
        self.isCommitted = isCommitted
    }
}
