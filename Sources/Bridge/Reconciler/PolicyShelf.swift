import Reconciliation

/// The policies as they were last read, for everybody who decides: replaced as a whole when the configuration is read again.
final class PolicyShelf: Sendable {
    private let books: Current<[TenantName: PolicyBook]>

    init(_ books: [TenantName: PolicyBook]) {
        self.books = Current(books)
    }

    func replace(_ new: [TenantName: PolicyBook]) { books.set(new) }

    func policy(of tenant: TenantName) -> Policy { book(of: tenant).policy(tenant: tenant) }
    func policy(for change: Change) -> Policy { book(of: change.agent.tenant).policy(for: change) }

    private func book(of tenant: TenantName) -> PolicyBook { books.value[tenant] ?? PolicyBook() }
}
