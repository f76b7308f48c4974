import Reconciliation
import Store
import Testing

@Suite("Contract: looking up")
struct StoriesContract {
    @Test("an agent's changes come newest first, as many as asked for, by reference if one is given", arguments: StoreContract.all)
    func changes(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(
                .sample("a", reference: "r"),
                .sample("b"),
                .sample("c", of: bob, reference: "r"),
                .sample("d", reference: "r")
            )
            func ids(_ reference: String?, _ limit: Int) async throws -> [String] {
                try await store.changes(of: ann, reference: reference, limit: limit).map(\.change.id.text)
            }
            #expect(try await ids(nil, 10) == ["d", "b", "a"])
            #expect(try await ids(nil, 2) == ["d", "b"])
            #expect(try await ids("r", 10) == ["d", "a"])
            #expect(try await ids("x", 10) == [])
            #expect(try await store.changes(of: ann, reference: nil, limit: 1).first?.history.map(\.state) == [.due])
        }
    }

    @Test("the history tells every state in order, also those of one moment", arguments: StoreContract.all)
    func history(_ contract: StoreContract) async throws {
        try await contract.fresh { store in
            try await store.take(.sample("chg", state: .scheduled))
            let states: [ChangeState] = [.due, .waiting, .held, .waiting, .applied]
            for state in states { try await store.move("chg", to: state) }
            #expect(try await store.change(ChangeID("chg"))?.history.map(\.state) == [.scheduled] + states)
        }
    }
}
